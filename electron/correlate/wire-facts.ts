import type { Kind, Ledger, Wire } from '../../shared/exchange.ts'
import type { TapMessageBytes } from '../../shared/raw-events.ts'
import type { AnswerReadEvent, WireDraft } from './draft.ts'
import { headerValue } from './headers.ts'

/** What went over the wire at the tap; null until it says how the request ended, since before that nothing is counted. */
export function wireOf(wire: WireDraft): Wire | null {
  const { start, head, end, informational } = wire
  if (!end) return null
  return {
    connection: start.connection,
    ordinal: start.ordinal,
    protocol: protocolOf(start.head),
    encrypted: start.encrypted,
    sent: sizesOf(end.sent),
    received: end.received && sizesOf(end.received),
    encoding: head && headerValue(head.headers, 'content-encoding'),
    requestSentMs: end.sentAt === null ? null : end.sentAt - start.at,
    informational: [...informational],
    trailers: end.received?.trailers ?? null,
    abortedBy: end.abortedBy,
    answeredBy: end.answeredBy,
    upgraded: end.upgraded,
  }
}

/** Where the bytes of an answer are; null of a page that Next put in the place of the one that was asked for, whose props are nobody's. */
export function ledgerOf(
  answer: Pick<AnswerReadEvent, 'ledger' | 'next'> | null,
  kind: Kind,
  page: string | null,
): Ledger | null {
  const isData = (kind === 'data' || kind === 'prefetch') && answer?.next?.page == null
  return page !== null || isData ? (answer?.ledger ?? null) : null
}

const sizesOf = ({ head, body, framed }: TapMessageBytes) => ({ head, body, framed })

function protocolOf(head: string): string | null {
  const end = head.indexOf('\n')
  const line = end < 0 ? head : head.slice(0, end)
  return / (HTTP\/\d(?:\.\d)?)\s*$/.exec(line)?.[1] ?? null
}
