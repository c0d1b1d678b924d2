/**
 * How much of the server's time the agent may spend on looking at values: a share of the wall clock, saved up to a bound, and a few looks a second whatever was
 * spent; so a developer's requests are looked at, also on a busy machine where each step takes long, and a server under load is not slowed.
 */
const SHARE = 0.003
const SAVED_AT_MOST_MS = 50
const GRANTED_MS = 10
const GRANTED_EVERY_MS = 250

export interface Allowance {
  /** ms that may be spent now; 0 or less: none. */
  readonly left: number
  spend(ms: number): void
  /** A look begins. */
  begin(): void
}

export function createAllowance(now: () => number = () => performance.now()): Allowance {
  let saved = SAVED_AT_MOST_MS
  let at = now()
  let grantedAt = Number.NEGATIVE_INFINITY
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
    begin() {
      earn()
      if (saved >= GRANTED_MS || at - grantedAt < GRANTED_EVERY_MS) return
      saved = GRANTED_MS
      grantedAt = at
    },
  }
}
