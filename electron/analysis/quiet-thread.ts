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
