import { describe, expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import { layOutBar } from './waterfall.ts'

describe('the bar of a row', () => {
  it('has the phases at their places, over the whole', () => {
    const bar = layOutBar(aSummary(), 100, 0)
    expect(bar).toEqual({
      segments: [
        { name: 'rest', left: 0, width: 50 },
        { name: 'getServerSideProps', left: 2, width: 38 },
        { name: 'render', left: 40, width: 8 },
      ],
      cut: false,
      end: 50,
    })
  })

  it('is cut at the end of the axis', () => {
    const bar = layOutBar(
      aSummary({ durationMs: 1000, phases: [{ name: 'send', startMs: 900, durationMs: 50 }] }),
      100,
      0,
    )
    expect(bar).toEqual({ segments: [{ name: 'rest', left: 0, width: 100 }], cut: true, end: null })
  })

  it('shows what has lasted no measurable time, as a mark without width', () => {
    const bar = layOutBar(aSummary({ phases: [{ name: 'render', startMs: 10, durationMs: 0 }] }), 100, 0)
    expect(bar.segments).toContainEqual({ name: 'render', left: 10, width: 0 })
  })

  it('has the upstream calls inside the call, also where an end was not seen', () => {
    const row = aSummary({
      callStartMs: 2,
      callMs: 38,
      upstream: [
        [5, 10],
        [20, null],
        [30, 900],
      ],
    })
    expect(layOutBar(row, 100, 0).segments.filter(({ name }) => name === 'upstream')).toEqual([
      { name: 'upstream', left: 5, width: 10 },
      { name: 'upstream', left: 20, width: 20 },
      { name: 'upstream', left: 30, width: 10 },
    ])
  })

  it('grows while the request runs, from the start of the call', () => {
    const row = aSummary({ state: 'running', durationMs: null, phases: [], calling: true, callStartMs: 5 })
    expect(layOutBar(row, 100, 30).segments).toEqual([
      { name: 'rest', left: 0, width: 5 },
      { name: 'open', left: 5, width: 25 },
    ])
  })

  it('stays on the axis whatever it is given', () => {
    const row = aSummary({
      durationMs: Number.NaN,
      phases: [
        { name: 'send', startMs: -50, durationMs: 1e12 },
        { name: 'render', startMs: Number.NaN, durationMs: 1 },
      ],
    })
    for (const segment of layOutBar(row, 100, 0).segments) {
      expect(segment.left).toBeGreaterThanOrEqual(0)
      expect(segment.left + segment.width).toBeLessThanOrEqual(100)
    }
  })
})
