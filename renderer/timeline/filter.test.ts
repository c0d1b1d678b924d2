import { describe, expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import { FIRST_FILTER, isNarrowed, makeTest, toggleKind } from './filter.ts'

const passes = (text: string, row = aSummary()) => makeTest({ ...FIRST_FILTER, text })(row)

describe('the filter', () => {
  it('finds words in page, URL, status, outcome and method, all of them', () => {
    for (const text of ['/product/[id]', 'REF=home', '200', 'props', 'get 200 product', '  '])
      expect(passes(text), text).toBe(true)
    expect(passes('product 404')).toBe(false)
  })

  it('finds failures by their message, and what still runs', () => {
    expect(passes('cannot read', aSummary({ outcome: 'error', errorMessage: 'TypeError: Cannot read x' }))).toBe(true)
    expect(passes('running', aSummary({ state: 'running' }))).toBe(true)
    expect(passes('null', aSummary({ page: null, status: null }))).toBe(false)
  })

  it('finds who saw it, why it was made, and stale tabs', () => {
    const row = aSummary({ source: 'both', reason: 'back-forward', skew: { asked: 'a', serves: 'b' } })
    for (const text of ['both', 'back-forward', 'stale tab']) expect(passes(text, row), text).toBe(true)
    expect(passes('stale')).toBe(false)
  })

  it('hides API routes, assets and the rest until asked for', () => {
    const test = makeTest(FIRST_FILTER)
    expect(test(aSummary({ kind: 'prefetch' }))).toBe(true)
    for (const kind of ['api', 'asset', 'other'] as const) {
      expect(test(aSummary({ kind })), kind).toBe(false)
      expect(makeTest(toggleKind(FIRST_FILTER, kind))(aSummary({ kind })), kind).toBe(true)
    }
  })

  it('knows whether it hides what is shown at first', () => {
    expect(isNarrowed(FIRST_FILTER)).toBe(false)
    expect(isNarrowed(toggleKind(FIRST_FILTER, 'api'))).toBe(false)
    expect(isNarrowed(toggleKind(FIRST_FILTER, 'data'))).toBe(true)
    expect(isNarrowed({ ...FIRST_FILTER, text: 'x' })).toBe(true)
  })
})
