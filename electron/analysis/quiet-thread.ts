import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * Lets all other threads of the machine go before the one that calls this, the server's above all: what is read of answers can wait. Only on Linux has a thread a priority of its own; elsewhere it would be the
 * whole process's. What the thread starts inherits it.
 */
export function quietThread(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A container may forbid it.
  }
}

/** As `quietThread`, for all threads of this process: V8's own, which collect and compile, would go on beside a quiet one as before. Threads that come later inherit it. */
export function quietProcess(): void {
  quietThread()
  if (process.platform !== 'linux') return
  try {
    // A thread's number is as good as a process's there.
    for (const thread of readdirSync('/proc/self/task')) {
      setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL)
    }
  } catch {
    // One that has just ended, or as above.
  }
}
