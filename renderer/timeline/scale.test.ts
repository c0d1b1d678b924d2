import { describe, expect, it } from 'vitest'
import { fittingLength, labelsOf, makeAxis, tickLabel } from './scale.ts'

const lengthOf = (durations: readonly number[]) =>
  fittingLength(visit => {
    for (const ms of durations) visit(ms)
  })

describe('the length of the axis', () => {
  it('is the longest where they are alike, or few', () => {
    expect(lengthOf([3, 231])).toBe(231)
    expect(lengthOf([40, 50, 60, 70, 80, 90, 100])).toBe(100)
    expect(lengthOf([])).toBe(0)
  })

  it('cuts the few that would make all others slivers', () => {
    const length = lengthOf([...Array(20).fill(40), 4000])
    expect(length).toBeGreaterThanOrEqual(40)
    expect(length).toBeLessThan(60)
  })

  it('takes what is out of every range', () => {
    expect(lengthOf(Array(10).fill(0))).toBe(0)
    expect(lengthOf(Array(10).fill(1e9))).toBe(1e9)
  })
})

describe('the axis', () => {
  it('has round ticks and room for its length', () => {
    for (const length of [0, 0.4, 7, 38.6, 231.4, 999, 12_345]) {
      const axis = makeAxis(length, 3)
      expect(axis.maxMs).toBeGreaterThanOrEqual(length)
      expect(axis.ticks[0]).toBe(0)
      expect(axis.ticks.length).toBeGreaterThan(1)
    }
  })

  it('says its unit once', () => {
    const labels = (length: number) => {
      const axis = makeAxis(length, 3)
      return axis.ticks.map(tick => tickLabel(tick, axis))
    }
    expect(labels(231)).toEqual(['0', '100', '200', '300 ms'])
    expect(labels(5200)).toEqual(['0', '2', '4', '6 s'])
  })

  it('leaves out labels that would run into another', () => {
    const axis = makeAxis(1400, 3)
    expect(labelsOf(axis, 300)).toEqual(['0', '500', '1000', '1500 ms'])
    expect(labelsOf(axis, 160)).toEqual(['0', '500', '', '1500 ms'])
    expect(labelsOf(axis, 80)).toEqual(['0', '', '', '1500 ms'])
    expect(labelsOf(axis, 60)).toEqual(['', '', '', '1500 ms'])
    // None of them at the end.
    expect(labelsOf({ maxMs: 100, ticks: [0, 40, 80] }, 80)).toEqual(['0', '40', '80 ms'])
    expect(labelsOf({ maxMs: 100, ticks: [0, 40, 80] }, 40)).toEqual(['0', '', '80 ms'])
  })
})
