/**
 * How much of the server's time the agent may spend on looking at values: a share of the wall clock, saved up to a bound, so that
 * a developer's single request is always looked at and a server under load is not slowed.
 */
const SHARE = 0.003
const SAVED_AT_MOST_MS = 50

export interface Allowance {
  /** ms that may be spent now; 0 or less: none. */
  readonly left: number
  spend(ms: number): void
}

export function createAllowance(now: () => number = () => performance.now()): Allowance {
  let saved = SAVED_AT_MOST_MS
  let at = now()
  function earn(): number {
    const moment = now()
    saved = Math.min(SAVED_AT_MOST_MS, saved + (moment - at) * SHARE)
    at = moment
    return saved
  }
  return {
    get left() {
      return earn()
    },
    spend(ms) {
      earn()
      saved -= ms
    },
  }
}
