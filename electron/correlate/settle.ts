import type { Exchange } from '../../shared/exchange.ts'
import type { Draft } from './draft.ts'
import { toExchange } from './exchange.ts'
import { type AgentSide, type Correlation, forgetSources, hasTap } from './state.ts'
import { isWireOver } from './wire-exchange.ts'
import { withWire } from './with-wire.ts'

/** The exchange of a request that the agent saw, with the wire's half where there is one. */
function exchangeOf(draft: Draft): Exchange {
  const inside = toExchange(draft, draft.agent.server, draft.agent.folder)
  return draft.wire ? withWire(inside, draft.wire, draft.startedAt) : inside
}

/** The exchange as it is now, where anybody wants to see it. */
export function shown(state: Correlation, draft: Draft): readonly Exchange[] {
  return draft.finished || state.wanted === 'changes' ? [exchangeOf(draft)] : []
}

/** The exchange after something was learned of it, finished where nothing more is to come. */
export function settle(state: Correlation, draft: Draft): readonly Exchange[] {
  const closed = draft.closedBy !== null && !isAwaitingAnswer(draft) && isWireQuiet(draft)
  return isComplete(draft) || closed ? finish(state, draft) : shown(state, draft)
}

/** The answer is out, the call has ended, and all that was to come of both has come. */
function isComplete(draft: Draft): boolean {
  if (!draft.end || (draft.callStart && !draft.callEnd)) return false
  if (isAwaitingAnswer(draft)) return false
  if (!isWireQuiet(draft)) return false
  return draft.callEnd?.result !== 'props' || draft.described !== null
}

const isWireQuiet = ({ wire }: Draft) => wire === null || isWireOver(wire)

/** The request has ended and its bytes are being read; whoever reads them always answers, however long it takes. */
export function isAwaitingAnswer(draft: Draft): boolean {
  const wire = draft.wire
  return (draft.end?.bodySent === true && draft.answer === null) || (wire?.reading === true && wire.answer === null)
}

/**
 * The exchange as it stays, but for the wire's half that may be late. Who asked for finished exchanges is told of each once, so there it is first waited for
 * (`expire` tells).
 */
export function finish(state: Correlation, draft: Draft): readonly Exchange[] {
  const { agent, wire, start } = draft
  draft.finished = true
  agent.drafts.delete(start.request)
  if (draft.callEnd && state.wanted === 'changes') remember(agent, draft)
  wire?.tap.wires.delete(wire.start.request)
  if (agent.closed || wire?.tap.closed) forgetSources(state)
  if (wire || !hasTap(state)) return [exchangeOf(draft)]
  state.recent.set(draft, null)
  return state.wanted === 'changes' ? [exchangeOf(draft)] : []
}

const OVER_AT_MOST = 200
function remember({ over }: AgentSide, draft: Draft): void {
  over.set(draft.start.request, draft)
  if (over.size <= OVER_AT_MOST) return
  for (const oldest of over.keys()) return void over.delete(oldest)
}

/** The wire's half does not come any more. */
export function expire(state: Correlation, draft: Draft): readonly Exchange[] {
  state.recent.delete(draft)
  return state.wanted === 'finished' ? [exchangeOf(draft)] : []
}
