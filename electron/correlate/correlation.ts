import type { Exchange } from '../../shared/exchange.ts'
import type { RequestEvent } from '../../shared/raw-events.ts'
import { type EpochMs, toEpochMs } from '../../shared/units.ts'
import { inContext, learn } from './context.ts'
import type { AnswerReadEvent, Draft } from './draft.ts'
import { best, isSame, join } from './join.ts'
import { replayOf, takeReplay } from './replays.ts'
import { finish, isAwaitingAnswer, settle, shown } from './settle.ts'
import {
  type AgentSide,
  type Correlation,
  type CorrelationEvent,
  FIRST_SOURCE,
  forgetSources,
  LATE_MS,
  nextId,
  openAgent,
  type SourceNumber,
} from './state.ts'
import { takeUpstream } from './upstream.ts'
import { isWireOver } from './wire-exchange.ts'
import { closeTap, cutWires, reopenWire, takeWire, tickWires, wiresAlone, wiresWithoutAgent } from './wires.ts'

export { type Correlation, type CorrelationEvent, newCorrelation, type SourceNumber } from './state.ts'

/**
 * Takes one event in and gives the exchanges that it changed (none, mostly one). Deterministic: the same events give the same exchanges.
 * Events of one request may come in any order after its start. `source`: of the agent or the tap that it is from; of a `tick` and a `cut` it says nothing.
 */
export function correlate(
  state: Correlation,
  event: CorrelationEvent,
  source: SourceNumber = FIRST_SOURCE,
): readonly Exchange[] {
  learn(state.context, event)
  const changed = change(state, event, source)
  return changed.length === 0 ? changed : changed.map(exchange => inContext(state.context, exchange))
}

function change(state: Correlation, event: CorrelationEvent, source: SourceNumber): readonly Exchange[] {
  switch (event.kind) {
    case 'tick':
      return [...tick(state, event.now), ...tickWires(state, event.now)]
    case 'cut': {
      const cut = [...state.agents.values()].flatMap(agent => close(state, agent, event.why))
      return [...cut, ...cutWires(state, event.why)]
    }
    case 'tap-closed':
      return closeTap(state, source, event.why)
    case 'tap-clock':
    case 'tap-request-start':
    case 'tap-response-head':
    case 'tap-end':
    case 'tap-not-understood':
    case 'wire-reading':
    case 'wire-read':
      return takeWire(state, source, event)
    case 'replay-sent':
    case 'replay-over':
      takeReplay(state.replays, event)
      return []
    case 'agent-opened':
      openAgent(state, source, event)
      return []
    default: {
      const agent = state.agents.get(source)
      if (agent) return hear(state, agent, event)
      state.orphans += 1
      return []
    }
  }
}

type AgentSideEvent = Extract<CorrelationEvent, RequestEvent | AnswerReadEvent | { kind: 'stats' | 'agent-closed' }>

function hear(state: Correlation, agent: AgentSide, event: AgentSideEvent): readonly Exchange[] {
  switch (event.kind) {
    case 'stats':
      agent.clock = event.clock
      return []
    case 'agent-closed': {
      agent.closed = true
      const changed = close(state, agent, event.why)
      forgetSources(state)
      return [...changed, ...wiresWithoutAgent(state)]
    }
    case 'request-start':
      return begin(state, agent, event)
    default: {
      const draft =
        agent.drafts.get(event.request) ?? (event.kind === 'late-use' ? agent.over.get(event.request) : undefined)
      if (draft && event.kind === 'caused') return caused(state, draft, agent.drafts.get(event.by), event.call)
      if (draft) return take(state, draft, event)
      state.orphans += 1
      return []
    }
  }
}

/** Nothing more of what it saw is heard. Bytes that are here are still being read, and what runs over the wire may go on there. */
function close(state: Correlation, agent: AgentSide, why: string): readonly Exchange[] {
  return [...agent.drafts.values()].flatMap(draft => {
    draft.closedBy ??= why
    return isAwaitingAnswer(draft) ? [] : settle(state, draft)
  })
}

function begin(
  state: Correlation,
  agent: AgentSide,
  event: Extract<RequestEvent, { kind: 'request-start' }>,
): readonly Exchange[] {
  if (agent.drafts.has(event.request)) {
    state.duplicates += 1
    return []
  }
  const startedAt = toEpochMs(event.at, agent.clock)
  const half = { start: event, startedAt, agent }
  const found = wiresAlone(state).filter(wire => isSame(wire, half))
  const wire = best(found, one => [one, half])
  // Written out: one is made for each request, and in Node 20 what is spread and then added to goes through the runtime (20 µs of a request's 80).
  const draft: Draft = {
    start: event,
    startedAt,
    agent,
    id: wire?.id ?? nextId(state, startedAt),
    callStart: null,
    callEnd: null,
    calls: 0,
    spans: [],
    end: null,
    described: null,
    lateUse: null,
    upstream: new Map(),
    causedBy: null,
    answer: null,
    wire: null,
    finished: false,
    closedBy: null,
    overdueSince: null,
    body: null,
    replay: replayOf(state.replays, 'server', event.remotePort, event.ordinal, startedAt),
  }
  if (wire) {
    join(wire, draft)
    reopenWire(state, wire)
  }
  agent.drafts.set(event.request, draft)
  return shown(state, draft)
}

/** A call's own request has reached this server: each of both exchanges names the other. */
function caused(state: Correlation, draft: Draft, by: Draft | undefined, call: number): readonly Exchange[] {
  if (!by) return []
  draft.causedBy = by.id
  const upstream = by.upstream.get(call)
  if (upstream) upstream.exchange = draft.id
  return [...shown(state, by), ...shown(state, draft)]
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
    case 'request-body':
      draft.body = event
      // The end of the request follows at once.
      return []
    case 'described':
      draft.described = event
      break
    case 'late-use':
      draft.lateUse = event
      return shown(state, draft)
    case 'caused':
      return []
    case 'upstream-start':
    case 'upstream-end':
    case 'upstream-caller':
      return takeUpstream(draft, event) ? shown(state, draft) : []
    case 'answer-read':
      draft.answer = event
      break
  }
  return settle(state, draft)
}

/** Requests that have ended, but of which something stays out, are closed as they are after a while. */
function tick(state: Correlation, now: EpochMs): readonly Exchange[] {
  const closed: Exchange[] = []
  for (const agent of state.agents.values()) {
    for (const draft of agent.drafts.values()) {
      if (!draft.end || (draft.callStart && !draft.callEnd)) continue
      if (isAwaitingAnswer(draft) || (draft.wire && !isWireOver(draft.wire))) continue
      // Somebody may have set the clock back.
      if (draft.overdueSince === null || now < draft.overdueSince) draft.overdueSince = now
      else if (now - draft.overdueSince > LATE_MS) closed.push(...finish(state, draft))
    }
  }
  return closed
}
