import type { Exchange } from '../../shared/exchange.ts'

/**
 * What the requests of one session tell about each other, through every agent that comes and goes: navigations, the build that the server serves. Owned by the correlation,
 * changed in place by `inContext`.
 */
export interface SessionContext {
  /** The build id that the server's last document named; null before the first. */
  buildId: string | null
}

export const newContext = (): SessionContext => ({ buildId: null })

/**
 * The exchange with what only the others tell. Called with every exchange that an event changed, in order, before it is shown: many times for one, or once, finished, where nobody
 * looks at running ones (`record`).
 */
export function inContext(_context: SessionContext, exchange: Exchange): Exchange {
  return exchange
}
