import { errorFunction, wilcoxonRankSum } from 'simple-statistics'
import type { Verdict } from '../../shared/replay.ts'

/** With fewer on either side even a complete separation proves little, and the normal approximation is none. */
export const RUNS_NEEDED = 8
const SURE = 0.01

/**
 * Whether two groups of measurements differ, by the Mann-Whitney test: it asks only which is larger, so one slow outlier decides nothing. Two-sided, normal approximation with correction
 * for ties and continuity. `difference`: of the medians, right minus left.
 */
export function verdictOf(left: readonly number[], right: readonly number[], difference: number): Verdict {
  const [m, n] = [left.length, right.length]
  if (m < RUNS_NEEDED || n < RUNS_NEEDED) return { kind: 'too-few', needed: RUNS_NEEDED }
  const u = wilcoxonRankSum([...left], [...right]) - (m * (m + 1)) / 2
  const all = m + n
  const counts = new Map<number, number>()
  for (const value of [...left, ...right]) counts.set(value, (counts.get(value) ?? 0) + 1)
  let ties = 0
  for (const count of counts.values()) ties += count ** 3 - count
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)))
  if (variance === 0) return { kind: 'no-difference', p: 1 }
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  const p = 1 - errorFunction(distance / Math.sqrt(variance) / Math.SQRT2)
  if (p >= SURE) return { kind: 'no-difference', p }
  // Many small values on the left make the right the larger one.
  return { kind: u < (m * n) / 2 ? 'more' : 'less', p, difference }
}
