import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertNever } from '../../units.ts'
import { aTree, aTreeOf } from '../a-tree.ts'
import { now } from '../job.ts'
import { longestRising } from './align.ts'
import { comparePayloads } from './compare.ts'
import { type CompareOptions, type Difference, isSame } from './comparison.ts'

const compare = (a: unknown, b: unknown, options?: CompareOptions) =>
  now(comparePayloads(aTreeOf(a), aTreeOf(b), options))

/** Differences in words: `+ path`, `- path`, `~ path: before > after`, `path > path` for what moved. */
function words(a: unknown, b: unknown, options?: CompareOptions): string[] {
  return compare(a, b, options).differences.map(wordsOf).sort()
}

function wordsOf(one: Difference): string {
  switch (one.kind) {
    case 'added':
      return `+ ${one.after.path}`
    case 'removed':
      return `- ${one.before.path}`
    case 'changed':
      return `~ ${one.after.path}: ${one.before.preview} > ${one.after.preview}`
    case 'moved':
      return `${one.before.path} > ${one.after.path}`
    default:
      return assertNever(one)
  }
}

describe('comparePayloads', () => {
  it('tells what was added, removed and changed, by path', () => {
    expect(words({ a: 1, b: { c: 'x', d: [] }, e: null }, { a: 2, b: { c: 'x', d: [1] }, f: true })).toEqual([
      '+ b.d[0]',
      '+ f',
      '- e',
      '~ a: 1 > 2',
    ])
    expect(words('a', ['a'])).toEqual(['~ : a > [1]'])
  })

  it('knows elements by their identity, also where they changed and moved', () => {
    const item = (id: number, price = 1) => ({ id, price })
    expect(words({ l: [item(1), item(2), item(3)] }, { l: [item(0), item(1), item(2, 9), item(3)] })).toEqual([
      '+ l[0]',
      '~ l[2].price: 1 > 9',
    ])
    expect(words([item(1), item(2), item(3)], [item(3), item(1), item(2)])).toEqual(['[2] > [0]'])
  })

  it('aligns elements without one by what is in them', () => {
    expect(words(['a', 'b', 'c', 'd'], ['x', 'a', 'b', 'd'])).toEqual(['+ [0]', '- [2]'])
    expect(words(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual(['~ [1]: b > x'])
    expect(words([1, 1, 2], [1, 2, 1])).toEqual(['[1] > [2]'])
  })

  it('tells what went here and came there as moved', () => {
    const user = { name: 'mira', mail: 'mira@example.com' }
    expect(words({ session: { user }, x: 1 }, { session: {}, account: user, x: 1 })).toEqual(['session.user > account'])
  })

  it('leaves ignored paths out, and counts them', () => {
    const a = { list: [{ id: 1, updatedAt: 5, price: 1 }], now: 1 }
    const b = { list: [{ id: 1, updatedAt: 6, price: 2 }], now: 2 }
    const { ignored, counts } = compare(a, b, { ignore: ['*.updatedAt', 'now'] })
    expect([ignored, counts.changed]).toEqual([2, 1])
    expect(words({ a: 1 }, { b: 2 }, { ignore: ['a', 'b'] })).toEqual([])
    expect(() => compare(a, b, { ignore: ['a..b'] })).toThrow('a..b')
  })

  it('sets sizes of the top side by side, and bounds the list', () => {
    const { top, bytes } = compare({ a: 'xx', b: 1 }, { c: [], a: 'x' })
    expect(top).toEqual([
      { key: 'c', before: null, after: 2 },
      { key: 'a', before: 4, after: 3 },
      { key: 'b', before: 1, after: null },
    ])
    expect(bytes.before).toBe('{"a":"xx","b":1}'.length)
    const many = compare({}, Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n])), { limit: 10 })
    expect([many.counts.added, many.differences.length, many.cut]).toEqual([50, 10, true])
  })

  it('compares strings by characters and numbers as written; a duplicate key by its last', () => {
    const of = (a: string, b: string) => now(comparePayloads(aTree(a), aTree(b)))
    expect(isSame(of('{"a":"\\u003c"}', '{"a":"<"}'))).toBe(true)
    expect(of('[9007199254740993]', '[9007199254740992]').counts.changed).toBe(1)
    expect(isSame(of('{"a":1,"a":2}', '{"a":2}'))).toBe(true)
    expect(of('{"__proto__":{"x":1}}', '{"__proto__":{"x":2}}').differences).toHaveLength(1)
  })

  it('finds a difference 10,000 levels down', () => {
    const deep = (end: string) => aTree('{"a":'.repeat(10_000) + end + '}'.repeat(10_000))
    const { counts } = now(comparePayloads(deep('1'), deep('2')))
    expect(counts.changed).toBe(1)
  })

  const value = fc.jsonValue({ maxDepth: 4 })
  it('tells nothing of a value and itself, nor of one with its keys turned round', () => {
    fc.assert(
      fc.property(value, one => {
        expect(isSame(compare(one, one))).toBe(true)
      }),
    )
    const turned = (one: unknown): unknown =>
      Array.isArray(one)
        ? one.map(turned)
        : one !== null && typeof one === 'object'
          ? Object.fromEntries(
              Object.entries(one)
                .reverse()
                .map(([key, inner]) => [key, turned(inner)]),
            )
          : one
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())), one => {
        expect(isSame(compare(one, turned(one)))).toBe(true)
      }),
    )
  })

  it('tells something of any two values that differ, and the sides point at what is there', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
        const result = compare(a, b)
        expect(isSame(result)).toBe(same)
        expect(result.differences).toHaveLength(Object.values(result.counts).reduce((sum, count) => sum + count, 0))
      }),
    )
  })
})

const sorted = (one: unknown): unknown =>
  Array.isArray(one)
    ? one.map(sorted)
    : one !== null && typeof one === 'object'
      ? {
          members: Object.entries(one)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        }
      : one

it('finds a longest rising row', () => {
  expect([...longestRising([2, 0, 1, 5, 3, 4])].sort((a, b) => a - b)).toEqual([1, 2, 4, 5])
  expect(longestRising([]).size).toBe(0)
})
