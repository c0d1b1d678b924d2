import type { ExchangeSummary } from '../../shared/exchange.ts'
import type { SortedRows } from '../state/rows.ts'
import type { ShownRows } from '../state/shown-rows.ts'
import { rowStatus } from './row-status.ts'

/** How many requests started when, in equal steps of time. */
export interface Density {
  /** Epoch ms of the left edge; a multiple of `stepMs`, so that bars stay where they are while time goes on. */
  readonly startMs: number
  readonly stepMs: number
  readonly bins: readonly DensityBin[]
  /** Of the highest bin, of what is shown: the hundred assets of a page must not flatten it. */
  readonly most: number
}

export interface DensityBin {
  /** Shown by the filter, errors among them. */
  readonly shown: number
  readonly errors: number
  /** Not shown by the filter. */
  readonly hidden: number
}

const STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]
/** Less than this is not stretched over the whole width. */
const LEAST_SPAN_MS = 30_000

/** The smallest round step of time, in ms, that covers `spanMs` with at most `count` steps. */
export function roundStep(spanMs: number, count: number): number {
  const least = spanMs / Math.max(1, count)
  const found = STEPS_S.find(seconds => seconds * 1000 >= least)
  if (found !== undefined) return found * 1000
  return Math.ceil(least / 86_400_000) * 86_400_000
}

/** Counts all rows into at most `count` bins; null where there are none. `shown` is the part of `all` that the filter lets through. */
export function makeDensity(all: SortedRows, shown: Pick<ShownRows, 'forEach'>, count: number): Density | null {
  const [first, last] = [all.at(0), all.at(all.length - 1)]
  if (!first || !last) return null
  // One bin is kept free, since aligning the start to the step may need it.
  const stepMs = roundStep(Math.max(LEAST_SPAN_MS, last.startedAt - first.startedAt), count - 1)
  const startMs = Math.floor(first.startedAt / stepMs) * stepMs
  const [every, through, failed] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)]
  const add = (bins: Uint32Array, row: ExchangeSummary) => {
    // Ids sort by start only to the millisecond, and clocks jump: what lies outside counts at the edge.
    const index = Math.min(count - 1, Math.max(0, Math.floor((row.startedAt - startMs) / stepMs)))
    bins[index] = (bins[index] ?? 0) + 1
  }
  all.forEach(row => {
    add(every, row)
  })
  shown.forEach(row => {
    add(through, row)
    if (rowStatus(row) === 'error') add(failed, row)
  })
  let most = 0
  const bins = Array.from(every, (total, index): DensityBin => {
    const visible = through[index] ?? 0
    most = Math.max(most, visible)
    return { shown: visible, errors: failed[index] ?? 0, hidden: total - visible }
  })
  return { startMs, stepMs, bins, most }
}
