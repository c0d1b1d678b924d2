import type { Exchange } from '../../shared/exchange.ts'
import type { TapEvent, TapRequestStartEvent } from '../../shared/raw-events.ts'
import { type EpochMs, toEpochMs } from '../../shared/units.ts'
import type { Draft, WireDraft, WireReadEvent, WireReadingEvent } from './draft.ts'
import { headPairs } from './headers.ts'
import { best, isSame, join } from './join.ts'
import { exchangeOf, settle } from './settle.ts'
import { type Correlation, LATE_MS, nextId } from './state.ts'
import { isWireOver, toWireExchange } from './wire-exchange.ts'

/** Takes in what the tap tells. The agent's half may have come before, may come after, or not at all. */
export function takeWire(state: Correlation, event: TapEvent | WireReadingEvent | WireReadEvent): readonly Exchange[] {
  if (event.kind === 'tap-clock') {
    state.tapClock = event.clock
    return []
  }
  if (event.kind === 'tap-request-start') return begin(state, event)
  if (event.request === null) return []
  const wire = state.wires.get(event.request)
  if (!wire) {
    state.orphans += 1
    return []
  }
  switch (event.kind) {
    case 'tap-response-head':
      // An informational one is no answer yet; 101 is the last of its request.
      if (event.status < 200 && event.status !== 101) return []
      wire.head = { ...event, headers: headPairs(event.head) }
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
  return [told(state, wire)]
}

function begin(state: Correlation, event: TapRequestStartEvent): readonly Exchange[] {
  if (state.wires.has(event.request)) {
    state.duplicates += 1
    return []
  }
  const startedAt = toEpochMs(event.at, state.tapClock ?? state.clock)
  const half = { start: event, startedAt, end: null }
  const found: Draft[] = []
  for (const drafts of [state.drafts.values(), state.recent.keys()]) {
    for (const one of drafts) {
      if (one.wire === null && isSame(half, one.start, one.startedAt, state.offsets)) found.push(one)
    }
  }
  const inside = best(found, one => event.ordinal - one.start.ordinal)
  const wire: WireDraft = {
    ...half,
    id: inside?.id ?? nextId(state, startedAt),
    headers: headPairs(event.head),
    head: null,
    reading: false,
    answer: null,
    notUnderstood: null,
    draft: null,
    closedBy: null,
  }
  state.wires.set(event.request, wire)
  if (inside) reopen(state, inside, wire)
  return [told(state, wire)]
}

/** Where the agent's half was over already, it is not any more. */
function reopen(state: Correlation, inside: Draft, wire: WireDraft): void {
  join(wire, inside, state.offsets)
  if (!state.recent.delete(inside)) return
  inside.finished = false
  state.drafts.set(inside.start.request, inside)
}

function told(state: Correlation, wire: WireDraft): Exchange {
  if (wire.draft) return wire.draft.finished ? exchangeOf(state, wire.draft) : settle(state, wire.draft)
  // No agent saw what had to be answered here, and none looks on where there is none.
  const alone = !state.hasAgent || wire.end?.answeredBy === 'tap' || wire.start.localPort === null
  return isWireOver(wire) && alone ? finish(state, wire) : { ...toWireExchange(wire, state.server), state: 'running' }
}

function finish(state: Correlation, wire: WireDraft): Exchange {
  state.wires.delete(wire.start.request)
  return toWireExchange(wire, state.server)
}

/** The agent's connection is gone, and nothing comes to be joined any more. */
export function closeWires(state: Correlation, why: string): readonly Exchange[] {
  return [...state.wires.values()].flatMap(wire => {
    if (wire.draft !== null) return []
    wire.closedBy = why
    return isWireOver(wire) ? [finish(state, wire)] : []
  })
}

/** What waited for an agent's half that does not come is shown as the wire's alone. */
export function tickWires(state: Correlation, now: EpochMs): readonly Exchange[] {
  for (const [draft, since] of state.recent) {
    if (since === null) state.recent.set(draft, now)
    else if (now - since > LATE_MS) state.recent.delete(draft)
  }
  const closed: Exchange[] = []
  for (const wire of state.wires.values()) {
    if (wire.draft !== null || !isWireOver(wire) || wire.end === null) continue
    if (now - (wire.startedAt + (wire.end.at - wire.start.at)) > LATE_MS) closed.push(finish(state, wire))
  }
  return closed
}
