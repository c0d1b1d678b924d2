import type { ExchangeServer } from '../../shared/exchange.ts'
import type { RequestEvent, RequestNumber, StatsEvent, TapEvent } from '../../shared/raw-events.ts'
import type { ClockReading, EpochMs, ExchangeId } from '../../shared/units.ts'
import type { AnswerReadEvent, Draft, WireDraft, WireReadEvent, WireReadingEvent } from './draft.ts'
import { idFor } from './ids.ts'
import type { Offsets } from './join.ts'

/** What a correlation hears: the agent's events, the tap's, what was read from bodies, the passing of time, the end of the connection. */
export type CorrelationEvent =
  | RequestEvent
  | StatsEvent
  | AnswerReadEvent
  | TapEvent
  | WireReadingEvent
  | WireReadEvent
  /** `now` on our own wall clock; lets go of waiting for what will not come any more. */
  | { readonly kind: 'tick'; readonly now: EpochMs }
  /** Nothing more comes; `why` is shown on what was still running. */
  | { readonly kind: 'closed'; readonly why: string }

/** The requests of one server process. The state belongs to `correlate`, which changes it in place. */
export interface Correlation {
  readonly server: ExchangeServer
  readonly folder: string | null
  readonly seed: string
  /** Of the server's process. */
  clock: ClockReading
  /** An agent watches too: what came over the wire waits for its half. */
  readonly hasAgent: boolean
  /** Of our own process, which the tap's times are by; null where there is no tap. */
  tapClock: ClockReading | null
  /** Requests that came through the tap and are not over, by the tap's numbers. */
  readonly wires: Map<RequestNumber, WireDraft>
  readonly offsets: Offsets
  /** Requests that are over for the agent, while their wire's half may still be on its way; only where there is a tap. */
  readonly recent: Map<Draft, EpochMs | null>
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
export const LATE_MS = 2000

export function newCorrelation(
  server: ExchangeServer,
  folder: string | null,
  seed: string,
  clock: ClockReading,
  hasAgent = true,
): Correlation {
  return {
    server,
    folder,
    seed,
    clock,
    hasAgent,
    tapClock: null,
    wires: new Map(),
    offsets: new Map(),
    recent: new Map(),
    sequence: 0,
    drafts: new Map(),
    overdue: new Map(),
    orphans: 0,
    duplicates: 0,
  }
}

export function nextId(state: Correlation, startedAt: EpochMs): ExchangeId {
  state.sequence += 1
  return idFor(startedAt, state.seed, state.sequence)
}
