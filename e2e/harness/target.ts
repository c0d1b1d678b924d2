import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Child, ROOT, startChild } from './child.ts'

export interface TargetChoice {
  /** Folder in e2e/targets. */
  readonly name: string
  readonly mode: 'dev' | 'start'
  /** The target's own choice where it is left away. */
  readonly bundler?: 'webpack' | 'turbopack'
}

const ReadySchema = z.object({
  origin: z.url(),
  /** Of the process that listens. */
  pid: z.number().int(),
  /** Origin of the target's upstream server, null where it has none. */
  upstream: z.string().nullable(),
})

/** A real Next server that a test started. */
export interface Target extends z.infer<typeof ReadySchema> {
  readonly port: number
  readonly child: Child
  end(): Promise<void>
}

/**
 * Starts `e2e/targets/<name>/serve.mjs` and waits until it answers; ends with its children. The first start of a target installs and, for
 * `start`, builds it.
 */
export async function startTarget(choice: TargetChoice): Promise<Target> {
  const script = join(ROOT, 'e2e', 'targets', choice.name, 'serve.mjs')
  if (!existsSync(script)) throw new Error(`there is no target “${choice.name}”: ${script}`)
  const child = startChild([process.execPath, script, choice.mode, ...(choice.bundler ? [`--${choice.bundler}`] : [])])
  const line = await child.until('ready line', ({ stdout }) => /^(\{.*\})\n/m.exec(stdout)?.[1], 300_000)
  const ready = ReadySchema.parse(JSON.parse(line))
  return { ...ready, port: Number(new URL(ready.origin).port), child, end: () => child.end() }
}
