import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for what need not outlive this process, which only this user can enter. */
export interface Scratch {
  readonly path: string
  remove(): Promise<void>
}

/** A local socket's whole path must fit into 104 bytes on macOS, 108 on Linux. */
const LONGEST = 80

/**
 * Makes a scratch folder named after `kind` and this process, and clears away those of processes that were killed before they could do so
 * themselves. Throws where no folder can be made.
 */
export async function makeScratch(kind: string, root = shortTemp()): Promise<Scratch> {
  await sweep(root)
  const path = await mkdtemp(join(root, `propscope-${kind}-${process.pid}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

function shortTemp(): string {
  const folder = tmpdir()
  return process.platform !== 'win32' && Buffer.byteLength(folder) > LONGEST ? '/tmp' : folder
}

async function sweep(root: string): Promise<void> {
  const names = await readdir(root).catch(() => [])
  for (const name of names) {
    const pid = /^propscope-[a-z]+-(\d+)-\w{6}$/.exec(name)?.[1]
    // Another user's folder stays: removing it fails, and is theirs to do.
    if (pid && !isAlive(Number(pid)))
      await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
