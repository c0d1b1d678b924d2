import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FOLD_PX, makeClockAxis } from './clock-axis.ts'

const at = (startMs: number, ms: number) => ({ startMs, endMs: startMs + ms })

describe('the clock of the waterfall', () => {
  it('shows what ran at once beside each other, on one scale', () => {
    const { x, folds } = makeClockAxis([at(1000, 100), at(1050, 50)], 100)
    expect([x(1000), x(1050), x(1100)]).toEqual([0, 50, 100])
    expect(folds).toEqual([])
  })

  it('folds the time in which nothing ran, and says how much it was', () => {
    const { x, folds } = makeClockAxis([at(0, 100), at(60_000, 100)], 200 + FOLD_PX)
    expect(folds).toEqual([{ x: 100, gapMs: 59_900 }])
    expect([x(100), x(60_000), x(60_100)]).toEqual([100, 100 + FOLD_PX, 200 + FOLD_PX])
  })

  it('keeps short gaps', () => {
    expect(makeClockAxis([at(0, 100), at(300, 100)], 100).folds).toEqual([])
  })

  it('has ticks at round times, of a step that can be read', () => {
    const { ticks, stepMs } = makeClockAxis([at(1000, 1000)], 350)
    expect(stepMs).toBe(200)
    expect(ticks.map(({ epochMs }) => epochMs)).toEqual([1000, 1200, 1400, 1600, 1800, 2000])
  })

  it('never goes back in time, nor out of its width', () => {
    const spans = fc.array(fc.record({ startMs: fc.integer({ min: 0, max: 1e7 }), ms: fc.nat(5000) }), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(spans, fc.integer({ min: 20, max: 2000 }), (all, width) => {
        const { x } = makeClockAxis(
          all.map(({ startMs, ms }) => at(startMs, ms)),
          width,
        )
        const times = all.flatMap(({ startMs, ms }) => [startMs, startMs + ms]).sort((a, b) => a - b)
        let before = -1e-6
        for (const time of times) {
          const here = x(time)
          expect(here).toBeGreaterThanOrEqual(before - 1e-6)
          expect(here).toBeLessThanOrEqual(width + 1e-6)
          before = here
        }
      }),
    )
  })

  it('is there without any rows', () => {
    const { x, ticks } = makeClockAxis([], 100)
    expect([x(5), ticks]).toEqual([0, []])
  })
})
