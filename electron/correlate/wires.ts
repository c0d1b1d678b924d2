import type { Exchange } from '../../shared/exchange.ts'
import type { TapEvent, TapRequestStartEvent } from '../../shared/raw-events.ts'
import { type EpochMs, toEpochMs } from '../../shared/units.ts'
import type { Draft, WireDraft, WireReadEvent, WireReadingEvent } from './draft.ts'
import { headPairs } from './headers.ts'
import { best, isSame, join } from './join.ts'
import { replayOf } from './replays.ts'
import { expire, settle, shown } from './settle.ts'
import {
  type Correlation,
  forgetSources,
  hasTap,
  LATE_MS,
  nextId,
  type SourceNumber,
  type TapSide,
  tapOf,
  VERY_LATE_MS,
  watchingAgent,
} from './state.ts'
import { isWireOver, toWireExchange } from './wire-exchange.ts'

/** A server that says 103 for ever must not grow us. */
const INFORMATIONAL_AT_MOST = 100

/** Takes in what a tap tells. The agent's half may have come before, may come after, or not at all. */
export function takeWire(
  state: Correlation,
  source: SourceNumber,
  event: TapEvent | WireReadingEvent | WireReadEvent,
): readonly Exchange[] {
  if (event.kind === 'tap-clock') {
    tapOf(state, source).clock = event.clock
    return []
  }
  if (event.kind === 'tap-request-start') return begin(state, tapOf(state, source), event)
  if (event.request === null) return []
  const wire = state.taps.get(source)?.wires.get(event.request)
  if (!wire) {
    // That bytes followed its answer may be known when it is told already.
    if (event.kind !== 'tap-not-understood') state.orphans += 1
    return []
  }
  switch (event.kind) {
    case 'tap-response-head':
      // An informational one is no answer yet; 101 is the last of its request.
      if (event.status < 200 && event.status !== 101) {
        if (wire.informational.length < INFORMATIONAL_AT_MOST) wire.informational.push(event.status)
        return []
      }
      wire.head = {
        kind: event.kind,
        request: event.request,
        at: event.at,
        status: event.status,
        head: event.head,
        headers: headPairs(event.head),
      }
      // Each exchange that is made costs what is forwarded at that moment; the end says all of it.
      return []
    case 'tap-end':
      if (wire.end) state.duplicates += 1
      wire.end = event
      if (wire.reading && wire.answer === null) return []
      break
    case 'tap-not-understood':
      wire.notUnderstood = event.reason
      break
    case 'wire-reading':
      wire.reading = true
      return []
    case 'wire-read':
      wire.answer = event
      break
  }
  return told(state, wire)
}

function begin(state: Correlation, tap: TapSide, event: TapRequestStartEvent): readonly Exchange[] {
  if (tap.wires.has(event.request)) {
    state.duplicates += 1
    return []
  }
  const startedAt = toEpochMs(event.at, tap.clock ?? state.clock)
  const half = { tap, start: event, startedAt, end: null }
  const found: Draft[] = []
  const look = (drafts: Iterable<Draft>) => {
    for (const draft of drafts) if (draft.wire === null && isSame(half, draft)) found.push(draft)
  }
  for (const agent of state.agents.values()) look(agent.drafts.values())
  look(state.recent.keys())
  const inside = best(found, one => [half, one])
  // Written out: one is made for each request, and in Node 20 what is spread and then added to costs some µs.
  const wire: WireDraft = {
    tap,
    start: event,
    startedAt,
    end: null,
    id: inside?.id ?? nextId(state, startedAt),
    server: watchingAgent(state)?.server ?? state.server,
    headers: headPairs(event.head),
    head: null,
    informational: [],
    reading: false,
    answer: null,
    notUnderstood: null,
    draft: null,
    closedBy: null,
    replay: replayOf(state.replays, 'tap', event.clientPort, event.ordinal, startedAt),
  }
  tap.wires.set(event.request, wire)
  if (inside) reopen(state, inside, wire)
  return told(state, wire)
}

/** Where the agent's half was over already, it is not any more. */
function reopen(state: Correlation, inside: Draft, wire: WireDraft): void {
  join(wire, inside)
  if (!state.recent.delete(inside)) return
  inside.finished = false
  inside.agent.drafts.set(inside.start.request, inside)
  // Its agent may have been forgotten meanwhile.
  state.agents.set(inside.agent.source, inside.agent)
}

function told(state: Correlation, wire: WireDraft): readonly Exchange[] {
  if (wire.draft) return wire.draft.finished ? shown(state, wire.draft) : settle(state, wire.draft)
  // No agent saw what had to be answered here, and none looks on where there is none.
  const alone = wire.end?.answeredBy === 'tap' || wire.start.localPort === null || !watchingAgent(state)
  if (isWireOver(wire) && (alone || wire.closedBy !== null)) return [finish(state, wire)]
  return state.wanted === 'changes' ? [{ ...toWireExchange(wire, wire.server), state: 'running' }] : []
}

function finish(state: Correlation, wire: WireDraft): Exchange {
  wire.tap.wires.delete(wire.start.request)
  if (wire.tap.closed) forgetSources(state)
  return toWireExchange(wire, wire.server)
}

/** Nobody watches inside any more: what waited for that half stays alone. Where another agent watches, it goes on waiting for a while. */
export function wiresWithoutAgent(state: Correlation): readonly Exchange[] {
  if (watchingAgent(state)) return []
  return everyWire(state).flatMap(wire => (wire.draft === null && isWireOver(wire) ? [finish(state, wire)] : []))
}

/** The tap is gone. It says of every request how it ended; where it could not, what runs is closed. */
export function closeTap(state: Correlation, source: SourceNumber, why: string): readonly Exchange[] {
  const tap = state.taps.get(source)
  if (!tap) return []
  tap.closed = true
  const changed = [...tap.wires.values()].flatMap(wire => cut(state, wire, why))
  forgetSources(state)
  // All that it had to tell has come before this.
  const alone = hasTap(state) ? [] : [...state.recent.keys()].flatMap(draft => expire(state, draft))
  return [...changed, ...alone]
}

/** Nothing more is heard of what goes through any tap now. */
export function cutWires(state: Correlation, why: string): readonly Exchange[] {
  return everyWire(state).flatMap(wire => cut(state, wire, why))
}

/** What is over already may still find its other half. */
function cut(state: Correlation, wire: WireDraft, why: string): readonly Exchange[] {
  if (wire.end !== null) return []
  wire.closedBy ??= why
  return told(state, wire)
}

/** What waited for an agent's half that does not come is shown as the wire's alone. */
export function tickWires(state: Correlation, now: EpochMs): readonly Exchange[] {
  const inside = [...state.recent].flatMap(([draft, since]) => {
    if (since !== null) return now - since > LATE_MS ? expire(state, draft) : []
    state.recent.set(draft, now)
    return []
  })
  for (const [wire, since] of state.missed) if (now - since > VERY_LATE_MS) state.missed.delete(wire)
  // What is told but once is told when it is certain.
  const patience = state.wanted === 'finished' ? VERY_LATE_MS : LATE_MS
  const outside = everyWire(state).flatMap(wire => {
    if (wire.draft !== null || !isWireOver(wire) || wire.end === null) return []
    if (now - (wire.startedAt + (wire.end.at - wire.start.at)) <= patience) return []
    state.missed.set(wire, now)
    return [finish(state, wire)]
  })
  return [...inside, ...outside]
}

/** Requests that only a tap has seen so far, of which an agent may tell yet. */
export function wiresAlone(state: Correlation): WireDraft[] {
  return [...everyWire(state).filter(wire => wire.draft === null), ...state.missed.keys()]
}

/** Where it was shown as the wire's alone already, it is not over any more. */
export function reopenWire(state: Correlation, wire: WireDraft): void {
  if (!state.missed.delete(wire)) return
  const { tap, start } = wire
  tap.wires.set(start.request, wire)
  state.taps.set(tap.source, tap)
}

const everyWire = (state: Correlation) => [...state.taps.values()].flatMap(tap => [...tap.wires.values()])
