import type { Exchange, Wire } from '../../../shared/exchange.ts'
import { formatBytes, formatShare } from '../../ui/format.ts'
import { safeBlock, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import { Captured, type Pair, Pairs } from '../parts/Pairs.tsx'
import { Unknown } from '../parts/Unknown.tsx'
import styles from './WireCard.module.css'
import { abortWords, answererWords, connectionWords, informationalWords } from './wire-words.ts'

/** Trailers of hostile length do not fill the pane. */
const LONGEST = 4000

export interface WireCardProps {
  readonly exchange: Exchange
  readonly wire: Wire
}

/** How the request and its answer went over the wire, in words. */
export function WireCard({ exchange, wire }: WireCardProps) {
  const { protocol, encrypted, informational, trailers, abortedBy, answeredBy, upgraded } = wire
  const running = exchange.state === 'running'
  // What was not understood, or is another protocol's, has no end that could be told from a break.
  const isWhole = wire.received !== null && !upgraded && exchange.gaps.length === 0
  const pairs: Pair[] = [
    {
      name: 'Protocol',
      value:
        protocol === null ? (
          <Unknown why="the request line was not understood" />
        ) : (
          <>
            <Captured>{protocol}</Captured>, {encrypted ? 'with TLS to the server' : 'not encrypted'}
          </>
        ),
    },
    { name: 'Connection', value: connectionWords(wire) },
    { name: 'Compression', value: <Compression exchange={exchange} wire={wire} /> },
    { name: 'Before the answer', value: informationalWords(informational) },
    {
      name: 'Trailers',
      value:
        trailers === null ? (
          'none'
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by the keyboard
          <pre className={styles['trailers']} tabIndex={0}>
            {safeBlock(shorten(trailers.replaceAll('\r\n', '\n').trimEnd(), LONGEST))}
          </pre>
        ),
    },
    { name: 'Aborted', value: running && abortedBy === null ? 'not so far' : abortWords(abortedBy, isWhole) },
    {
      name: 'Answered by',
      value: answererWords(answeredBy, exchange.response !== null),
    },
    ...(upgraded ? [{ name: 'Taken over', value: 'by another protocol; from then on bytes are only counted' }] : []),
  ]
  return (
    <Card title="Wire">
      <Pairs pairs={pairs} />
    </Card>
  )
}

function Compression({ exchange: { response }, wire: { encoding, received } }: WireCardProps) {
  if (received === null || response === null) return <Unknown why="no answer was begun" />
  if (encoding === null) return 'none'
  const { bodyBytes } = response
  const sent = response.wireBytes ?? received.body
  if (bodyBytes === null || sent === 0) return <Captured>{encoding}</Captured>
  return (
    <>
      <Captured>{encoding}</Captured>: {formatBytes(bodyBytes)} became {formatBytes(sent)} (
      {formatShare(sent / Math.max(1, bodyBytes))}
      {sent < bodyBytes ? `, ${(bodyBytes / sent).toFixed(1)} times smaller` : ''})
    </>
  )
}
