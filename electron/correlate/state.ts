import type { ExchangeServer } from '../../shared/exchange.ts'
import type { RequestEvent, RequestNumber, StatsEvent, TapEvent } from '../../shared/raw-events.ts'
import type { ClockReading, EpochMs, ExchangeId } from '../../shared/units.ts'
import { newContext, type SessionContext } from './context.ts'
import type { AnswerReadEvent, Draft, WireDraft, WireReadEvent, WireReadingEvent } from './draft.ts'
import { idFor } from './ids.ts'
import type { HandedOn, Offsets } from './join.ts'
import type { ReplayOverEvent, ReplaySentEvent, Replays } from './replays.ts'

/** Of an agent's link or of a tap within its session; never used again. Requests are numbered anew with each. */
export type SourceNumber = number

/** An agent said hello; its events follow. */
export interface AgentOpenedEvent {
  readonly kind: 'agent-opened'
  readonly server: ExchangeServer
  readonly folder: string | null
  readonly clock: ClockReading
  /** Its process is not of this machine as we see it: what goes there may be handed on, by another connection than ours. */
  readonly far?: boolean
}

/** What a correlation hears: the agents' events, the tap's, what was read from bodies, the passing of time, the end of a source. */
export type CorrelationEvent =
  | AgentOpenedEvent
  | RequestEvent
  | StatsEvent
  | AnswerReadEvent
  | TapEvent
  | WireReadingEvent
  | WireReadEvent
  | ReplaySentEvent
  | ReplayOverEvent
  /** `now` on our own wall clock; lets go of waiting for what will not come any more. */
  | { readonly kind: 'tick'; readonly now: EpochMs }
  /** Nothing more comes of this agent, or of this tap; `why` is shown on what was still running. The other half of a request may go on. */
  | { readonly kind: 'agent-closed'; readonly why: string }
  | { readonly kind: 'tap-closed'; readonly why: string }
  /** Nothing more is heard of what runs now, from any source, though the sources stay. */
  | { readonly kind: 'cut'; readonly why: string }

/** One agent, from its hello until its last request is over: the requests of one server process. */
export interface AgentSide {
  readonly source: SourceNumber
  readonly server: ExchangeServer
  readonly folder: string | null
  /** As `AgentOpenedEvent`'s. */
  readonly far: boolean
  /** Of the server's process. */
  clock: ClockReading
  readonly drafts: Map<RequestNumber, Draft>
  /** The last calls that are over, oldest first: something of them may go on all the same. */
  readonly over: Map<RequestNumber, Draft>
  /** Its link is gone. */
  closed: boolean
}

/** One tap, from its first event until its last request is over. */
export interface TapSide {
  readonly source: SourceNumber
  /** Of our own process. */
  clock: ClockReading | null
  /** Requests that came through it and are not over. */
  readonly wires: Map<RequestNumber, WireDraft>
  readonly offsets: Offsets
  readonly handedOn: HandedOn
  closed: boolean
}

/** The requests of one server, whoever sees them: agents come and go with its processes, a tap may be there all along or now and then. The state belongs to `correlate`, which changes it in place. */
export interface Correlation {
  /** As far as it is known without an agent. */
  readonly server: ExchangeServer
  readonly seed: string
  /** Of our own process, for taps that have not told theirs. */
  readonly clock: ClockReading
  /** `finished`: exchanges that still run are not made, since nobody looks at them. */
  readonly wanted: 'changes' | 'finished'
  /** Those whose link is there, and those of which a request is still open. */
  readonly agents: Map<SourceNumber, AgentSide>
  readonly taps: Map<SourceNumber, TapSide>
  readonly context: SessionContext
  /** Requests that are over for the agent, while their wire's half may still be on its way; only where there is a tap. */
  readonly recent: Map<Draft, EpochMs | null>
  /** Requests that were shown as the wire's alone, and since when; an agent whose process was held up for long may still tell of them. */
  readonly missed: Map<WireDraft, EpochMs>
  /** Requests of our own, sent and not told of yet. */
  readonly replays: Replays
  sequence: number
  /** Events that belong to no known request: it began before we watched, or its beginning was dropped. */
  orphans: number
  /** Events that said what was said already. */
  duplicates: number
}

/** How long after its end a request waits for the look at its live value, and for its bytes to be read. */
export const LATE_MS = 2000
/** How long an agent may keep silent about a request that went over the wire: its thread is somebody else's, who may hold it up with work. */
export const VERY_LATE_MS = 30_000

/** The source of a correlation that has but one agent, or one tap. */
export const FIRST_SOURCE: SourceNumber = 1

/** `hasAgent`: one is there from the start, with `server`, `folder` and `clock`, as `FIRST_SOURCE`; else an `agent-opened` says so. */
export function newCorrelation(
  server: ExchangeServer,
  folder: string | null,
  seed: string,
  clock: ClockReading,
  hasAgent = true,
  wanted: Correlation['wanted'] = 'changes',
): Correlation {
  const state: Correlation = {
    server,
    seed,
    clock,
    wanted,
    agents: new Map(),
    taps: new Map(),
    context: newContext(),
    recent: new Map(),
    missed: new Map(),
    replays: new Map(),
    sequence: 0,
    orphans: 0,
    duplicates: 0,
  }
  if (hasAgent) openAgent(state, FIRST_SOURCE, { kind: 'agent-opened', server, folder, clock })
  return state
}

export function openAgent(state: Correlation, source: SourceNumber, event: AgentOpenedEvent): void {
  const { server, folder, clock, far = false } = event
  state.agents.set(source, { source, server, folder, far, clock, drafts: new Map(), over: new Map(), closed: false })
}

/** The tap, which need not announce itself. */
export function tapOf(state: Correlation, source: SourceNumber): TapSide {
  const known = state.taps.get(source)
  if (known) return known
  const tap: TapSide = { source, clock: null, wires: new Map(), offsets: new Map(), handedOn: new Map(), closed: false }
  state.taps.set(source, tap)
  return tap
}

/** The agent that watches now, the newest of them; null where none does, and nothing that comes over the wire waits for its half. */
export function watchingAgent(state: Correlation): AgentSide | null {
  let found: AgentSide | null = null
  for (const agent of state.agents.values()) if (!agent.closed) found = agent
  return found
}

export function hasTap(state: Correlation): boolean {
  for (const tap of state.taps.values()) if (!tap.closed) return true
  return false
}

/** Forgets sources that are gone and of which nothing is open. */
export function forgetSources(state: Correlation): void {
  for (const [source, agent] of state.agents) if (agent.closed && agent.drafts.size === 0) state.agents.delete(source)
  for (const [source, tap] of state.taps) if (tap.closed && tap.wires.size === 0) state.taps.delete(source)
}

/** Requests that are not over, as each side sees them. */
export function openRequests(state: Correlation): { readonly drafts: number; readonly wires: number } {
  let drafts = 0
  let wires = 0
  for (const agent of state.agents.values()) drafts += agent.drafts.size
  for (const tap of state.taps.values()) wires += tap.wires.size
  return { drafts, wires }
}

/** No source is there and nothing waits: time may pass unnoticed. */
export function isIdle(state: Correlation): boolean {
  return state.agents.size === 0 && state.taps.size === 0 && state.recent.size === 0 && state.missed.size === 0
}

export function nextId(state: Correlation, startedAt: EpochMs): ExchangeId {
  state.sequence += 1
  return idFor(startedAt, state.seed, state.sequence)
}
