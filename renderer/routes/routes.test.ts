import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { aggregate, histogram, quantile, TREND_PARTS } from './aggregate.ts'
import { compareDurations, LEAST, verdictWords } from './compare.ts'

const stats = (...rows: readonly Partial<ExchangeSummary>[]) =>
  aggregate(visit => {
    for (const row of rows) visit(aSummary(row))
  })
const sorted = (...values: readonly number[]) => Float64Array.from(values).sort()

describe('the pages', () => {
  it('have their requests counted, the most frequent first', () => {
    const [first, second, ...rest] = stats(
      { page: '/a', callMs: 10, propsBytes: 100, cacheDeclared: 'public' },
      {
        page: '/a',
        callMs: 30,
        propsBytes: 300,
        cacheDeclared: 'public',
        rules: ['x'],
        findings: { error: 0, warning: 2, info: 0 },
      },
      { page: '/a', callMs: null, outcome: 'error', status: 500, propsBytes: null, startedAt: 1_763_870_009_000 },
      { page: '/b', kind: 'prefetch' },
      { page: null },
      { page: '/api/x', kind: 'api' },
    )
    expect(rest).toEqual([])
    expect(second?.page).toBe('/b')
    expect(first).toMatchObject({
      page: '/a',
      count: 3,
      errors: 1,
      findings: 2,
      rules: ['x'],
      lastMs: 1_763_870_009_000,
      cache: [
        { value: 'public', count: 2 },
        { value: 'no-store, must-revalidate', count: 1 },
      ],
    })
    expect([...(first?.calls ?? [])]).toEqual([10, 30])
    expect([first?.trend.length, first?.trend[0], first?.trend[5]]).toEqual([TREND_PARTS, 10, null])
  })

  it('have quantiles that are values of theirs', () => {
    expect([quantile(sorted(), 0.5), quantile(sorted(3, 1, 2), 0.5), quantile(sorted(1, 2, 3, 4), 0.95)]).toEqual([
      null,
      2,
      4,
    ])
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          expect(values).toContain(quantile(sorted(...values), share))
        },
      ),
    )
  })

  it('are spread over a histogram that holds them all', () => {
    const { bins } = histogram(sorted(0, 1, 10, 100, 5000), 1, 1000)
    expect(bins.reduce((sum, one) => sum + one, 0)).toBe(5)
    expect([bins[0], bins.at(-1)]).toEqual([2, 1])
  })
})

describe('two times', () => {
  const around = (middle: number, count: number) =>
    sorted(...Array.from({ length: count }, (_, index) => middle + (index % 7) - 3))
  it('are told apart where there is enough to go by', () => {
    expect(compareDurations(around(100, 20), around(60, 20))).toEqual({ kind: 'faster', share: -0.4 })
    expect(verdictWords(compareDurations(around(60, 20), around(100, 20)))).toBe('slower by 67 %')
    expect(compareDurations(around(100, 20), around(101, 20)).kind).toBe('no-clear-difference')
  })
  it('say that they are too few', () => {
    expect(verdictWords(compareDurations(around(100, LEAST - 1), around(1, 50)))).toBe(
      `too few to tell (${LEAST - 1} and 50)`,
    )
  })
  it('are no different from themselves, and opposite the other way round', () => {
    const sample = fc
      .array(fc.nat(500), { minLength: LEAST, maxLength: 40 })
      .map(values => sorted(...values.map(one => one + 1)))
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(compareDurations(a, a).kind).toBe('no-clear-difference')
        const opposite = { faster: 'slower', slower: 'faster' } as const
        const [there, back] = [compareDurations(a, b), compareDurations(b, a)]
        if (there.kind === 'faster' || there.kind === 'slower')
          expect([opposite[there.kind], 'no-clear-difference']).toContain(back.kind)
      }),
    )
  })
})
