/**
 * How much of the server's time the agent may spend on looking at values: a share of the wall clock, saved up to a bound. A look now and then is lent its time whatever
 * was spent; so a developer's requests are looked at, and a server under load is not slowed.
 */
const SHARE = 0.003
const SHARE_UNDER_LOAD = 0.0005
const SAVED_AT_MOST_MS = 50
/** With less than this a look is not begun: it would most often be given up, and its time lost. */
const WORTH_MS = 2
const LENT_MS = 10
const LENT_EVERY_MS = 250
/** Where it was asked for more often than that since, and never after a rest, a server is under load, and each look costs all the answers that wait. */
const ASKED_AT_MOST = 10
const LENT_UNDER_LOAD_MS = 10_000

export interface Allowance {
  /** A look begins: how many ms it may take in all; 0: it may not. */
  begin(): number
  spend(ms: number): void
}

export function createAllowance(now: () => number = () => performance.now()): Allowance {
  let saved = SAVED_AT_MOST_MS
  let at = now()
  let lentAt = Number.NEGATIVE_INFINITY
  let asked = 0
  let askedAt = now()
  function earn(): void {
    const moment = now()
    const share = asked > ASKED_AT_MOST ? SHARE_UNDER_LOAD : SHARE
    saved = Math.min(SAVED_AT_MOST_MS, saved + (moment - at) * share)
    at = moment
  }
  return {
    begin() {
      earn()
      if (at - askedAt >= LENT_EVERY_MS) asked = 0
      askedAt = at
      if (saved >= WORTH_MS) return saved
      asked += 1
      if (at - lentAt < (asked > ASKED_AT_MOST ? LENT_UNDER_LOAD_MS : LENT_EVERY_MS)) return 0
      lentAt = at
      asked = 0
      return LENT_MS
    },
    spend(ms) {
      earn()
      saved = Math.max(-LENT_MS, saved - ms)
    },
  }
}
