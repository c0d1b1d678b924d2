import type { Exchange } from '../../shared/exchange.ts'
import type { RequestEvent } from '../../shared/raw-events.ts'
import { type EpochMs, toEpochMs } from '../../shared/units.ts'
import type { AnswerReadEvent, Draft } from './draft.ts'
import { best, isSame, join } from './join.ts'
import { exchangeOf, finish, isAwaitingAnswer, settle } from './settle.ts'
import { type Correlation, type CorrelationEvent, LATE_MS, nextId } from './state.ts'
import { isWireOver } from './wire-exchange.ts'
import { closeWires, takeWire, tickWires } from './wires.ts'

export { type Correlation, type CorrelationEvent, newCorrelation } from './state.ts'

/**
 * Takes one event in and gives the exchanges that it changed (none, mostly one). Deterministic: the same events give the same exchanges.
 * Events of one request may come in any order after its start.
 */
export function correlate(state: Correlation, event: CorrelationEvent): readonly Exchange[] {
  switch (event.kind) {
    case 'stats':
      state.clock = event.clock
      return []
    case 'tick':
      return [...tick(state, event.now), ...tickWires(state, event.now)]
    case 'closed':
      return [
        ...[...state.drafts.values()].flatMap(draft => {
          draft.closedBy = event.why
          if (draft.wire) draft.wire.closedBy = event.why
          // Its bytes are here and still being read.
          return isAwaitingAnswer(draft) ? [] : [finish(state, draft)]
        }),
        ...closeWires(state, event.why),
      ]
    case 'tap-clock':
    case 'tap-request-start':
    case 'tap-response-head':
    case 'tap-end':
    case 'tap-not-understood':
    case 'wire-reading':
    case 'wire-read':
      return takeWire(state, event)
    case 'request-start':
      return begin(state, event)
    default: {
      const draft = state.drafts.get(event.request)
      if (!draft) {
        state.orphans += 1
        return []
      }
      return take(state, draft, event)
    }
  }
}

function begin(state: Correlation, event: Extract<RequestEvent, { kind: 'request-start' }>): readonly Exchange[] {
  if (state.drafts.has(event.request)) {
    state.duplicates += 1
    return []
  }
  const startedAt = toEpochMs(event.at, state.clock)
  const found = [...state.wires.values()].filter(
    one => one.draft === null && isSame(one, event, startedAt, state.offsets),
  )
  const wire = best(found, one => one.start.ordinal - event.ordinal)
  const draft: Draft = {
    id: wire?.id ?? nextId(state, startedAt),
    startedAt,
    start: event,
    callStart: null,
    callEnd: null,
    calls: 0,
    spans: [],
    end: null,
    described: null,
    answer: null,
    wire: null,
    finished: false,
    closedBy: null,
  }
  if (wire) join(wire, draft, state.offsets)
  state.drafts.set(event.request, draft)
  return [exchangeOf(state, draft)]
}

function take(
  state: Correlation,
  draft: Draft,
  event: Exclude<RequestEvent, { kind: 'request-start' }> | AnswerReadEvent,
): readonly Exchange[] {
  switch (event.kind) {
    case 'call-start':
      draft.callStart = event
      draft.callEnd = null
      draft.calls += 1
      break
    case 'call-end':
      if (draft.callEnd) state.duplicates += 1
      draft.callEnd = event
      break
    case 'span':
      // Many spans change nothing that is seen yet; the next event of the request shows them.
      draft.spans.push(event)
      return []
    case 'request-end':
      if (draft.end) state.duplicates += 1
      draft.end = event
      break
    case 'described':
      draft.described = event
      break
    case 'answer-read':
      draft.answer = event
      break
  }
  return [settle(state, draft)]
}

/** Requests that have ended, but of which something stays out, are closed as they are after a while. */
function tick(state: Correlation, now: EpochMs): readonly Exchange[] {
  const closed: Exchange[] = []
  for (const [request, draft] of state.drafts) {
    if (!draft.end || (draft.callStart && !draft.callEnd)) continue
    if (isAwaitingAnswer(draft) || (draft.wire && !isWireOver(draft.wire))) continue
    const since = state.overdue.get(request)
    if (since === undefined) state.overdue.set(request, now)
    else if (now - since > LATE_MS) closed.push(finish(state, draft))
  }
  return closed
}
