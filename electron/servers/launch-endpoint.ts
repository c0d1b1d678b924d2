import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import preload from '../agent/launched.ts?worker-text'
import { OWN_URL } from '../agent/own-frames.ts'
import { pipePath } from '../pipe/pipe.ts'
import { makeScratch, type Scratch } from '../scratch/scratch.ts'

/** Where the agents of a launched command find us, and whose children they are. It may be handed to another process of ours. */
export interface LaunchEndpoint {
  readonly socketPath: string
  readonly secret: string
  /** The process whose descendants the command's are. */
  readonly ancestor: number
  /** Port for the tap of its first server; null: none was asked for. */
  readonly tap: number | null
}

export interface PreparedLaunch {
  readonly endpoint: LaunchEndpoint
  /** What the command is started with, beside our own environment. */
  readonly env: Readonly<Record<string, string>>
  readonly scratch: Scratch
}

/**
 * Makes ready for a command whose Next servers have the agent from their first request on. Where the preload cannot be had (the folder cannot be written, its path does not fit into NODE_OPTIONS)
 * `env` is empty, and its servers are attached to after they listen.
 */
export async function prepareLaunch(config: string, tap: number | null): Promise<PreparedLaunch> {
  const scratch = await makeScratch('launch')
  const secret = randomBytes(24).toString('base64url')
  const socketPath = pipePath(scratch.path)
  const path = await keepPreload(config)
  const env =
    path === null ? {} : { NODE_OPTIONS: nodeOptions(path), PROPSCOPE_LAUNCH: JSON.stringify({ socketPath, secret }) }
  return { endpoint: { socketPath, secret, ancestor: process.pid, tap }, env, scratch }
}

const nodeOptions = (preload: string) => [process.env['NODE_OPTIONS'], `--require=${preload}`].filter(Boolean).join(' ')

/** As the agent that is put into a running server: its frames are known by their name, and taken out of stacks. */
const CODE = `${preload}\n//# ${'sourceURL'}=${OWN_URL}\n`

/** It stays where it is for good: a command that outlives us starts processes with it. */
async function keepPreload(config: string): Promise<string | null> {
  const name = `launched-${createHash('sha256').update(CODE).digest('hex').slice(0, 16)}.cjs`
  const path = join(config, name)
  // Next takes NODE_OPTIONS apart and puts it together again without quotes.
  if (/[\s"'\\]/.test(path)) return null
  try {
    if (existsSync(path)) return path
    await mkdir(config, { recursive: true, mode: 0o700 })
    const part = `${path}.${process.pid}`
    await writeFile(part, CODE, { mode: 0o600, flush: true })
    await rename(part, path)
    return path
  } catch {
    return null
  }
}
