import { describe, expect, it } from 'vitest'
import { anExchange } from './an-exchange.ts'
import { ConfigSchema, fits, isOver, judge } from './budget.ts'

const budgets = (...list: unknown[]) => ConfigSchema.parse({ budgets: list }).budgets

describe('budgets', () => {
  it.each([
    ['/product/[id]', '/product/[id]', true],
    ['/product/[id]', '/product/i', false],
    ['/product/*', '/product/[id]', true],
    ['/*', '/product/[id]', false],
    ['/**', '/product/[id]', true],
    ['**', '/', true],
    ['/docs/**', '/docs/[...slug]', true],
    ['/a.b', '/axb', false],
  ])('%s on %s: %s', (pattern, page, yes) => {
    expect(fits(pattern, page)).toBe(yes)
  })

  it('reads amounts with units, and says what it does not understand', () => {
    expect(budgets({ props: '128 kB', call: '0.2s', document: 1000 })).toEqual([
      { page: '**', props: 128_000, call: 200, document: 1000 },
    ])
    const wrong = (value: unknown) => ConfigSchema.safeParse(value).error?.issues.map(issue => issue.path.join('.'))
    expect(wrong({ budgets: [{ props: 'much' }] })).toEqual(['budgets.0.props'])
    expect(wrong({ budgets: [{ page: '/' }] })).toEqual(['budgets.0'])
    expect(wrong({ budget: [] })).toEqual([''])
  })

  it('takes the first that fits for each measure', () => {
    const exchange = anExchange({})
    const page = exchange.request.page ?? ''
    const judged = judge(exchange, budgets({ page, call: 1e9 }, { props: 1, call: 1 }, { props: 1e9, document: 1e9 }))
    const of = (measure: string) => judged.find(one => one.measure === measure)
    expect([of('call')?.limit, of('props')?.limit, of('document')?.limit]).toEqual([1e9, 1, 1e9])
    expect(judged.filter(isOver).map(one => one.measure)).toEqual(['props'])
    expect(judge({ ...exchange, request: { ...exchange.request, page: null } }, budgets({ props: 1 }))).toEqual([])
  })
})
