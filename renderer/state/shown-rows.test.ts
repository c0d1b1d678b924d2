import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { compareRows, type Order, sortRows } from './order.ts'
import { SortedRows } from './rows.ts'
import { ShownRows } from './shown-rows.ts'

const ORDERS: readonly Order[] = [
  { key: row => row.callMs, down: false },
  { key: row => row.callMs, down: true },
  { key: row => row.page, down: false },
  { key: row => row.page, down: true },
]
const aRow = fc
  .record({
    id: fc.integer({ min: 100, max: 160 }).map(String),
    callMs: fc.option(fc.integer({ min: 0, max: 6 })),
    page: fc.option(fc.constantFrom('/a', '/b', '/[c]')),
  })
  .map(aSummary)

describe('rows in an order of the user', () => {
  it('are sorted as the comparison says, with nothing last', () => {
    const row = (id: string, callMs: number | null) => aSummary({ id, callMs })
    const sorted = sortRows([row('a', 3), row('b', null), row('c', 7), row('d', 3)], {
      key: one => one.callMs,
      down: true,
    })
    expect(sorted.map(({ id }) => id)).toEqual(['c', 'a', 'd', 'b'])
  })

  it('stay so over any changes, and are found where they are', () => {
    const change = fc.oneof(
      fc.record({ put: fc.array(aRow) }),
      fc.record({ take: fc.array(fc.integer({ min: 100, max: 160 }).map(String)) }),
      fc.record({ order: fc.constantFrom(null, ...ORDERS) }),
    )
    fc.assert(
      fc.property(fc.array(change), changes => {
        const shown = new ShownRows()
        const model = new Map<string, ExchangeSummary>()
        for (const one of changes) {
          if ('put' in one) {
            for (const row of one.put) {
              shown.put(row)
              model.set(row.id, row)
            }
          } else if ('take' in one) {
            shown.remove(one.take)
            for (const id of one.take) model.delete(id)
          } else shown.setOrder(one.order)
        }
        const compare = shown.order
          ? compareRows(shown.order)
          : (a: ExchangeSummary, b: ExchangeSummary) => (a.id < b.id ? -1 : 1)
        const wanted = [...model.values()].sort(compare).map(({ id }) => id)
        expect(Array.from({ length: shown.length }, (_, index) => shown.at(index)?.id)).toEqual(wanted)
        for (const [index, id] of wanted.entries()) expect(shown.indexOf(id)).toBe(index)
      }),
    )
  })

  it('are filled anew in their order', () => {
    const all = new SortedRows()
    for (const [id, callMs] of [
      ['a', 2],
      ['b', 9],
      ['c', 5],
    ] as const)
      all.put(aSummary({ id, callMs }))
    const shown = new ShownRows()
    shown.setOrder({ key: row => row.callMs, down: true })
    shown.refill(all, row => row.id !== 'b')
    expect([shown.at(0)?.id, shown.at(1)?.id, shown.length]).toEqual(['c', 'a', 2])
  })
})
