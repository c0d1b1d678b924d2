import type { TapEvent } from '../../shared/raw-events.ts'
import { type Batch, readEvents } from '../tap/thread/batch.ts'

/** Events that wait for their turn, in the compact form in which they came: a second of heavy load is tens of thousands of them. */
export interface Backlog {
  readonly size: number
  add(batch: Batch, shiftMs: number): void
  /** The oldest, which waits no more. */
  next(): TapEvent | null
  /** Those that still wait, oldest first, with `more` behind them from now on. */
  append(more: (waiting: readonly TapEvent[]) => readonly TapEvent[]): void
}

export function createBacklog(): Backlog {
  const sources: (() => TapEvent | null)[] = []
  let first = 0
  let size = 0

  function next(): TapEvent | null {
    for (let source = sources[first]; source; source = sources[first]) {
      const event = source()
      if (event) {
        size -= 1
        return event
      }
      first += 1
    }
    sources.length = 0
    first = 0
    return null
  }
  return {
    get size() {
      return size
    },
    add(batch, shiftMs) {
      if (batch.events === 0) return
      size += batch.events
      sources.push(readEvents(batch, shiftMs))
    },
    next,
    append(more) {
      const all: TapEvent[] = []
      for (let event = next(); event; event = next()) all.push(event)
      all.push(...more(all))
      size = all.length
      const events = all.values()
      sources.push(() => events.next().value ?? null)
    },
  }
}
