import type { Exchange } from '../../shared/exchange.ts'
import type { Expectation } from '../targets/cases/expectation.ts'
import { type Asked, truthOf, viewOf } from './case-truth.ts'
import type { RawExchange } from './raw-client.ts'

type View = Record<string, unknown>

/** What `viewOfBoth` must give for a request sent through the tap on a connection of its own, to a server that is attached. */
export function truthOfBoth(expectation: Expectation, seen: RawExchange, server: Asked): View {
  return {
    ...truthOf(expectation, seen, server),
    source: 'both',
    // The tap has the bytes of every answer, also of those that the agent only counts.
    bodyBytes: seen.body.byteLength,
    wireBytes: seen.wireBody.byteLength,
    hasLedger: holdsProps(expectation, server),
    wire: {
      ordinal: 0,
      protocol: 'HTTP/1.1',
      encrypted: false,
      sentBody: Number(headerOf(seen.requestHeaders, 'content-length') ?? 0),
      receivedBody: seen.wireBody.byteLength,
      encoding: headerOf(seen.headers, 'content-encoding'),
      informational: [],
      trailers: null,
      abortedBy: null,
      answeredBy: 'server',
      upgraded: false,
    },
  }
}

/** Also of a page without a call; an error page's own props are nobody's. */
function holdsProps({ call, page, props, ...answers }: Expectation, { mode }: Asked): boolean {
  const { sent, status } = answers[mode]
  return call ? sent && props !== null : page !== null && status === 200
}

export function viewOfBoth(exchange: Exchange, expectation: Expectation, seen: RawExchange, server: Asked): View {
  const { faults, ...view } = viewOf(exchange, expectation, seen, server)
  const hasLedger = exchange.ledger !== null
  return { ...view, hasLedger, wire: wireView(exchange), faults: [...(faults as string[]), ...wireFaults(exchange)] }
}

function wireView({ wire }: Exchange): View | null {
  if (!wire) return null
  const { ordinal, protocol, encrypted, encoding, informational, trailers, abortedBy, answeredBy, upgraded } = wire
  const [sentBody, receivedBody] = [wire.sent.body, wire.received?.body ?? null]
  const said = { ordinal, protocol, encrypted, encoding, informational, trailers, abortedBy, answeredBy, upgraded }
  return { ...said, sentBody, receivedBody }
}

/**
 * What of an exchange could not be captured or read, but for the look at what JSON loses: its time is a share of the wall clock, and a step of it that a busy machine
 * holds up uses that up for a while.
 */
export const gapsOf = ({ gaps }: Exchange): string[] =>
  gaps.filter(gap => !gap.startsWith('Values that JSON loses were not looked for'))

/** What cannot be true of the wire's half of any exchange, in words. */
export function wireFaults({ wire, request, response, durationMs, ledger }: Exchange): string[] {
  if (!wire) return ['no wire']
  const faults: string[] = []
  const holdsThat = (holds: boolean, what: string) => {
    if (!holds) faults.push(`${what}: ${JSON.stringify({ wire, ledger, ttfb: response?.ttfbMs, durationMs })}`)
  }
  const line = `${request.method} ${request.url} ${wire.protocol}\r\n`
  const lines = request.headers.map(([name, value]) => `${name}: ${value}\r\n`)
  // By `name: value`, as our clients write it.
  holdsThat(
    wire.sent.head === Buffer.byteLength(`${line}${lines.join('')}\r\n`),
    'the head that was sent is not its lines',
  )
  holdsThat(wire.sent.framed >= wire.sent.body, 'the request has more in it than around it')
  holdsThat(wire.received !== null && wire.received.framed >= wire.received.body, 'the answer too')
  holdsThat((wire.received?.head ?? 0) > 20, 'no head was received')
  holdsThat(wire.requestSentMs !== null && wire.requestSentMs >= 0, 'the request was never sent')
  holdsThat((wire.requestSentMs ?? 0) <= (durationMs ?? 0), 'the request took longer than all of it')
  if (ledger) {
    const { props, embedded, document, wire: sent, wireProps } = ledger
    holdsThat(document === response?.bodyBytes, 'the ledger has another document')
    holdsThat(sent === response?.wireBytes, 'the ledger has another wire')
    holdsThat(embedded === null || (embedded >= props && embedded < document), 'the props are not within the document')
    holdsThat(wireProps === null || sent === null || wireProps < sent, 'the props are more than the wire')
  }
  return faults
}

const headerOf = (headers: RawExchange['headers'], name: string) =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
