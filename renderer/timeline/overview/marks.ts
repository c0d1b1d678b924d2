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

/** Makes marks again and again, of rows that change little from one time to the next: only what is new is looked at closely. */
export class MarkMaker {
  #rows: (ExchangeSummary | undefined)[] = []
  #flags = new Uint8Array(0)

  /** `shown` holds some of `all`, both in the order of their ids. */
  make(all: SortedRows, shown: Pick<ShownRows, 'forEach' | 'length'>): Marks {
    const count = all.length
    const startMs = new Float64Array(count)
    // With nothing hidden: that is put on below.
    const flags = new Uint8Array(count)
    const [before, beforeFlags] = [this.#rows, this.#flags]
    const rows: (ExchangeSummary | undefined)[] = new Array(count)
    // The oldest may be gone.
    const gone = Math.max(0, before.indexOf(all.at(0)))
    let lastMs = -Infinity
    let at = 0
    all.forEach(row => {
      rows[at] = row
      startMs[at] = row.startedAt
      flags[at] = before[at + gone] === row ? (beforeFlags[at + gone] ?? 0) : flagsOf(row)
      if (row.startedAt > lastMs) lastMs = row.startedAt
      at++
    })
    this.#rows = rows
    this.#flags = flags
    const seen = shown.length === count ? flags : hide(rows, flags, shown)
    return { count, startMs, flags: seen, firstMs: startMs[0] ?? 0, lastMs: count === 0 ? 0 : lastMs }
  }
}

function hide(
  rows: readonly (ExchangeSummary | undefined)[],
  flags: Uint8Array,
  shown: Pick<ShownRows, 'forEach'>,
): Uint8Array {
  const seen = flags.map(flag => flag | HIDDEN)
  let at = 0
  shown.forEach(row => {
    while (at < rows.length && rows[at] !== row) at++
    if (at < rows.length) seen[at] = flags[at] ?? 0
    at++
  })
  return seen
}

const flagsOf = (row: ExchangeSummary): number =>
  row.state === 'running' ? 0 : hasFailed(row) ? ERROR : isSlow(row) ? SLOW : 0
