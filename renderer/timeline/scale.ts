import { scaleLinear } from 'd3-scale'

/** The axis that all bars of the waterfall share: each bar starts at the start of its own request. */
export interface Axis {
  /** Length in ms; a round number. */
  readonly maxMs: number
  /** Round values from 0 to at most `maxMs`, in ms. */
  readonly ticks: readonly number[]
}

const BINS_PER_DECADE = 24
const DECADES = 13 // 0.01 ms to three years
const SMALLEST_MS = 0.01
/** The share of the durations that must fit. */
const MOSTLY = 0.85

/**
 * The length that lets nearly all of these durations be compared: where a few are far longer than the rest (a first compile),
 * those are cut instead, and marked. One pass, no sorting: it runs over 100,000 rows.
 */
export function fittingLength(forEach: (visit: (ms: number) => void) => void): number {
  const bins = new Uint32Array(BINS_PER_DECADE * DECADES + 1)
  let count = 0
  let longest = 0
  forEach(ms => {
    if (!Number.isFinite(ms)) return
    if (ms > longest) longest = ms
    const bin = Math.ceil(Math.log10(Math.max(ms, SMALLEST_MS) / SMALLEST_MS) * BINS_PER_DECADE)
    const index = Math.min(bins.length - 1, bin)
    bins[index] = (bins[index] ?? 0) + 1
    count++
  })
  if (count < 6) return longest
  let left = Math.ceil(count * MOSTLY)
  let index = 0
  while (left > 0 && index < bins.length) left -= bins[index++] ?? 0
  const mostly = SMALLEST_MS * 10 ** ((index - 1) / BINS_PER_DECADE)
  return longest <= mostly * 2.5 ? longest : Math.min(longest, mostly * 1.15)
}

/** An axis of round ticks that is at least `lengthMs` long. `tickCount` is what to aim at. */
export function makeAxis(lengthMs: number, tickCount: number): Axis {
  const scale = scaleLinear()
    .domain([0, Math.max(lengthMs, 1)])
    .nice(tickCount)
  const maxMs = scale.domain()[1] ?? lengthMs
  return { maxMs, ticks: scale.ticks(tickCount) }
}

/** Widest a figure of a label is, and what lies beside its text, in px. */
const FIGURE_PX = 6.5
const ROOM_PX = 8

/** The labels of all ticks of a ruler of so many px; empty where one would run into another. The last one, which has the unit, stays longest, then the first. */
export function labelsOf(axis: Axis, width: number): readonly string[] {
  const labels = axis.ticks.map(tick => tickLabel(tick, axis))
  const wide = (text: string) => text.length * FIGURE_PX + ROOM_PX
  const last = labels.length - 1
  const isAtEnd = (axis.ticks[last] ?? 0) >= axis.maxMs
  const leftOf = (index: number) => ((axis.ticks[index] ?? 0) / axis.maxMs) * width
  // The one at the end stands left of its line.
  const end = isAtEnd ? width - wide(labels[last] ?? '') : leftOf(last)
  let free = 0
  return labels.map((text, index) => {
    if (index === last) return text
    const from = leftOf(index)
    if (from < free || from + wide(text) > end) return ''
    free = from + wide(text)
    return text
  })
}

/** `0`, `100`, `200 ms` or `0`, `1`, `2 s`: the unit stands once, at the last tick. */
export function tickLabel(tickMs: number, axis: Axis): string {
  const seconds = axis.maxMs >= 2000
  const value = seconds ? tickMs / 1000 : tickMs
  const text = String(Number(value.toPrecision(6)))
  return tickMs === axis.ticks.at(-1) ? `${text} ${seconds ? 's' : 'ms'}` : text
}
