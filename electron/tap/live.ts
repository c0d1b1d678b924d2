import type { RequestNumber, TapEndEvent, TapMessageBytes } from '../../shared/raw-events.ts'
import type { MonotonicMs } from '../../shared/units.ts'
import type { MessageEnd } from './http1/parser.ts'

/** One request that is on its way through the tap; no bytes of it are held. */
export interface Live {
  readonly number: RequestNumber
  readonly method: string | null
  readonly headBytes: number
  /** When its head was whole. */
  readonly headAt: MonotonicMs
  /** Its message's end; null until then. */
  sent: MessageEnd | null
  sentAt: MonotonicMs | null
  /** The head of the answer that counts. */
  answer: { readonly firstByteAt: MonotonicMs; readonly head: number } | null
  received: MessageEnd | null
  receivedAt: MonotonicMs | null
  upgraded: boolean
  answeredBy: 'server' | 'tap'
  readonly dropped: { request: number; response: number }
}

export function newLive(number: RequestNumber, method: string | null, headBytes: number, headAt: MonotonicMs): Live {
  return {
    number,
    method,
    headBytes,
    headAt,
    sent: null,
    sentAt: null,
    answer: null,
    received: null,
    receivedAt: null,
    upgraded: false,
    answeredBy: 'server',
    dropped: { request: 0, response: 0 },
  }
}

/** The event that says a request is over, as far as it came. */
export function endOf(live: Live, abortedBy: 'client' | 'server' | null, now: MonotonicMs): TapEndEvent {
  const { answer, dropped } = live
  return {
    kind: 'tap-end',
    request: live.number,
    at: live.receivedAt ?? now,
    sent: bytesOf(live.headBytes, live.sent, dropped.request),
    received: answer && bytesOf(answer.head, live.received, dropped.response),
    firstByteAt: answer?.firstByteAt ?? null,
    sentAt: live.sentAt,
    abortedBy,
    answeredBy: live.answeredBy,
    upgraded: live.upgraded,
  }
}

function bytesOf(head: number, end: MessageEnd | null, dropped: number): TapMessageBytes {
  return { head, body: end?.body ?? 0, framed: end?.framed ?? 0, trailers: end?.trailers ?? null, dropped }
}
