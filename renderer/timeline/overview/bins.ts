import { ERROR, HIDDEN, type Marks, SLOW } from './marks.ts'

/** How many requests began when, in equal steps of time. */
export interface Bins {
  /** Epoch ms of the first bin's left edge, a multiple of `stepMs`: bars stay where they are while one pans. */
  readonly startMs: number
  readonly stepMs: number
  readonly count: number
  /** Of each bin: what the filter lets through, and of these the failed and the slow ones; and what it hides. */
  readonly shown: Uint32Array
  readonly errors: Uint32Array
  readonly slow: Uint32Array
  readonly hidden: Uint32Array
  /** Of the highest bin, of what is shown: the hundred assets of a page must not flatten it. */
  readonly most: number
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
]

/** The smallest round step of time, in ms, that covers `spanMs` with at most `count` steps. */
export function roundStep(spanMs: number, count: number): number {
  const least = spanMs / Math.max(1, count)
  return STEPS_MS.find(step => step >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000
}

/** Ids sort by start only to the ms, and clocks jump: so many marks beyond the edges are looked at, too. */
const SLACK = 256

/** Counts the marks between two times into at most `most` bins. */
export function makeBins(marks: Marks, fromMs: number, toMs: number, most: number): Bins {
  const stepMs = roundStep(toMs - fromMs, most)
  const startMs = Math.floor(fromMs / stepMs) * stepMs
  const count = Math.max(1, Math.ceil((toMs - startMs) / stepMs))
  const bins = {
    shown: new Uint32Array(count),
    errors: new Uint32Array(count),
    slow: new Uint32Array(count),
    hidden: new Uint32Array(count),
  }
  const first = Math.max(0, lowerBound(marks, startMs) - SLACK)
  const last = Math.min(marks.count, lowerBound(marks, toMs) + SLACK)
  for (let index = first; index < last; index++) {
    const bin = Math.floor(((marks.startMs[index] ?? 0) - startMs) / stepMs)
    if (bin < 0 || bin >= count) continue
    const flags = marks.flags[index] ?? 0
    if (flags & HIDDEN) bins.hidden[bin] = (bins.hidden[bin] ?? 0) + 1
    else {
      bins.shown[bin] = (bins.shown[bin] ?? 0) + 1
      if (flags & ERROR) bins.errors[bin] = (bins.errors[bin] ?? 0) + 1
      else if (flags & SLOW) bins.slow[bin] = (bins.slow[bin] ?? 0) + 1
    }
  }
  return { startMs, stepMs, count, ...bins, most: bins.shown.reduce((high, one) => Math.max(high, one), 0) }
}

function lowerBound({ startMs, count }: Marks, at: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((startMs[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
