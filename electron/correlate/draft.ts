import type { Props } from '../../shared/exchange.ts'
import type {
  CallEndEvent,
  CallStartEvent,
  DescribedEvent,
  RequestEndEvent,
  RequestNumber,
  RequestStartEvent,
  SpanEvent,
} from '../../shared/raw-events.ts'
import type { EpochMs, ExchangeId } from '../../shared/units.ts'

/** What was read out of an answer's bytes (analysis/answer.ts), told to the correlation as an event of its own. */
export interface AnswerReadEvent {
  readonly kind: 'answer-read'
  readonly request: RequestNumber
  /** Decoded size; null where it could not be decoded. */
  readonly bodyBytes: number | null
  readonly props: Pick<Props, 'bytes' | 'keys' | 'truncated'> | null
  readonly nextError: { readonly name: string | null; readonly message: string; readonly stack: string | null } | null
  /** What could not be read, in a sentence; null where all was. */
  readonly gap: string | null
}

/** All that is known of one request so far. Owned by the correlation. */
export interface Draft {
  readonly id: ExchangeId
  readonly startedAt: EpochMs
  readonly start: RequestStartEvent
  callStart: CallStartEvent | null
  callEnd: CallEndEvent | null
  /** How often a call began; Next runs one for each request. */
  calls: number
  spans: SpanEvent[]
  end: RequestEndEvent | null
  described: DescribedEvent | null
  answer: AnswerReadEvent | null
  finished: boolean
  /** Why an exchange was closed before everything of it was seen. */
  closedBy: string | null
}
