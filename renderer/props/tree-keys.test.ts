import { describe, expect, it } from 'vitest'
import type { TreeRow } from './rows.ts'
import { findTyped, moveFor, parentOf } from './tree-keys.ts'

/** Rows from a drawing: `+` closed, `-` open, `.` leaf; two spaces a level. */
function sight(active: number, ...lines: string[]) {
  const rows = lines.map<TreeRow>((line, node) => ({
    kind: 'node',
    node,
    depth: line.search(/\S/) / 2,
    element: null,
    place: { position: 1, of: 1 },
  }))
  const state = (row: TreeRow) =>
    ({ '+': 'closed', '-': 'open', '.': 'leaf' })[lines[row.node]?.trim()[0] ?? '.'] as 'closed' | 'open' | 'leaf'
  return { rows, active, state, page: 10 }
}

const tree = (active: number) => sight(active, '-item', '  .id', '  +list', '    ', '.z')

describe('moveFor', () => {
  it.each([
    ['ArrowRight', 0, { kind: 'go', to: 1 }],
    ['ArrowRight', 1, null],
    ['ArrowRight', 2, { kind: 'open', row: 2 }],
    ['ArrowLeft', 2, { kind: 'go', to: 0 }],
    ['ArrowLeft', 0, { kind: 'close', row: 0 }],
    ['ArrowDown', 4, { kind: 'go', to: 4 }],
    ['ArrowDown', -1, { kind: 'go', to: 0 }],
    ['ArrowUp', 0, { kind: 'go', to: 0 }],
    ['End', 0, { kind: 'go', to: 4 }],
    ['Home', 3, { kind: 'go', to: 0 }],
    ['PageDown', 1, { kind: 'go', to: 4 }],
    ['Enter', 2, { kind: 'toggle', row: 2 }],
    ['Enter', 1, null],
    ['z', 1, { kind: 'find', letter: 'z' }],
    ['Escape', 1, null],
    ['/', 1, null],
    ['Tab', 1, null],
  ])('%s on row %i', (key, active, move) => {
    expect(moveFor(key, tree(active))).toEqual(move)
  })

  it('does nothing on an empty tree', () => {
    expect(moveFor('ArrowDown', sight(-1))).toBeNull()
  })
})

it('finds the row above', () => {
  expect(parentOf(tree(0).rows, 2)).toBe(0)
  expect(parentOf(tree(0).rows, 4)).toBe(4)
})

it('finds what is typed, going around', () => {
  const names = ['item', 'id', 'list', 'Index']
  const find = (active: number, typed: string) => findTyped(names.length, active, typed, row => names[row] ?? '')
  expect(find(0, 'i')).toBe(1)
  expect(find(1, 'i')).toBe(3)
  expect(find(3, 'i')).toBe(0)
  expect(find(0, 'it')).toBe(0)
  expect(find(0, 'x')).toBe(-1)
})
