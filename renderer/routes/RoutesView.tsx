import { ArrowDown, ArrowUp, Route } from 'lucide-react'
import { useMemo, useState } from 'react'
import { quoteValue } from '../../shared/filter/tokens.ts'
import { changeFilter, useFilter } from '../state/filter-state.ts'
import { changeLayout } from '../state/layout-state.ts'
import { cacheText } from '../timeline/texts.ts'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatBytes, formatClock, formatCount, formatMs, formatShare, NOTHING } from '../ui/format.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { quantile, type RouteStats } from './aggregate.ts'
import { Spread, Trend } from './Charts.tsx'
import { CompareBar } from './CompareBar.tsx'
import { compareDurations, verdictWords } from './compare.ts'
import styles from './RoutesView.module.css'
import { type Compared, useRoutes } from './use-routes.ts'

/** More pages than anybody reads; the filter finds the others. */
const ROUTES_AT_MOST = 300

interface Head {
  readonly id: string
  readonly name: string
  readonly numbers?: boolean
  readonly title?: string
  readonly key?: (stats: RouteStats) => number | string | null
}

const HEADS: readonly Head[] = [
  { id: 'page', name: 'Page', key: ({ page }) => page },
  { id: 'count', name: 'Requests', numbers: true, key: ({ count }) => count },
  {
    id: 'p50',
    name: 'Call p50',
    numbers: true,
    title: 'Half of the calls took no longer',
    key: ({ calls }) => quantile(calls, 0.5),
  },
  {
    id: 'p95',
    name: 'p95',
    numbers: true,
    title: '95 % of the calls took no longer',
    key: ({ calls }) => quantile(calls, 0.95),
  },
  { id: 'max', name: 'max', numbers: true, title: 'The longest call', key: ({ calls }) => quantile(calls, 1) },
  {
    id: 'spread',
    name: 'Spread',
    title: 'How the durations are spread, from 0.5 ms to the longest of all pages, logarithmic',
  },
  { id: 'props', name: 'Props p50', numbers: true, key: ({ props }) => quantile(props, 0.5) },
  { id: 'propsMax', name: 'max', numbers: true, title: 'The largest props', key: ({ props }) => quantile(props, 1) },
  {
    id: 'errors',
    name: 'Errors',
    numbers: true,
    title: 'Share of the requests that failed',
    key: stats => stats.errors / stats.count,
  },
  { id: 'cache', name: 'Cache', title: 'Cache-Control, declared or else sent; the most frequent' },
  { id: 'findings', name: 'Findings', numbers: true, key: ({ findings }) => findings },
  { id: 'last', name: 'Last seen', numbers: true, key: ({ lastMs }) => lastMs },
  { id: 'trend', name: 'Trend', title: 'Median of the call over the time looked at' },
]

/** One row a page. */
export function RoutesView() {
  const { routes, comparing } = useRoutes()
  const [sorting, setSorting] = useState({ id: 'count', down: true })
  const sorted = useMemo(() => sort(routes, sorting), [routes, sorting])
  const toMs = routes.reduce((most, { now }) => Math.max(most, quantile(now.calls, 1) ?? 0), 1)
  return (
    <div className={styles['view']}>
      <CompareBar />
      {routes.length === 0 ? (
        <EmptyState icon={<Route />} title="No page was asked for yet">
          Each page of the server shows here as soon as a request reaches it. What the filter hides is not counted.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
        <section className={styles['scroll']} tabIndex={0} aria-label="Routes">
          <table className={styles['table']}>
            <thead>
              <tr>
                {HEADS.map(head => (
                  <th
                    key={head.id}
                    scope="col"
                    className={cx(head.numbers && styles['num'])}
                    title={head.title}
                    aria-sort={sorting.id === head.id ? (sorting.down ? 'descending' : 'ascending') : undefined}
                  >
                    {head.key ? (
                      <button
                        type="button"
                        className={styles['sort']}
                        onClick={() =>
                          setSorting(({ id, down }) => ({
                            id: head.id,
                            down: id === head.id ? !down : head.numbers === true,
                          }))
                        }
                      >
                        {head.name}
                        {sorting.id !== head.id ? null : sorting.down ? (
                          <ArrowDown aria-hidden />
                        ) : (
                          <ArrowUp aria-hidden />
                        )}
                      </button>
                    ) : (
                      head.name
                    )}
                  </th>
                ))}
                {comparing ? <th scope="col">Before and after</th> : null}
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, ROUTES_AT_MOST).map(route => (
                <RouteRow key={route.now.page} route={route} toMs={toMs} comparing={comparing} />
              ))}
            </tbody>
          </table>
          {sorted.length > ROUTES_AT_MOST ? (
            <p className={styles['more']}>
              {formatCount(sorted.length - ROUTES_AT_MOST)} more pages; the filter finds them.
            </p>
          ) : null}
        </section>
      )}
    </div>
  )
}

function RouteRow({
  route,
  toMs,
  comparing,
}: {
  readonly route: Compared
  readonly toMs: number
  readonly comparing: boolean
}) {
  const { now } = route
  const [cache] = now.cache
  return (
    <tr>
      <th scope="row">
        <button type="button" className={styles['page']} title="Show its requests" onClick={() => showPage(now.page)}>
          {safeText(shorten(now.page, 120))}
        </button>
      </th>
      <td className={styles['num']}>{formatCount(now.count)}</td>
      <td className={styles['num']}>{formatMs(quantile(now.calls, 0.5))}</td>
      <td className={styles['num']}>{formatMs(quantile(now.calls, 0.95))}</td>
      <td className={styles['num']}>{formatMs(quantile(now.calls, 1))}</td>
      <td>
        <Spread calls={now.calls} toMs={toMs} />
      </td>
      <td className={styles['num']}>{formatBytes(quantile(now.props, 0.5))}</td>
      <td className={styles['num']}>{formatBytes(quantile(now.props, 1))}</td>
      <td className={cx(styles['num'], now.errors > 0 && styles['bad'])}>
        {now.errors === 0 ? '0 %' : formatShare(now.errors / now.count)}
      </td>
      <td
        className={styles['cache']}
        title={now.cache
          .map(({ value, count }) => `${formatCount(count)} × ${safeText(shorten(value, 120))}`)
          .join('\n')}
      >
        {cache === undefined ? NOTHING : safeText(shorten(cacheText(null, cache.value).short ?? NOTHING, 40))}
        {now.cache.length > 1 ? <span> +{now.cache.length - 1}</span> : null}
      </td>
      <td className={cx(styles['num'], now.findings > 0 && styles['found'])} title={safeText(now.rules.join(', '))}>
        {formatCount(now.findings)}
      </td>
      <td className={styles['num']}>{formatClock(now.lastMs)}</td>
      <td>
        <Trend trend={now.trend} />
      </td>
      {comparing ? <Change route={route} /> : null}
    </tr>
  )
}

function Change({ route: { before, after } }: { readonly route: Compared }) {
  const [from, to] = [before?.calls ?? new Float64Array(), after?.calls ?? new Float64Array()]
  const verdict = compareDurations(from, to)
  const look = verdict.kind === 'faster' ? styles['good'] : verdict.kind === 'slower' ? styles['bad'] : styles['quiet']
  return (
    <td className={styles['change']}>
      {formatMs(quantile(from, 0.5))} → {formatMs(quantile(to, 0.5))} <b className={look}>{verdictWords(verdict)}</b>
    </td>
  )
}

function showPage(page: string): void {
  const { text } = useFilter.getState().filter
  const term = `page:${quoteValue(page)}`
  changeFilter({ text: text.includes(term) ? text : `${text.trimEnd()} ${term}`.trim() })
  changeLayout({ view: 'timeline' })
  // The button is gone, and the list comes with the next drawing.
  requestAnimationFrame(() => document.getElementById('timeline')?.focus())
}

function sort(
  routes: readonly Compared[],
  { id, down }: { readonly id: string; readonly down: boolean },
): readonly Compared[] {
  const key = HEADS.find(head => head.id === id)?.key
  if (!key) return routes
  return [...routes].sort((a, b) => {
    const [left, right] = [key(a.now), key(b.now)]
    if (left === right) return a.now.page < b.now.page ? -1 : 1
    if (left === null) return 1
    if (right === null) return -1
    return left < right === down ? 1 : -1
  })
}
