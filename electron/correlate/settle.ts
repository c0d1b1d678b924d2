import type { Exchange } from '../../shared/exchange.ts'
import type { Draft } from './draft.ts'
import { toExchange } from './exchange.ts'
import type { Correlation } from './state.ts'
import { isWireOver } from './wire-exchange.ts'
import { withWire } from './with-wire.ts'

/** The exchange of a request that the agent saw, with the wire's half where there is one. */
export function exchangeOf(state: Correlation, draft: Draft): Exchange {
  const inside = toExchange(draft, state.server, state.folder)
  return draft.wire ? withWire(inside, draft.wire, draft.startedAt) : inside
}

/** The exchange after something was learned of it, finished where nothing more is to come. */
export function settle(state: Correlation, draft: Draft): Exchange {
  const done = isComplete(draft) || (draft.closedBy !== null && !isAwaitingAnswer(draft))
  return done ? finish(state, draft) : exchangeOf(state, draft)
}

/** The answer is out, the call has ended, and all that was to come of both has come. */
function isComplete(draft: Draft): boolean {
  if (!draft.end || (draft.callStart && !draft.callEnd)) return false
  if (isAwaitingAnswer(draft)) return false
  if (draft.wire && !isWireOver(draft.wire)) return false
  return draft.callEnd?.result !== 'props' || draft.described !== null
}

/** The request has ended and its bytes are being read; whoever reads them always answers, however long it takes. */
export function isAwaitingAnswer(draft: Draft): boolean {
  const wire = draft.wire
  return (draft.end?.bodySent === true && draft.answer === null) || (wire?.reading === true && wire.answer === null)
}

/** The exchange as it stays. */
export function finish(state: Correlation, draft: Draft): Exchange {
  draft.finished = true
  state.drafts.delete(draft.start.request)
  state.overdue.delete(draft.start.request)
  for (const [number, wire] of state.wires) if (wire === draft.wire) state.wires.delete(number)
  if (state.tapClock && !draft.wire) state.recent.set(draft, null)
  return exchangeOf(state, draft)
}
