import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from './decode.ts'
import { indexJson } from './index-json.ts'
import type { JsonIndex } from './json-index.ts'
import { ChildLists, GROUP, openWithin, type TreeRow, visibleRows } from './rows.ts'

function treeOf(value: unknown) {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  const result = indexJson(bytes)
  if (!result.ok) throw new Error(result.fault.message)
  return { bytes, index: result.index }
}

const everything: Set<string> = Object.assign(new Set<string>(), { has: () => true })
const lists = (index: JsonIndex, order: 'payload' | 'size' = 'payload') => new ChildLists(index, order)

/** The tree drawn in text: two spaces a level, the key or the element's number, `from–to` for a group. */
function draw(value: unknown, opened: Set<string>, order: 'payload' | 'size' = 'payload'): string[] {
  const tree = treeOf(value)
  const name = (row: TreeRow) =>
    row.kind === 'range'
      ? `${row.from}–${row.to}`
      : row.element === null
        ? keyOf(tree, row.node)?.text
        : String(row.element)
  return visibleRows(lists(tree.index, order), opened).map(row => `${'  '.repeat(row.depth)}${name(row)}`)
}

describe('visibleRows', () => {
  it('shows the top level, and below what is open', () => {
    const value = { item: { id: '7', price: 24.9 }, list: [1, [2]], session: null }
    expect(draw(value, new Set())).toEqual(['item', 'list', 'session'])
    expect(draw(value, new Set(['1']))).toEqual(['item', '  id', '  price', 'list', 'session'])
    expect(draw(value, everything)).toEqual(['item', '  id', '  price', 'list', '  0', '  1', '    0', 'session'])
  })

  it('sorts by size and keeps the numbers of elements', () => {
    const value = { a: 1, b: ['x', 'xxxx', 'xx', 'xxxx'], c: 'yyy' }
    expect(draw(value, everything, 'size')).toEqual(['b', '  1', '  3', '  2', '  0', 'c', 'a'])
  })

  it('groups what is too much for one list, and groups of groups', () => {
    const value = { list: Array.from({ length: 2_500 }, () => 0) }
    const rows = draw(value, new Set(['1', '1:2000-2500']))
    expect(rows.slice(0, 5)).toEqual(['list', '  0–1000', '  1000–2000', '  2000–2500', '    2000'])
    expect(rows).toHaveLength(1 + 3 + 500)
    const { index } = treeOf({ list: Array.from({ length: GROUP * GROUP + 1 }, () => 0) })
    const top = visibleRows(lists(index), new Set(['1']))
    expect(top.slice(1).map(row => row.kind === 'range' && [row.from, row.to])).toEqual([
      [0, 1_000_000],
      [1_000_000, 1_000_001],
    ])
    const inner = visibleRows(lists(index), new Set(['1', '1:0-1000000']))
    expect(inner).toHaveLength(1 + 1 + 1_000 + 1)
  })

  it('shows every value once when all is open, in both orders, with places that fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 })),
        fc.constantFrom('payload' as const, 'size' as const),
        (value, order) => {
          const { index } = treeOf(value)
          const rows = visibleRows(lists(index, order), everything)
          expect(rows.map(row => row.node).sort((a, b) => a - b)).toEqual(
            Array.from({ length: index.count - 1 }, (_, n) => n + 1),
          )
          for (const row of rows) expect(row.place.position).toBeLessThanOrEqual(row.place.of)
        },
      ),
    )
  })

  it('goes 10,000 levels deep', () => {
    const bytes = new TextEncoder().encode('['.repeat(10_000) + ']'.repeat(10_000))
    const result = indexJson(bytes)
    if (!result.ok) throw new Error('not indexed')
    const rows = visibleRows(lists(result.index), everything)
    expect(rows).toHaveLength(9_999)
    expect(rows.at(-1)?.depth).toBe(9_998)
  })

  it('shows a payload that is no object as one line', () => {
    expect(visibleRows(lists(treeOf('text').index), new Set())).toHaveLength(1)
    expect(visibleRows(lists(treeOf({}).index), new Set())).toHaveLength(0)
  })
})

describe('openWithin', () => {
  it('opens small containers, level by level, within the bounds', () => {
    const { index } = treeOf({ item: { a: { b: 1 } }, list: Array(500).fill(0), pair: [1, 2] })
    expect(openWithin(index, { rows: 20, children: 10 })).toEqual({
      opened: new Set(['1', '2', String(index.count - 3)]),
      whole: false,
    })
    expect(openWithin(index, { rows: 5, children: 10 }).opened.size).toBe(1 + 1)
    expect(openWithin(index, { rows: 10_000, children: 1_000 }).whole).toBe(true)
  })

  it('never gives more rows than asked for', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 }),
        fc.integer({ min: 5, max: 30 }),
        (value, limit) => {
          const { index } = treeOf(value)
          const { opened, whole } = openWithin(index, { rows: limit, children: 8 })
          const rows = visibleRows(lists(index), opened).length
          expect(rows).toBeLessThanOrEqual(limit)
          if (whole) expect(rows).toBe(index.count - 1)
        },
      ),
    )
  })
})
