import { useState } from 'react'
import type { CachedRequest, CachedUrl } from '../../../shared/cache-simulation.ts'
import type { Exchange } from '../../../shared/exchange.ts'
import { select } from '../../state/selection.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { formatCount, formatCountOf, formatMs } from '../../ui/format.ts'
import { safeText, shorten } from '../../ui/safe-text.ts'
import { Card } from '../parts/Card.tsx'
import table from '../parts/Table.module.css'
import { formatSeconds } from './cache-policy.ts'
import styles from './SharedCacheCard.module.css'
import { useCacheSimulation } from './use-cache-simulation.ts'

const SHOWN = 6

/** What a shared cache in front of next start would have made of the session's requests. */
export function SharedCacheCard({ exchange }: { readonly exchange: Exchange }) {
  const [all, setAll] = useState(false)
  const simulated = useCacheSimulation(exchange)
  if (simulated.kind === 'loading') return null
  if (simulated.kind === 'failed') {
    return (
      <Card title="With a shared cache">
        <p className={table['none']}>It could not be worked out: {safeText(simulated.message)}</p>
      </Card>
    )
  }
  const { urls, own, leftOut } = simulated.simulation
  const mine = urls.find(({ url }) => url === exchange.request.url)
  if (!mine) {
    return (
      <Card title="With a shared cache">
        <p className={table['none']}>
          Only pages with a getServerSideProps that were asked for with GET are counted here.
        </p>
      </Card>
    )
  }
  const others = urls.filter(({ url }) => url !== mine.url)
  const shown = all ? others : others.slice(0, SHOWN)
  return (
    <Card title="With a shared cache" aside={`${formatCountOf(mine.requests, 'request')} for this address`}>
      <ol className={styles['strip']} aria-label="Requests for this address, oldest first">
        {own.slice(-60).map(request => (
          <li key={request.id}>
            <button
              type="button"
              className={cx(styles['request'], styles[request.result], request.id === exchange.id && styles['current'])}
              aria-current={request.id === exchange.id || undefined}
              aria-label={wordsOf(request)}
              title={wordsOf(request)}
              onClick={() => select(request.id, true)}
            />
          </li>
        ))}
      </ol>
      <p className={styles['sum']}>
        <Sum url={mine} />
      </p>
      {others.length === 0 ? null : (
        <div className={styles['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">Other addresses of this session</th>
                <th scope="col">Requests</th>
                <th scope="col">Hits</th>
                <th scope="col">Stale</th>
                <th scope="col">Misses</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(url => (
                <tr key={url.url}>
                  <td className={table['value']} title={safeText(url.policy ?? 'no Cache-Control')}>
                    {safeText(shorten(url.url, 120))}
                  </td>
                  <td className={table['number']}>{formatCount(url.requests)}</td>
                  <td className={table['number']}>{formatCount(url.hits)}</td>
                  <td className={table['number']}>{formatCount(url.staleHits)}</td>
                  <td className={table['number']}>{formatCount(url.misses)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < others.length ? (
        <Button size="small" variant="quiet" onClick={() => setAll(true)}>
          Show {formatCount(others.length - shown.length)} more
        </Button>
      ) : null}
      <p className={styles['note']}>
        Simulated by the rules of RFC 9111, under what next start would send; one cache that every visitor goes through.
        {leftOut > 0 ? ` ${formatCountOf(leftOut, 'request')} are left out: older ones, and further addresses.` : ''}
      </p>
    </Card>
  )
}

function Sum({ url }: { readonly url: CachedUrl }) {
  const { requests, hits, staleHits, misses, savedMs } = url
  if (hits + staleHits === 0) {
    return (
      <>
        {requests === 1
          ? 'The request would have gone to the server: ask for the page again to see what the cache would do.'
          : `All ${formatCountOf(misses, 'request')} would have gone to the server.`}
      </>
    )
  }
  return (
    <>
      {formatCountOf(hits, 'hit')}, {formatCountOf(staleHits, 'stale hit')}, {formatCountOf(misses, 'miss', 'misses')}:{' '}
      {formatMs(savedMs)} of getServerSideProps that nobody would have waited for.
    </>
  )
}

const RESULTS: Readonly<Record<CachedRequest['result'], string>> = {
  hit: 'Hit: from the cache',
  stale: 'Stale hit: from the cache at once, and fetched anew behind the scenes',
  miss: 'Miss: the cache had nothing',
  expired: 'Miss: what the cache had was too old, of another visitor, or not wanted',
  'not-kept': 'Miss: no shared cache may keep this answer',
}

const wordsOf = ({ result, ageSeconds }: CachedRequest) =>
  ageSeconds === null ? RESULTS[result] : `${RESULTS[result]} (${formatSeconds(ageSeconds)} old)`
