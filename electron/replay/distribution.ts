import { quantileSorted } from 'simple-statistics'
import type { Distribution } from '../../shared/replay.ts'

const BINS = 24

/** How values lie: order statistics and a histogram of equal steps; null where there are none. */
export function distributionOf(values: readonly number[]): Distribution | null {
  const sorted = Float64Array.from(values).sort()
  const min = sorted[0]
  const max = sorted.at(-1)
  if (min === undefined || max === undefined) return null
  const at = (share: number) => quantileSorted(Array.from(sorted), share)
  const step = (max - min) / BINS
  const bins = new Array<number>(step === 0 ? 1 : BINS).fill(0)
  for (const value of sorted) {
    const bin = step === 0 ? 0 : Math.min(BINS - 1, Math.floor((value - min) / step))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return { count: sorted.length, min, p50: at(0.5), p95: at(0.95), max, from: min, step, bins }
}
