import { expect, it } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import { exchangeId } from '../../shared/units.ts'
import { createBudgetTable } from './budget-table.ts'

it('shows the worst of each page and measure, and counts what is over', () => {
  const table = createBudgetTable([
    { page: '/product/[id]', props: 5_000 },
    { page: '**', call: 1_000 },
  ])
  const sized = (id: string, page: string, bytes: number, ms: number) => {
    const exchange = anExchange({})
    return {
      ...exchange,
      id: exchangeId(id),
      request: { ...exchange.request, page },
      props: exchange.props && { ...exchange.props, bytes },
      call: exchange.call && { ...exchange.call, durationMs: ms },
    }
  }
  table.add(sized('a', '/product/[id]', 4_000, 10))
  table.add(sized('b', '/product/[id]', 12_345, 20))
  table.add(sized('c', '/about', 99_999, 1_200))
  expect(table.over).toBe(2)
  expect(table.text()).toBe(
    [
      'page           measure    worst  budget  requests',
      '/about         call       1.2 s   1.0 s         1  OVER (1 of 1)',
      '/product/[id]  props    12.3 kB  5.0 kB         2  OVER (1 of 2)',
      '/product/[id]  call       20 ms   1.0 s         2  ok',
    ].join('\n'),
  )
  expect(createBudgetTable([]).text()).toContain('No request')
})
