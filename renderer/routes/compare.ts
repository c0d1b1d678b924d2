import { formatCount } from '../ui/format.ts'
import { quantile } from './aggregate.ts'

/** What two samples of one page's durations say of each other. */
export type Verdict =
  /** Fewer than `LEAST` in one of them: whatever they say may be chance. */
  | { readonly kind: 'too-few'; readonly before: number; readonly after: number }
  | { readonly kind: 'no-clear-difference' }
  /** `share`: change of the median, -0.4 is 40 % less. */
  | { readonly kind: 'faster' | 'slower'; readonly share: number }

/** Samples in each, below which no verdict is given. */
export const LEAST = 8
/** Of a two-sided test at 1 %: with a page for each row, one in twenty would be wrong too often. */
const Z = 2.576
/** A smaller change of the median is not worth a word. */
const LEAST_CHANGE = 0.05
/** More are thinned out evenly. */
const AT_MOST = 4000

/** Mann and Whitney's test, which asks nothing of how durations are spread. Both ascending, in ms. */
export function compareDurations(before: Float64Array, after: Float64Array): Verdict {
  if (before.length < LEAST || after.length < LEAST)
    return { kind: 'too-few', before: before.length, after: after.length }
  const share = (quantile(after, 0.5) ?? 0) / Math.max(1e-9, quantile(before, 0.5) ?? 0) - 1
  if (Math.abs(zOf(thin(before), thin(after))) < Z || Math.abs(share) < LEAST_CHANGE)
    return { kind: 'no-clear-difference' }
  return { kind: share < 0 ? 'faster' : 'slower', share }
}

function thin(values: Float64Array): Float64Array {
  if (values.length <= AT_MOST) return values
  return Float64Array.from(
    { length: AT_MOST },
    (_, index) => values[Math.floor((index * values.length) / AT_MOST)] ?? 0,
  )
}

/** How many deviations the ranks of `a` lie from what chance would give, ties corrected. */
function zOf(a: Float64Array, b: Float64Array): number {
  const all = [
    ...Array.from(a, value => ({ value, first: true })),
    ...Array.from(b, value => ({ value, first: false })),
  ]
  all.sort((left, right) => left.value - right.value)
  const count = all.length
  let ranks = 0
  let ties = 0
  for (let from = 0; from < count; ) {
    let to = from
    while (to < count && all[to]?.value === all[from]?.value) to++
    const rank = (from + 1 + to) / 2
    for (let index = from; index < to; index++) if (all[index]?.first) ranks += rank
    const tied = to - from
    ties += tied ** 3 - tied
    from = to
  }
  const [n, m] = [a.length, b.length]
  const u = ranks - (n * (n + 1)) / 2
  const deviation = Math.sqrt(((n * m) / 12) * (count + 1 - ties / (count * (count - 1))))
  return deviation === 0 ? 0 : (u - (n * m) / 2) / deviation
}

/** The verdict in words. */
export function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'too-few':
      return `too few to tell (${formatCount(verdict.before)} and ${formatCount(verdict.after)})`
    case 'no-clear-difference':
      return 'no clear difference'
    case 'faster':
    case 'slower':
      return `${verdict.kind} by ${Math.round(Math.abs(verdict.share) * 100)} %`
  }
}
