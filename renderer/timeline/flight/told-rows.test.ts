import { describe, expect, it } from 'vitest'
import { aSummary } from '../../../shared/a-summary.ts'
import { ToldRows } from './told-rows.ts'

const rows = Array.from({ length: 20 }, (_, index) => aSummary({ id: String(index).padStart(2, '0') }))
const at = (index: number) => rows[index]

describe('rows that are told to the painter', () => {
  it('are those that came into sight, in both directions', () => {
    const told = new ToldRows()
    expect(told.news(2, 5, at, 1)).toEqual([2, 3, 4, 5])
    expect(told.news(4, 7, at, 1)).toEqual([6, 7])
    expect(told.news(4, 7, at, 1)).toEqual([])
    // Those that left are not kept by the painter either.
    expect(told.news(3, 5, at, 1)).toEqual([3])
    expect(told.news(18, 25, at, 1)).toEqual([18, 19])
  })

  it('are told again where another exchange stands there, their bars lie elsewhere, or all has to be', () => {
    const told = new ToldRows()
    told.news(0, 3, at, 1)
    expect(told.news(0, 3, index => (index === 2 ? aSummary({ id: '02' }) : at(index)), 1)).toEqual([2])
    expect(told.news(0, 3, at, 2)).toEqual([0, 1, 2, 3])
    told.forget()
    expect(told.news(0, 3, at, 2)).toEqual([0, 1, 2, 3])
  })

  it('are told in every scene while they run', () => {
    const told = new ToldRows()
    const running = aSummary({ id: 'r', state: 'running', durationMs: null })
    const one = (index: number) => (index === 1 ? running : at(index))
    told.news(0, 3, one, 1)
    expect(told.news(0, 3, one, 1)).toEqual([1])
  })
})
