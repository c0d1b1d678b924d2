import { describe, expect, it } from 'vitest'
import { findTyped, isTreeKey, isTyped, moveFor, rowAbove } from './tree-keys.ts'

/** Rows from a drawing: `+` closed, `-` open, `.` leaf; two spaces a level. */
function sight(active: number, ...lines: string[]) {
  const depth = Int32Array.from(lines, line => line.search(/\S/) / 2)
  const state = (row: number) =>
    ({ '+': 'closed', '-': 'open', '.': 'leaf' })[lines[row]?.trim()[0] ?? '.'] as 'closed' | 'open' | 'leaf'
  return { rows: { count: lines.length, depth }, active, state, page: 10 }
}

const tree = (active: number) => sight(active, '-item', '  .id', '  +list', '    .', '.z')

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

it('knows its keys, and the letters that are looked for', () => {
  expect(['Home', ' ', 'Escape', 'z', '/'].map(isTreeKey)).toEqual([true, true, false, false, false])
  expect(['z', 'Z', '5', '_', 'é', '/', ' ', 'Home'].map(isTyped)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})

it('finds the row above', () => {
  expect(rowAbove(tree(0).rows, 2)).toBe(0)
  expect(rowAbove(tree(0).rows, 4)).toBe(4)
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
