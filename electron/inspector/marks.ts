import { lstat, readFile, rm, writeFile } from 'node:fs/promises'
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
  const path = (pid: number) => join(folder, `propscope-opened-${user ?? 'user'}-${pid}`)
  return {
    async set(pid) {
      const start = startOf(pid)
      if (start !== null) await writeFile(path(pid), start, { mode: 0o600 }).catch(() => {})
    },
    clear: pid => rm(path(pid), { force: true }).catch(() => {}),
    async has(pid) {
      try {
        const found = await lstat(path(pid))
        if (!found.isFile() || (user !== null && found.uid !== user)) return false
        return (await readFile(path(pid), 'utf8')) === startOf(pid)
      } catch {
        return false
      }
    },
  }
}
