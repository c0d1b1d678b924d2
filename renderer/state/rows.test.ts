import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import { SortedRows } from './rows.ts'

const row = (id: string, url = '/') => aSummary({ id, url })
const ids = (rows: SortedRows) => [...rows].map(({ id }) => id)

describe('the rows', () => {
  it('stay in the order of their ids, whatever comes first', () => {
    const rows = new SortedRows()
    expect(['b', 'd', 'a', 'c'].map(id => rows.put(row(id)))).toEqual(['added', 'added', 'added', 'added'])
    expect(ids(rows)).toEqual(['a', 'b', 'c', 'd'])
    expect(rows.put(row('c', '/new'))).toBe('changed')
    expect(rows.get('c')?.url).toBe('/new')
    expect([rows.indexOf('c'), rows.indexOf('x'), rows.length]).toEqual([2, -1, 4])
    expect(['a', 'c', 'cc', 'd'].map(id => rows.countAfter(id))).toEqual([3, 1, 1, 0])
  })

  it('lose the oldest, any others, and nothing that is not there', () => {
    const rows = new SortedRows()
    for (const id of 'abcdef') rows.put(row(id))
    expect(rows.remove(['a', 'b'])).toBe(2)
    expect(rows.remove(['c', 'e', 'x'])).toBe(2)
    expect(rows.remove(['f'])).toBe(1)
    expect(rows.remove(['f'])).toBe(0)
    expect(ids(rows)).toEqual(['d'])
  })

  it('lose thousands of the oldest one by one, while others come', () => {
    const rows = new SortedRows()
    const name = (n: number) => String(n).padStart(6, '0')
    for (let n = 0; n < 20_000; n++) {
      rows.put(row(name(n)))
      if (n >= 100) rows.remove([name(n - 100)])
    }
    expect([rows.length, rows.at(0)?.id, rows.at(-1), rows.at(99)?.id]).toEqual([
      100,
      name(19_900),
      undefined,
      name(19_999),
    ])
    expect(rows.put(row(name(19_950)))).toBe('changed')
    expect([rows.indexOf(name(19_950)), rows.countAfter(name(19_950)), rows.copy().length]).toEqual([50, 49, 100])
  })

  it('are a sorted map, over any order of changes', () => {
    const change = fc.record({ take: fc.boolean(), ids: fc.array(fc.integer({ min: 100, max: 140 }).map(String)) })
    fc.assert(
      fc.property(fc.array(change), changes => {
        const rows = new SortedRows()
        const model = new Set<string>()
        for (const { take, ids } of changes) {
          if (take) rows.remove(ids)
          for (const id of ids) {
            if (take) model.delete(id)
            else {
              rows.put(row(id))
              model.add(id)
            }
          }
        }
        expect(ids(rows)).toEqual([...model].sort())
      }),
    )
  })
})
