import { expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import { SortedRows } from '../state/rows.ts'
import { makeDensity, roundStep } from './density.ts'

function rowsAt(...seconds: number[]): SortedRows {
  const rows = new SortedRows()
  for (const [index, second] of seconds.entries())
    rows.put(aSummary({ id: String(index).padStart(4, '0'), startedAt: 1_000_000_000_000 + second * 1000 }))
  return rows
}

it('takes the smallest round step that fits', () => {
  expect(roundStep(30_000, 30)).toBe(1000)
  expect(roundStep(30_001, 30)).toBe(2000)
  expect(roundStep(3_600_000, 100)).toBe(60_000)
  expect(roundStep(400 * 86_400_000, 100)).toBe(4 * 86_400_000)
})

it('counts every row once, shown and hidden', () => {
  const all = rowsAt(0, 0.5, 10, 29)
  const shown = new SortedRows()
  shown.refill(all, row => row.id !== '0001')
  const density = makeDensity(all, shown, 31)
  expect(density?.stepMs).toBe(1000)
  expect(density?.bins).toHaveLength(31)
  expect(density?.bins[0]).toEqual({ shown: 1, errors: 0, hidden: 1 })
  expect(density?.bins[10]?.shown).toBe(1)
  expect(density?.bins[29]?.shown).toBe(1)
  expect(density?.most).toBe(1)
})

it('counts failures', () => {
  const rows = rowsAt(0)
  rows.put(aSummary({ id: '9', startedAt: 1_000_000_000_000, outcome: 'error' }))
  expect(makeDensity(rows, rows, 40)?.bins[0]).toEqual({ shown: 2, errors: 1, hidden: 0 })
})

it('has nothing to say about nothing', () => {
  expect(makeDensity(new SortedRows(), new SortedRows(), 40)).toBeNull()
})
