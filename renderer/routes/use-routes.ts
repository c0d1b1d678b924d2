import { useMemo } from 'react'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { useFilter } from '../state/filter-state.ts'
import { propSearch } from '../state/prop-search.ts'
import { useRows } from '../state/rows-hooks.ts'
import { makeTest, type TimeWindow } from '../timeline/filter.ts'
import { useThrottled } from '../ui/use-throttled.ts'
import { aggregate, type RouteStats } from './aggregate.ts'
import { useCompare } from './compare-state.ts'

const RENEW_MS = 600

export interface Compared {
  readonly now: RouteStats
  /** null: not asked for in that time. */
  readonly before: RouteStats | null
  readonly after: RouteStats | null
}

export interface Routes {
  readonly routes: readonly Compared[]
  readonly comparing: boolean
}

/** The pages of what the filter lets through, renewed a few times a second at most. */
export function useRoutes(): Routes {
  const { all, shown, version } = useRows()
  const filter = useFilter(state => state.filter)
  const { before, after } = useCompare()
  const seen = useThrottled(version, RENEW_MS)
  return useMemo(() => {
    // The rows are changed in place: `seen` is what tells.
    if (seen < 0) return { routes: [], comparing: false }
    if (before === null || after === null)
      return {
        routes: aggregate(visit => shown.forEach(visit)).map(now => ({ now, before: null, after: null })),
        comparing: false,
      }
    // The window of the overview chose the two times; here each of them counts.
    const test = makeTest({ ...filter, window: null }, propSearch.test)
    const within = (window: TimeWindow) =>
      byPage(visit =>
        all.forEach((row: ExchangeSummary) => {
          if (row.startedAt >= window.fromMs && row.startedAt <= window.toMs && test(row)) visit(row)
        }),
      )
    const [old, fresh] = [within(before), within(after)]
    const pages = [...new Set([...old.keys(), ...fresh.keys()])]
    const routes = pages.flatMap(page => {
      const [a, b] = [old.get(page) ?? null, fresh.get(page) ?? null]
      const now = b ?? a
      return now ? [{ now, before: a, after: b }] : []
    })
    return { routes, comparing: true }
  }, [all, shown, seen, filter, before, after])
}

const byPage = (forEach: Parameters<typeof aggregate>[0]): ReadonlyMap<string, RouteStats> =>
  new Map(aggregate(forEach).map(stats => [stats.page, stats]))
