/** What an agent took since it was put in: its requests, and its time on the server's thread in ms. */
export interface Cost {
  readonly requests: number
  readonly agentMs: number
}

/** The first requests after an attach run code for the first time, which takes 50 to 200 times as long: they say nothing of those that follow. */
const FIRST = 20
/** The mean is of so many requests, and up to `STEP` more. It is told from `ENOUGH` on. */
const LAST = 100
const STEP = 10
const ENOUGH = 30

/** What an agent took of the last hundred requests. */
export interface Lately {
  update(now: Cost): void
  /** null: too few so far. */
  read(): Cost | null
}

export function createLately(): Lately {
  /** Counters as they were, the oldest first, some requests apart. */
  let marks: Cost[] = []
  let began: number | null = null
  let now: Cost | null = null
  return {
    update(latest) {
      now = latest
      began ??= latest.requests
      if (latest.requests - began < FIRST) return
      const newest = marks.at(-1)
      if (!newest || latest.requests - newest.requests >= STEP) marks.push(latest)
      const from = marks.findLastIndex(mark => latest.requests - mark.requests >= LAST)
      if (from > 0) marks = marks.slice(from)
    },
    read() {
      const from = marks[0]
      if (!now || !from) return null
      const requests = now.requests - from.requests
      return requests < ENOUGH ? null : { requests, agentMs: now.agentMs - from.agentMs }
    },
  }
}
