import type { Exchange } from '../../shared/exchange.ts'
import { type Navigations, newNavigations, place } from './navigation.ts'
import { reasonOf } from './reason.ts'
import { type Builds, learnBuild, skewOf } from './skew.ts'
import type { CorrelationEvent } from './state.ts'

/**
 * What the requests of one session tell about each other, through every agent that comes and goes: navigations, the build that the server serves. Owned by the correlation,
 * changed in place.
 */
export interface SessionContext {
  readonly builds: Builds
  readonly navigations: Navigations
}

export const newContext = (): SessionContext => ({ builds: { serves: null }, navigations: newNavigations() })

/** Takes in what an event tells of the session as a whole, before the exchanges that it changed are put `inContext`. */
export function learn(context: SessionContext, event: CorrelationEvent): void {
  learnBuild(context.builds, event)
  context.navigations.redirect = event.kind === 'wire-read' ? (event.next?.redirect ?? null) : null
}

/**
 * The exchange with what only the others tell. Called with every exchange that an event changed, in order, before it is shown: many times for one, or once, finished, where nobody
 * looks at running ones (`record`).
 */
export function inContext(context: SessionContext, exchange: Exchange): Exchange {
  const { navigation, reason } = place(context.navigations, exchange, reasonOf(exchange))
  return { ...exchange, navigation, reason, skew: skewOf(context.builds, exchange) }
}
