import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTree, aTreeOf } from '../../../shared/json/a-tree.ts'
import { type JsonTree, NONE } from '../../../shared/json/json-index.ts'
import { keyOf } from '../../../shared/json/text.ts'
import { ordinalOf } from '../../../shared/json/tree.ts'
import {
  ChildLists,
  GROUP,
  groupKey,
  type Opened,
  type Order,
  openTo,
  openWithin,
  type Rows,
  toggledRows,
  visibleRows,
} from './rows.ts'

const everything: Opened = {
  nodes: Object.assign(new Set<number>(), { has: () => true }),
  groups: Object.assign(new Set<string>(), { has: () => true }),
}
const open = (nodes: number[] = [], groups: string[] = []): Opened => ({
  nodes: new Set(nodes),
  groups: new Set(groups),
})
const rowsOf = (tree: JsonTree, opened: Opened, order: Order = 'payload'): Rows =>
  visibleRows(new ChildLists(tree, order), opened)

/** The tree drawn in text: two spaces a level, the key or the element's number, `from–to` for a group. */
function draw(tree: JsonTree, opened: Opened, order: Order = 'payload'): string[] {
  const rows = rowsOf(tree, opened, order)
  return Array.from({ length: rows.count }, (_, at) => {
    const element = rows.element[at] ?? NONE
    const isGroup = (rows.to[at] ?? 0) > 0
    const key = element === NONE ? keyOf(tree, rows.node[at] ?? 0)?.text : String(element)
    return `${'  '.repeat(rows.depth[at] ?? 0)}${isGroup ? `${rows.from[at]}–${rows.to[at]}` : key}`
  })
}
const groupsOf = (rows: Rows) =>
  Array.from({ length: rows.count }, (_, at) => [rows.from[at], rows.to[at]]).filter(([, to]) => to !== 0)

const columns = (rows: Rows) =>
  (['node', 'depth', 'from', 'to', 'position', 'of', 'element'] as const).map(of => [
    ...rows[of].subarray(0, rows.count),
  ])

describe('toggledRows', () => {
  it('gives the lines that all of them made anew would be, whatever is opened and closed', () => {
    const lists = fc.integer({ min: 0, max: 2 * GROUP + 5 }).map(length => Array(length).fill([0]))
    const value = fc.letrec(tie => ({
      value: fc.oneof({ depthSize: 'medium' }, fc.constant(1), lists, fc.array(tie('value'), { maxLength: 5 })),
    })).value
    const orders = fc.constantFrom('payload' as const, 'size' as const)
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        orders,
        (one, clicks, order) => {
          const tree = aTreeOf(one)
          const shown = new ChildLists(tree, order)
          const opened = open()
          let rows = visibleRows(shown, opened)
          for (const click of clicks) {
            const at = click % rows.count
            const [node, from, to] = [rows.node[at] ?? 0, rows.from[at] ?? 0, rows.to[at] ?? 0]
            if (to === 0 && ordinalOf(tree.index, node) === NONE) continue
            const set: Set<string | number> = to > 0 ? opened.groups : opened.nodes
            const key = to > 0 ? groupKey(node, from, to) : node
            const opens = !set.delete(key)
            if (opens) set.add(key)
            rows = toggledRows(shown, opened, rows, at, opens)
            expect(columns(rows)).toEqual(columns(visibleRows(shown, opened)))
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('visibleRows', () => {
  it('shows the top level, and below what is open', () => {
    const tree = aTreeOf({ item: { id: '7', price: 24.9 }, list: [1, [2]], session: null })
    expect(draw(tree, open())).toEqual(['item', 'list', 'session'])
    expect(draw(tree, open([1]))).toEqual(['item', '  id', '  price', 'list', 'session'])
    expect(draw(tree, everything)).toEqual(['item', '  id', '  price', 'list', '  0', '  1', '    0', 'session'])
  })

  it('sorts by size and keeps the numbers of elements', () => {
    const tree = aTreeOf({ a: 1, b: ['x', 'xxxx', 'xx', 'xxxx'], c: 'yyy' })
    expect(draw(tree, everything, 'size')).toEqual(['b', '  1', '  3', '  2', '  0', 'c', 'a'])
  })

  it('groups what is too much for one list, and groups of groups', () => {
    const tree = aTreeOf({ list: Array(250).fill(0) })
    const lines = draw(tree, open([1], ['1:200-250']))
    expect(lines.slice(0, 5)).toEqual(['list', '  0–100', '  100–200', '  200–250', '    200'])
    expect(lines).toHaveLength(1 + 3 + 50)
    const large = aTreeOf({ list: Array(GROUP * GROUP + 1).fill(0) })
    expect(groupsOf(rowsOf(large, open([1])))).toEqual([
      [0, 10_000],
      [10_000, 10_001],
    ])
    expect(groupsOf(rowsOf(large, open([1], ['1:0-10000'])))).toHaveLength(2 + 100)
  })

  it('shows every value once when all is open, in both orders, with places that fit', () => {
    const orders = fc.constantFrom('payload' as const, 'size' as const)
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), orders, (value, order) => {
        const tree = aTreeOf(value)
        const rows = rowsOf(tree, everything, order)
        const nodes = [...rows.node.subarray(0, rows.count)]
        expect(nodes.sort((a, b) => a - b)).toEqual(Array.from({ length: tree.index.count - 1 }, (_, n) => n + 1))
        for (let at = 0; at < rows.count; at++) expect(rows.position[at]).toBeLessThanOrEqual(rows.of[at] ?? 0)
      }),
    )
  })

  it('goes 10,000 levels deep', () => {
    const rows = rowsOf(aTree('['.repeat(10_000) + ']'.repeat(10_000)), everything)
    expect(rows.count).toBe(9_999)
    expect(rows.depth[rows.count - 1]).toBe(9_998)
  })

  it('shows a payload that is no object as one line', () => {
    expect(rowsOf(aTreeOf('text'), open()).count).toBe(1)
    expect(rowsOf(aTreeOf({}), open()).count).toBe(0)
    expect(rowsOf(aTreeOf([]), open()).count).toBe(0)
  })
})

describe('openWithin', () => {
  it('opens small containers, level by level, within the bounds', () => {
    const tree = aTreeOf({ item: { a: { b: 1 } }, list: Array(500).fill(0), pair: [1, 2] })
    const { opened, whole } = openWithin(tree, { rows: 20, children: 10 })
    expect([[...opened.nodes].sort((a, b) => a - b), whole]).toEqual([[1, 2, tree.index.count - 3], false])
    expect(openWithin(tree, { rows: 10_000, children: 1_000 }).whole).toBe(true)
  })

  it('opens groups too, and everything that there is', () => {
    const tree = aTreeOf({ list: Array(10_001).fill([1]) })
    const { opened, whole } = openWithin(tree, { rows: 100_000, children: 100_000 })
    const rows = rowsOf(tree, opened)
    expect([whole, rows.count - groupsOf(rows).length]).toEqual([true, tree.index.count - 1])
  })

  it('never gives more rows than asked for', () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 })
    fc.assert(
      fc.property(values, fc.integer({ min: 5, max: 30 }), (value, limit) => {
        const tree = aTreeOf(value)
        const { opened, whole } = openWithin(tree, { rows: limit, children: 8 })
        const { count } = rowsOf(tree, opened)
        expect(count).toBeLessThanOrEqual(limit)
        if (whole) expect(count).toBe(tree.index.count - 1)
      }),
    )
  })
})

it('opens the way to any value, through groups, in both orders', () => {
  const values = fc.tuple(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.constantFrom('payload' as const, 'size' as const))
  fc.assert(
    fc.property(values, ([value, seed, order]) => {
      const tree = aTreeOf({ value, long: Array(120).fill(value) })
      const node = 1 + (seed % (tree.index.count - 1))
      const opened = open()
      const lists = new ChildLists(tree, order)
      openTo(lists, opened, node)
      const rows = visibleRows(lists, opened)
      const shown = Array.from({ length: rows.count }, (_, at) => at).filter(
        at => rows.node[at] === node && rows.to[at] === 0,
      )
      expect(shown).toHaveLength(1)
    }),
  )
})
