import type { ExchangeServer, Ledger, Props } from '../../shared/exchange.ts'
import type {
  CallEndEvent,
  CallStartEvent,
  DescribedEvent,
  LateUseEvent,
  RequestBodyEvent,
  RequestEndEvent,
  RequestNumber,
  RequestStartEvent,
  SpanEvent,
  TapEndEvent,
  TapRequestStartEvent,
  TapResponseHeadEvent,
  UpstreamEndEvent,
  UpstreamStartEvent,
} from '../../shared/raw-events.ts'
import type { EpochMs, ExchangeId } from '../../shared/units.ts'
import type { NextNote } from '../analysis/answer.ts'
import type { PropsMarks } from '../analysis/props-marks.ts'
import type { ReplayMark } from './replays.ts'
import type { AgentSide, TapSide } from './state.ts'

/** What was read out of an answer's bytes (analysis/answer.ts), told to the correlation as an event of its own. */
export interface AnswerReadEvent {
  readonly kind: 'answer-read'
  readonly request: RequestNumber
  /** Decoded size; null where it could not be decoded. */
  readonly bodyBytes: number | null
  readonly props: Pick<Props, 'bytes' | 'keys' | 'truncated'> | null
  readonly nextError: { readonly name: string | null; readonly message: string; readonly stack: string | null } | null
  /** What tells its props from others, and what among them looks like a secret; null where it holds none. */
  readonly marks: PropsMarks | null
  /** What the answer says of Next, and where its bytes are. */
  readonly next: NextNote | null
  readonly ledger: Ledger | null
  /** What could not be read, in a sentence; null where all was. */
  readonly gap: string | null
}

/** The tap handed over bytes of this answer and they are being read; a `wire-read` follows. */
export interface WireReadingEvent {
  readonly kind: 'wire-reading'
  readonly request: RequestNumber
}
/** What was read out of the bytes that the tap saw. `request` is the tap's number. */
export interface WireReadEvent extends Omit<AnswerReadEvent, 'kind'> {
  readonly kind: 'wire-read'
}

/** The wire's half of a request. Owned by the correlation. */
export interface WireDraft {
  readonly id: ExchangeId
  readonly tap: TapSide
  /** As it was known when the request came. */
  readonly server: ExchangeServer
  /** When its first byte came. */
  readonly startedAt: EpochMs
  readonly start: TapRequestStartEvent
  /** As sent. */
  readonly headers: readonly [string, string][]
  /** Of the answer that counts, with its headers as sent. */
  head: (TapResponseHeadEvent & { readonly headers: readonly [string, string][] }) | null
  /** Status codes of the informational answers before it. */
  readonly informational: number[]
  end: TapEndEvent | null
  reading: boolean
  answer: WireReadEvent | null
  notUnderstood: string | null
  /** The agent's half, where it was found. */
  draft: Draft | null
  closedBy: string | null
  /** It is a request of our own. */
  readonly replay: ReplayMark | null
}

/** An upstream call so far. */
export interface UpstreamDraft {
  readonly start: UpstreamStartEvent
  end: UpstreamEndEvent | null
  stack: string | null
  /** The exchange that it caused. */
  exchange: ExchangeId | null
}

/** All that is known of one request so far. Owned by the correlation. */
export interface Draft {
  readonly id: ExchangeId
  /** Who saw it. */
  readonly agent: AgentSide
  readonly startedAt: EpochMs
  readonly start: RequestStartEvent
  callStart: CallStartEvent | null
  callEnd: CallEndEvent | null
  /** How often a call began; Next runs one for each request. */
  calls: number
  spans: SpanEvent[]
  end: RequestEndEvent | null
  described: DescribedEvent | null
  lateUse: LateUseEvent | null
  /** What its call asked others for, by number. */
  readonly upstream: Map<number, UpstreamDraft>
  /** The exchange whose call sent it. */
  causedBy: ExchangeId | null
  answer: AnswerReadEvent | null
  /** The wire's half, where the request came through the tap. */
  wire: WireDraft | null
  finished: boolean
  /** Why an exchange was closed before everything of it was seen. */
  closedBy: string | null
  /** When it was first waited for after its end, on our wall clock. */
  overdueSince: EpochMs | null
  /** The body that came with it, where one did. */
  body: RequestBodyEvent | null
  /** It is a request of our own, sent to the server itself. */
  readonly replay: ReplayMark | null
}
