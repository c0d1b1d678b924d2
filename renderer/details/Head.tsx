import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Exchange } from '../../shared/exchange.ts'
import { skewWords } from '../reason/skew-words.ts'
import { notKeptWhy } from '../source/not-kept.ts'
import { SOURCES } from '../source/source-words.ts'
import { Badge } from '../ui/Badge.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { cx } from '../ui/cx.ts'
import { formatBytes, formatCountOf, formatMs, formatShare } from '../ui/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { safeText, shorten } from '../ui/safe-text.ts'
import styles from './Head.module.css'
import { propsShare, statusWord } from './outcome/outcome-words.ts'
import { Unknown } from './parts/Unknown.tsx'
import { SourcePlace } from './stack/SourcePlace.tsx'
import { useElapsed } from './timing/use-elapsed.ts'

const KINDS: Readonly<Record<Exchange['kind'], string>> = {
  document: 'A page that the browser loads whole',
  data: 'A /_next/data request: the props of a page for a client-side transition',
  prefetch: 'Asked for ahead of a click; Next may answer without running getServerSideProps',
  api: 'An API route',
  asset: 'A static file',
  other: 'None of the kinds that Next serves',
}

/** Which request it is, and the figures that matter most. */
export function Head({ exchange, onClose }: { readonly exchange: Exchange; readonly onClose: () => void }) {
  const { request, response, call, props, state, durationMs, kind, source, server, aborted, replayOf } = exchange
  const running = state === 'running'
  const elapsed = useElapsed(exchange.startedAt, running)
  const share = propsShare(exchange)
  const status = response?.status ?? null
  const wireBytes = response?.wireBytes ?? null
  const calling = running && call !== null && call.durationMs === null
  return (
    <header className={styles['head']}>
      <div className={styles['line']}>
        <h2 className={styles['url']} title={shorten(safeText(request.url), 600)}>
          <span className={styles['method']}>{safeText(request.method)}</span>{' '}
          <bdi>{shorten(safeText(request.url), 600)}</bdi>
        </h2>
        <CopyButton label="Copy the URL" text={server.origin + request.url} />
        <IconButton label="Close the details" hint="Close the details (Esc)" icon={<X />} onClick={onClose} />
      </div>
      <div className={styles['badges']}>
        <Badge title={KINDS[kind]}>{kind}</Badge>
        <Badge title={SOURCES[source].title}>{SOURCES[source].text}</Badge>
        {exchange.skew === null ? null : (
          <Badge tone="warn" title={skewWords(exchange.skew)}>
            stale tab
          </Badge>
        )}
        {exchange.wire?.answeredBy === 'tap' && exchange.response !== null ? (
          <Badge tone="warn" title="The answer is a page of the tap’s own, not the server’s">
            answered by the tap
          </Badge>
        ) : null}
        {replayOf === null ? null : (
          <Badge tone="accent" title={`Repeats the exchange ${safeText(replayOf)}`}>
            replay
          </Badge>
        )}
        {aborted ? (
          <Badge tone="warn" title="The client closed the connection before the answer was out">
            client went away
          </Badge>
        ) : null}
        {running ? (
          <Badge tone="accent" title="Its answer is not out yet; what is shown is what is known so far">
            running
          </Badge>
        ) : null}
      </div>
      {call?.source ? (
        <p className={styles['source']}>
          <SourcePlace place={call.source} origin={server.origin} />
        </p>
      ) : null}
      <dl className={styles['facts']}>
        <Fact name="Status">
          {status === null ? (
            <Unknown why={running ? 'no answer has begun yet' : 'no answer was begun'} />
          ) : (
            <span className={styles[status >= 500 ? 'err' : status >= 400 ? 'warn' : 'plain']}>
              {status} <small>{statusWord(status)}</small>
            </span>
          )}
        </Fact>
        <Fact name="getServerSideProps" live={calling}>
          {call === null ? (
            <Unknown why={source === 'tap' ? 'only the wire was seen' : 'no getServerSideProps ran'} />
          ) : call.durationMs !== null ? (
            formatMs(call.durationMs)
          ) : calling ? (
            <>
              {formatMs(Math.max(0, elapsed - call.startMs))} <small>so far</small>
            </>
          ) : (
            <Unknown why="its end was never seen" />
          )}
        </Fact>
        <Fact name="Whole request" live={running}>
          {durationMs !== null ? (
            formatMs(durationMs)
          ) : running ? (
            <>
              {formatMs(elapsed)} <small>so far</small>
            </>
          ) : (
            <Unknown why="the end of the request was never seen" />
          )}
        </Fact>
        <Fact name="Props">
          {props === null || props.bytes === null ? (
            <Unknown why={noPropsWhy(exchange)} />
          ) : (
            <span title={formatCountOf(props.bytes, 'byte')}>{formatBytes(props.bytes)}</span>
          )}
        </Fact>
        {wireBytes === null ? null : (
          <Fact name="Wire">
            <span title={`${formatCountOf(wireBytes, 'byte')} of the answer’s body as sent`}>
              {formatBytes(wireBytes)}
            </span>
          </Fact>
        )}
        {share === null ? null : (
          <Fact name={kind === 'document' ? 'Of the document' : 'Of the answer'}>
            <span title="Share of the answer’s body, decoded, that the props are">{formatShare(share)}</span>
          </Fact>
        )}
      </dl>
    </header>
  )
}

/** Why there are no props to show. */
export function noPropsWhy({ outcome, state, call, source, props, unkept }: Exchange): string {
  if (state === 'running') return 'the call has not returned yet'
  if (source === 'tap' && unkept !== null) return notKeptWhy(source)
  if (call === null) return source === 'tap' ? 'only the wire was seen' : 'no getServerSideProps ran'
  if (unkept !== null && outcome === 'props') return notKeptWhy(source)
  if (props !== null) return 'the props were too large to be described'
  return outcome === 'props' ? 'the props were not captured' : 'the call returned no props'
}

function Fact({ name, live = false, children }: { name: string; live?: boolean; children: ReactNode }) {
  return (
    <div className={cx(live && styles['live'])}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
