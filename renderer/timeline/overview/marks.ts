import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { hasFailed, isSlow } from '../../../shared/filter/fields.ts'
import type { SortedRows } from '../../state/rows.ts'
import type { ShownRows } from '../../state/shown-rows.ts'

export const ERROR = 1
export const SLOW = 2
/** The filter does not let it through. */
export const HIDDEN = 4

/** What the overview draws of each request, as numbers in the order of their starts: 100,000 of them are counted in under a ms. */
export interface Marks {
  readonly count: number
  readonly startMs: Float64Array
  readonly flags: Uint8Array
  readonly firstMs: number
  readonly lastMs: number
}

/** One pass over all rows. `shown` holds some of `all`, both in the order of their ids. */
export function makeMarks(all: SortedRows, shown: Pick<ShownRows, 'forEach' | 'length'>): Marks {
  const count = all.length
  const startMs = new Float64Array(count)
  const flags = new Uint8Array(count)
  let lastMs = -Infinity
  let at = 0
  all.forEach(row => {
    startMs[at] = row.startedAt
    flags[at] = HIDDEN | flagsOf(row)
    if (row.startedAt > lastMs) lastMs = row.startedAt
    at++
  })
  at = 0
  shown.forEach(row => {
    while (at < count && all.at(at)?.id !== row.id) at++
    if (at < count) flags[at] = (flags[at] ?? 0) & ~HIDDEN
    at++
  })
  return { count, startMs, flags, firstMs: startMs[0] ?? 0, lastMs: count === 0 ? 0 : lastMs }
}

const flagsOf = (row: ExchangeSummary): number =>
  row.state === 'running' ? 0 : hasFailed(row) ? ERROR : isSlow(row) ? SLOW : 0
