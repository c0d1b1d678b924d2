import type { Exchange, ExchangeServer } from '../../shared/exchange.ts'
import type { RequestEvent, RequestNumber, StatsEvent } from '../../shared/raw-events.ts'
import { type ClockReading, type EpochMs, toEpochMs } from '../../shared/units.ts'
import type { AnswerReadEvent, Draft } from './draft.ts'
import { toExchange } from './exchange.ts'
import { idFor } from './ids.ts'

/** What a correlation hears: the agent's events, what was read from bodies, the passing of time, the end of the connection. */
export type CorrelationEvent =
  | RequestEvent
  | StatsEvent
  | AnswerReadEvent
  /** `now` on our own wall clock; lets go of waiting for what will not come any more. */
  | { readonly kind: 'tick'; readonly now: EpochMs }
  /** Nothing more comes; `why` is shown on what was still running. */
  | { readonly kind: 'closed'; readonly why: string }

/** The requests of one server process. The state belongs to `correlate`, which changes it in place. */
export interface Correlation {
  readonly server: ExchangeServer
  readonly folder: string | null
  readonly seed: string
  clock: ClockReading
  sequence: number
  readonly drafts: Map<RequestNumber, Draft>
  /** When each ended request was first waited for, on our wall clock. */
  readonly overdue: Map<RequestNumber, EpochMs>
  /** Events that belong to no known request: it began before we watched, or its beginning was dropped. */
  orphans: number
  /** Events that said what was said already. */
  duplicates: number
}

/** How long after its end a request waits for the look at its live value, and for its bytes to be read. */
const LATE_MS = 2000

export function newCorrelation(
  server: ExchangeServer,
  folder: string | null,
  seed: string,
  clock: ClockReading,
): Correlation {
  return { server, folder, seed, clock, sequence: 0, drafts: new Map(), overdue: new Map(), orphans: 0, duplicates: 0 }
}

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
      return tick(state, event.now)
    case 'closed':
      return [...state.drafts.values()].flatMap(draft => {
        draft.closedBy = event.why
        // Its bytes are here and still being read.
        return isAwaitingAnswer(draft) ? [] : [finish(state, draft)]
      })
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
  state.sequence += 1
  const draft: Draft = {
    id: idFor(startedAt, state.seed, state.sequence),
    startedAt,
    start: event,
    callStart: null,
    callEnd: null,
    calls: 0,
    spans: [],
    end: null,
    described: null,
    answer: null,
    finished: false,
    closedBy: null,
  }
  state.drafts.set(event.request, draft)
  return [toExchange(draft, state.server, state.folder)]
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
  const done = isComplete(draft) || (draft.closedBy !== null && !isAwaitingAnswer(draft))
  return [done ? finish(state, draft) : toExchange(draft, state.server, state.folder)]
}

/** The answer is out, the call has ended, and all that was to come of both has come. */
function isComplete(draft: Draft): boolean {
  if (!draft.end || (draft.callStart && !draft.callEnd)) return false
  if (isAwaitingAnswer(draft)) return false
  return draft.callEnd?.result !== 'props' || draft.described !== null
}

/** The request has ended and its bytes are being read; whoever reads them always answers, however long it takes. */
function isAwaitingAnswer(draft: Draft): boolean {
  return draft.end?.bodySent === true && draft.answer === null
}

function finish(state: Correlation, draft: Draft): Exchange {
  draft.finished = true
  state.drafts.delete(draft.start.request)
  state.overdue.delete(draft.start.request)
  return toExchange(draft, state.server, state.folder)
}

/** Requests that have ended, but of which something stays out, are closed as they are after a while. */
function tick(state: Correlation, now: EpochMs): readonly Exchange[] {
  const closed: Exchange[] = []
  for (const [request, draft] of state.drafts) {
    if (!draft.end || (draft.callStart && !draft.callEnd)) continue
    if (isAwaitingAnswer(draft)) continue
    const since = state.overdue.get(request)
    if (since === undefined) state.overdue.set(request, now)
    else if (now - since > LATE_MS) closed.push(finish(state, draft))
  }
  return closed
}
