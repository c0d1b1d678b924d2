import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Marks the processes that we have signalled and not yet told to close their inspector again. Who dies in between (some 50 ms) leaves a mark, by which the
 * next Propscope knows that the inspector it finds open there is nobody's, and has it closed.
 */
export interface Marks {
  set(pid: number): Promise<void>
  clear(pid: number): Promise<void>
  has(pid: number): Promise<boolean>
}

/**
 * Marks are files in the folder for temporary ones, which others may write to: only our own count.
 * @param startOf tells apart two processes that had one pid; where it cannot, nothing is marked
 */
export function createMarks(startOf: (pid: number) => string | null, folder = tmpdir()): Marks {
  const user = process.geteuid?.() ?? null
  const prefix = `propscope-opened-${user ?? 'user'}-`
  const path = (pid: number) => join(folder, `${prefix}${pid}`)
  const clear = (pid: number) => rm(path(pid), { force: true }).catch(() => {})

  async function has(pid: number): Promise<boolean> {
    try {
      const found = await lstat(path(pid))
      if (!found.isFile() || (user !== null && found.uid !== user)) return false
      return (await readFile(path(pid), 'utf8')) === startOf(pid)
    } catch {
      return false
    }
  }
  /** Marks of processes that have ended since mean nothing any more. */
  async function sweep(): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    const pids = names.filter(name => name.startsWith(prefix)).map(name => Number(name.slice(prefix.length)))
    for (const pid of pids) if (!(await has(pid))) await clear(pid)
  }
  return {
    async set(pid) {
      const start = startOf(pid)
      if (start === null) return
      await sweep()
      await writeFile(path(pid), start, { mode: 0o600 }).catch(() => {})
    },
    clear,
    has,
  }
}
