import type { UpstreamCall } from '../../../shared/exchange.ts'
import { select } from '../../state/selection.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatBytes, formatMs } from '../../ui/format.ts'
import { safeBlock, safeText, shorten } from '../../ui/safe-text.ts'
import { Captured, type Pair, Pairs } from '../parts/Pairs.tsx'
import { Frames } from '../stack/Frames.tsx'
import styles from './UpstreamDetails.module.css'

const VIA: Readonly<Record<UpstreamCall['via'], string>> = {
  fetch: 'undici: global fetch, or undici itself',
  http: 'node:http or node:https',
  span: 'a span of the application’s own OpenTelemetry',
  socket: 'a TCP connection, from what was written to what came back; whose protocol it is, is not looked at',
}

/** All that is known of one upstream call. */
export function UpstreamDetails({ call, origin }: { readonly call: UpstreamCall; readonly origin: string }) {
  const { url, via, ttfbMs, durationMs, requestBytes, responseBytes, requestHeaders, frames, exchange, error } = call
  const pairs: Pair[] = [
    {
      name: 'Address',
      value: (
        <span className={styles['address']}>
          <Captured>{shorten(url, 2000)}</Captured>
          <CopyButton label="Copy the address" text={url} />
        </span>
      ),
    },
    { name: 'Seen by', value: VIA[via] },
    { name: 'Head after', value: ttfbMs === null ? 'not seen' : formatMs(ttfbMs) },
    {
      name: 'Body took',
      value:
        durationMs === null
          ? 'its end was not seen: nobody read it, or the recording ended'
          : ttfbMs === null
            ? formatMs(durationMs)
            : formatMs(durationMs - ttfbMs),
    },
    { name: 'Sent', value: requestBytes === null ? 'not counted' : formatBytes(requestBytes) },
    { name: 'Received', value: responseBytes === null ? 'not counted' : formatBytes(responseBytes) },
  ]
  return (
    <div className={styles['details']}>
      {error === null ? null : <p className={styles['error']}>{safeBlock(error)}</p>}
      <Pairs pairs={pairs} />
      {exchange === null ? null : (
        <Button size="small" className={styles['open']} onClick={() => select(exchange, true)}>
          Open the request that it caused here
        </Button>
      )}
      {requestHeaders.length === 0 ? null : (
        <details>
          <summary>{requestHeaders.length} request headers</summary>
          <p className={styles['note']}>‹…› stands for a secret value; the same value has the same sign.</p>
          <ul>
            {requestHeaders
              .map(([name, value], order) => ({ name, value, id: `${order} ${name}` }))
              .map(({ name, value, id }) => (
                <li key={id}>
                  <b>{safeText(name)}</b>: {safeText(shorten(value, 400))}
                </li>
              ))}
          </ul>
        </details>
      )}
      {frames.length === 0 ? (
        <p className={styles['note']}>Where it was called from was not seen.</p>
      ) : (
        <Frames frames={frames} origin={origin} />
      )}
    </div>
  )
}
