import type { ExchangeSummary } from '../../shared/exchange.ts'
import { countOfFindings, hasFailed } from '../../shared/filter/fields.ts'

/** What is known of one page, over some requests. */
export interface RouteStats {
  readonly page: string
  readonly count: number
  /** Durations of the calls that ended, in ms, ascending. */
  readonly calls: Float64Array
  /** Sizes of the props in bytes, ascending. */
  readonly props: Float64Array
  readonly errors: number
  /** `Cache-Control` as declared (else as sent), the most frequent first. */
  readonly cache: readonly { readonly value: string; readonly count: number }[]
  readonly findings: number
  readonly rules: readonly string[]
  /** Epoch ms. */
  readonly lastMs: number
  /** Median duration of the call in equal parts of the time looked at, in ms; null where none ended there. */
  readonly trend: readonly (number | null)[]
}

export const TREND_PARTS = 16
/** Different pages that are told apart: routes are few, but a hostile server may name any. */
const PAGES_AT_MOST = 2000

interface Gathered {
  count: number
  errors: number
  findings: number
  lastMs: number
  readonly calls: number[]
  readonly callAts: number[]
  readonly props: number[]
  readonly cache: Map<string, number>
  readonly rules: Set<string>
}

/** One pass over the rows; requests without a page are left out. The most frequent pages first. */
export function aggregate(forEach: (visit: (row: ExchangeSummary) => void) => void): readonly RouteStats[] {
  const pages = new Map<string, Gathered>()
  let [firstMs, lastMs] = [Infinity, -Infinity]
  forEach(row => {
    if (row.page === null || row.kind === 'api' || row.kind === 'asset') return
    let of = pages.get(row.page)
    if (!of) {
      if (pages.size >= PAGES_AT_MOST) return
      of = {
        count: 0,
        errors: 0,
        findings: 0,
        lastMs: 0,
        calls: [],
        callAts: [],
        props: [],
        cache: new Map(),
        rules: new Set(),
      }
      pages.set(row.page, of)
    }
    of.count++
    if (row.state === 'finished' && hasFailed(row)) of.errors++
    of.findings += countOfFindings(row)
    for (const rule of row.rules) of.rules.add(rule)
    of.lastMs = Math.max(of.lastMs, row.startedAt)
    firstMs = Math.min(firstMs, row.startedAt)
    lastMs = Math.max(lastMs, row.startedAt)
    if (row.callMs !== null) {
      of.calls.push(row.callMs)
      of.callAts.push(row.startedAt)
    }
    if (row.propsBytes !== null) of.props.push(row.propsBytes)
    const cache = row.cacheDeclared ?? row.cacheSent
    if (cache !== null && (of.cache.size < 100 || of.cache.has(cache)))
      of.cache.set(cache, (of.cache.get(cache) ?? 0) + 1)
  })
  const partMs = Math.max(1, (lastMs - firstMs) / TREND_PARTS)
  return Array.from(pages, ([page, of]): RouteStats => {
    const parts = Array.from({ length: TREND_PARTS }, (): number[] => [])
    for (const [index, at] of of.callAts.entries())
      parts[Math.min(TREND_PARTS - 1, Math.floor((at - firstMs) / partMs))]?.push(of.calls[index] ?? 0)
    return {
      page,
      count: of.count,
      calls: Float64Array.from(of.calls).sort(),
      props: Float64Array.from(of.props).sort(),
      errors: of.errors,
      cache: Array.from(of.cache, ([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
      findings: of.findings,
      rules: [...of.rules],
      lastMs: of.lastMs,
      trend: parts.map(part => quantile(Float64Array.from(part).sort(), 0.5)),
    }
  }).sort((a, b) => b.count - a.count || (a.page < b.page ? -1 : 1))
}

/** The value below which that share lies, of ascending values (nearest rank); null where there are none. */
export function quantile(sorted: Float64Array, share: number): number | null {
  if (sorted.length === 0) return null
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null
}

export interface Histogram {
  /** Of equal steps of the logarithm, from `fromMs` to `toMs`. */
  readonly bins: readonly number[]
  readonly fromMs: number
  readonly toMs: number
}

const HISTOGRAM_BINS = 18

/** How durations are spread, on the scale that all pages share. */
export function histogram(values: Float64Array, fromMs: number, toMs: number): Histogram {
  const bins = new Array<number>(HISTOGRAM_BINS).fill(0)
  const [from, to] = [Math.log(Math.max(0.05, fromMs)), Math.log(Math.max(0.1, toMs))]
  for (const value of values) {
    const share = to <= from ? 0 : (Math.log(Math.max(0.05, value)) - from) / (to - from)
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.max(0, Math.floor(share * HISTOGRAM_BINS)))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return { bins, fromMs, toMs }
}
