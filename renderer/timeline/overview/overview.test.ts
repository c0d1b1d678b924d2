import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aSummary } from '../../../shared/a-summary.ts'
import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { SortedRows } from '../../state/rows.ts'
import { ShownRows } from '../../state/shown-rows.ts'
import { makeBins, roundStep } from './bins.ts'
import { ERROR, HIDDEN, MarkMaker } from './marks.ts'
import { panned, rulerTicks, tickWords, zoomed } from './time-view.ts'

function rows(...all: readonly Partial<ExchangeSummary>[]) {
  const every = new SortedRows()
  for (const [index, row] of all.entries()) every.put(aSummary({ id: String(1000 + index), ...row }))
  const shown = new ShownRows()
  shown.refill(every, row => row.kind === 'document')
  return new MarkMaker().make(every, shown)
}

describe('the marks of the overview', () => {
  it('are counted into bins, by how the requests went and whether they are shown', () => {
    const marks = rows(
      { startedAt: 1000 },
      { startedAt: 1100, outcome: 'error' },
      { startedAt: 1200, callMs: 900 },
      { startedAt: 1300, kind: 'asset' },
      { startedAt: 9000 },
    )
    const bins = makeBins(marks, 1000, 11_000, 10)
    expect([bins.startMs, bins.stepMs, bins.count, bins.most]).toEqual([1000, 1000, 10, 3])
    expect([bins.shown[0], bins.errors[0], bins.slow[0], bins.hidden[0], bins.shown[8]]).toEqual([3, 1, 1, 1, 1])
  })

  it('are the same whether rows came, changed and went, or all are looked at for the first time', () => {
    const maker = new MarkMaker()
    const every = new SortedRows()
    const shown = new ShownRows()
    const put = (id: number, row: Partial<ExchangeSummary>) =>
      every.put(aSummary({ id: String(id), startedAt: id, ...row }))
    const check = () => {
      shown.refill(every, row => row.kind === 'document')
      const marks = maker.make(every, shown)
      expect(marks).toEqual(new MarkMaker().make(every, shown))
      return [...marks.flags]
    }
    for (let id = 1000; id < 1006; id++) put(id, { state: 'running' })
    check()
    put(1001, { outcome: 'error' })
    put(1003, { kind: 'asset' })
    put(1006, {})
    expect(check()).toEqual([0, ERROR, 0, HIDDEN, 0, 0, 0])
    every.remove(['1000', '1001'])
    put(1005, { callMs: 900, outcome: 'error' })
    expect(check()).toEqual([0, HIDDEN, 0, ERROR, 0])
  })

  it('are the same at any zoom: none is lost, none counted twice', () => {
    const start = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(
        fc.array(start, { maxLength: 80 }),
        start,
        fc.integer({ min: 1, max: 50_000 }),
        (starts, from, span) => {
          const marks = rows(...starts.sort((a, b) => a - b).map(startedAt => ({ startedAt })))
          const { shown, startMs, stepMs, count } = makeBins(marks, from, from + span, 50)
          const within = starts.filter(at => at >= startMs && at < startMs + count * stepMs).length
          expect(shown.reduce((sum, one) => sum + one, 0)).toBe(within)
        },
      ),
    )
  })

  it('lie on round steps', () => {
    expect([
      roundStep(30_000, 100),
      roundStep(400, 100),
      roundStep(8 * 3_600_000, 200),
      roundStep(400 * 86_400_000, 10),
    ]).toEqual([500, 5, 300_000, 40 * 86_400_000])
  })
})

describe('the stretch of time that is shown', () => {
  const whole = { fromMs: 0, toMs: 1000 }
  it('is zoomed about a point, and never beyond the session', () => {
    expect(zoomed({ fromMs: 0, toMs: 1000 }, whole, 500, 0.5)).toEqual({ fromMs: 250, toMs: 750 })
    expect(zoomed({ fromMs: 250, toMs: 750 }, whole, 250, 0.5)).toEqual({ fromMs: 250, toMs: 500 })
    expect(zoomed({ fromMs: 250, toMs: 750 }, whole, 500, 4)).toBeNull()
  })
  it('is panned up to the ends of the session', () => {
    expect(panned({ fromMs: 250, toMs: 750 }, whole, 100)).toEqual({ fromMs: 350, toMs: 850 })
    expect(panned({ fromMs: 250, toMs: 750 }, whole, 9999)).toEqual({ fromMs: 500, toMs: 1000 })
    expect(panned({ fromMs: 250, toMs: 750 }, whole, -9999)).toEqual({ fromMs: 0, toMs: 500 })
  })
  it('has a ruler whose words say no more than the step needs', () => {
    const at = new Date(2026, 10, 24, 14, 2, 8, 120).getTime()
    expect([tickWords(at, 20), tickWords(at, 5000), tickWords(at, 60_000)]).toEqual([
      '14:02:08.120',
      '14:02:08',
      '14:02',
    ])
    expect(tickWords(new Date(2026, 10, 24).getTime(), 43_200_000)).toBe('24 Nov')
    expect(rulerTicks({ fromMs: 0, toMs: 10_000 }, 500).stepMs).toBe(5000)
  })
})
