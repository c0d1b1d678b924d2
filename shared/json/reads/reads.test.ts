import { describe, expect, it } from 'vitest'
import { aTreeOf } from '../a-tree.ts'
import { now } from '../job.ts'
import type { JsonTree } from '../json-index.ts'
import { pathOf } from '../text.ts'
import { matchReads, READ } from './match-reads.ts'
import { summariseReads } from './summarise-reads.ts'

function matched(tree: JsonTree, signs: string) {
  const found = now(matchReads(tree, signs))
  if (!found) throw new Error('the signs do not fit')
  return found
}
/** The paths of each state, as they were put beside the JSON. */
function statesOf(value: unknown, signs: string) {
  const tree = aTreeOf(value)
  const { states } = matched(tree, signs)
  const names = Object.entries(READ)
  return Object.fromEntries(
    Array.from(states, (state, node) => [pathOf(tree, node), names.find(([, number]) => number === state)?.[0]]),
  )
}
const summary = (value: unknown, signs: string) => {
  const tree = aTreeOf(value)
  return now(summariseReads(tree, matched(tree, signs)))
}

const PROPS = {
  a: 1,
  list: [
    { x: 'one', y: 'two' },
    { x: 'three', y: 'four' },
  ],
  'odd key': { z: null },
}

describe('signs beside the JSON that they are of', () => {
  it('each value has its own, or that of what it is in', () => {
    expect(statesOf(PROPS, '(1((10)0)t)')).toEqual({
      '': 'partly',
      a: 'read',
      list: 'partly',
      'list[0]': 'partly',
      'list[0].x': 'read',
      'list[0].y': 'unread',
      'list[1]': 'unread',
      'list[1].x': 'unread',
      'list[1].y': 'unread',
      '["odd key"]': 'lookedAt',
      '["odd key"].z': 'lookedAt',
    })
    expect(statesOf('text', '1')).toEqual({ '': 'read' })
  })

  it('what does not fit is unknown, and what comes after it is right again', () => {
    expect(statesOf({ a: [1, 2], b: 3 }, '((1)0)')).toMatchObject({ a: 'unknown', 'a[1]': 'unknown', b: 'unread' })
    expect(statesOf({ a: [1], b: 3 }, '((1(01)1)0)')).toMatchObject({ a: 'unknown', b: 'unread' })
    expect(statesOf({ a: 1, b: 3 }, '((00)0)')).toMatchObject({ a: 'unknown', b: 'unread' })
  })

  it('what are no such signs are refused', () => {
    for (const signs of ['', '(', '(1', '11', '(1))', 'x', 'j', '(j0;)', ')'])
      expect(now(matchReads(aTreeOf({ a: 1 }), signs)) === null || signs === '(j0;)').toBe(true)
  })
})

describe('what was not read', () => {
  it('is told by path, largest first, with the elements of lists together', () => {
    const { paths, ...sums } = summary(PROPS, '(1((10)0)t)')
    expect(paths).toEqual([
      // {"x":"three","y":"four"} and its comma
      { path: 'list[*]', example: 'list[1]', state: 'unread', bytes: 25, count: 1, of: 2 },
      // "y":"two" and its comma
      { path: 'list[*].y', example: 'list[0].y', state: 'unread', bytes: 10, count: 1, of: 1 },
      // what is between the braces
      { path: '["odd key"]', example: '["odd key"]', state: 'looked-at', bytes: 8, count: 1, of: 1 },
    ])
    expect(sums).toMatchObject({ unreadBytes: 35, lookedAtBytes: 8, notWatchedBytes: 0, unknownBytes: 0 })
  })

  it('is what the JSON would be smaller by', () => {
    const value = {
      keep: 1,
      drop: { deep: [1, 2, 3] },
      list: [
        { a: 1, b: 'x' },
        { a: 2, b: 'y' },
      ],
      last: 'é',
    }
    const { unreadBytes, bytes } = summary(value, '(10((10)(10))0)')
    const rest = { keep: 1, list: [{ a: 1 }, { a: 2 }] }
    expect(bytes - unreadBytes).toBe(Buffer.byteLength(JSON.stringify(rest)))
  })

  it('where nothing was read at all, it is all that is in the props', () => {
    expect(summary({ a: 1 }, 't').paths).toEqual([
      { path: '', example: '', state: 'looked-at', bytes: 5, count: 1, of: 1 },
    ])
    expect(summary({ a: 1 }, '1')).toMatchObject({ paths: [], unreadBytes: 0, lookedAtBytes: 0 })
  })

  it('names what one function took whole', () => {
    expect(summary(PROPS, '(0j3;1s;(t))').whole).toEqual([{ path: 'list', place: 3 }])
  })
})
