import { availableParallelism } from 'node:os'
import { type MonotonicMs, monotonicMs } from '../../shared/units.ts'

/** What came so quickly the last time, in ms, is about to come again. A thread that sleeps is woken some 0.05 ms after that. */
const SOON_MS = 0.2
/** How long it is looked for. */
const STAY_MS = 0.1

/** How quickly one thing follows the other on a connection: on what a client sent, and on what a server sent. */
export class Rhythm {
  #at = monotonicMs(Number.NEGATIVE_INFINITY)
  #from: 'client' | 'server' = 'client'
  readonly #after = { client: Number.POSITIVE_INFINITY, server: Number.POSITIVE_INFINITY }

  /** Something came. Whether what follows is about to come too. */
  came(from: 'client' | 'server', at: MonotonicMs): boolean {
    this.#after[this.#from] = at - this.#at
    this.#at = at
    this.#from = from
    return this.#after[from] < SOON_MS
  }
}

/** Keeps the thread's loop turning instead of sleeping. */
export interface Lookout {
  /** For a moment from now on. */
  stay(): void
}

/**
 * Where requests follow each other within a fraction of a millisecond, to be woken takes a thread longer than to do what it was woken for; so it looks whether something has come until then. A server
 * that takes longer to answer is waited for asleep, and on a machine with one processor all is: it would be the server's.
 */
export function createLookout(
  processors = availableParallelism(),
  now: () => number = () => performance.now(),
  soon: (turn: () => void) => void = setImmediate,
): Lookout {
  let until = 0
  let turning = false
  function turn(): void {
    if (now() < until) soon(turn)
    else turning = false
  }
  return {
    stay() {
      if (processors < 2) return
      until = now() + STAY_MS
      if (turning) return
      turning = true
      soon(turn)
    },
  }
}
