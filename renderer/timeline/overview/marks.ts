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

/** Makes marks again and again, of rows that change little from one time to the next: only what is new is looked at, the rest is copied. */
export class MarkMaker {
  #rows: readonly ExchangeSummary[] = []
  #startMs = new Float64Array(0)
  /** With nothing hidden. */
  #flags = new Uint8Array(0)

  /** `shown` holds some of `all`, both in the order of their ids. */
  make(all: SortedRows, shown: Pick<ShownRows, 'forEach' | 'length'>): Marks {
    const before = this.#rows
    const rows = all.copy()
    const count = rows.length
    const startMs = new Float64Array(count)
    const flags = new Uint8Array(count)
    // The oldest may be gone.
    const first = rows[0]
    const gone = first === undefined ? 0 : Math.max(0, before.indexOf(first))
    startMs.set(this.#startMs.subarray(gone, gone + count))
    flags.set(this.#flags.subarray(gone, gone + count))
    for (let at = 0; at < count; at++) {
      const row = rows[at]
      if (row === undefined || row === before[at + gone]) continue
      startMs[at] = row.startedAt
      flags[at] = flagsOf(row)
    }
    this.#rows = rows
    this.#startMs = startMs
    this.#flags = flags
    const seen = shown.length === count ? flags : hide(rows, flags, shown)
    const lastMs = startMs.reduce((most, ms) => (ms > most ? ms : most), -Infinity)
    return { count, startMs, flags: seen, firstMs: startMs[0] ?? 0, lastMs: count === 0 ? 0 : lastMs }
  }
}

function hide(rows: readonly ExchangeSummary[], flags: Uint8Array, shown: Pick<ShownRows, 'forEach'>): Uint8Array {
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
