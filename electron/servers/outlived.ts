import { setTimeout as delay } from 'node:timers/promises'
import { ancestorsOf } from './find.ts'
import type { System } from './system.ts'

/** A package manager's scripts that start a monorepo's runner that starts package managers. */
export const DEEPEST = 20
/** So long those that were told by their own parents have to end. */
const ENDING_MS = 2000
const LOOK_MS = 50

/** A process and when it started: a pid alone may be another one's by then. */
interface Known {
  readonly pid: number
  readonly start: string | null
}

/** All that `root` has started and that still belongs to it, without itself. */
export async function startedBy(root: number, system: System): Promise<readonly Known[]> {
  const processes = await system.processes()
  return processes
    .filter(one => one.pid !== root && ancestorsOf(one, processes, DEEPEST).some(({ pid }) => pid === root))
    .map(({ pid }) => ({ pid, start: system.startOf(pid) }))
}

/**
 * Tells those of `tree` that outlive their command the signal that it was told. A shell that a signal ends passes nothing on (`sh -c "next dev; …"`): at a terminal the whole group
 * would have had it. Resolves when all of them are gone or have been told.
 */
export async function tellOutlived(tree: readonly Known[], signal: NodeJS.Signals, system: System): Promise<void> {
  const left = () => tree.filter(({ pid, start }) => system.isAlive(pid) && system.startOf(pid) === start)
  for (const until = Date.now() + ENDING_MS; left().length > 0 && Date.now() < until; ) await delay(LOOK_MS)
  for (const { pid } of left()) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has just ended.
    }
  }
}
