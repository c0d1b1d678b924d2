import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTree, aTreeOf } from '../a-tree.ts'
import { now } from '../job.ts'
import { pathOf } from '../text.ts'
import { lengthOf } from '../tree.ts'
import { compressed } from './compressed.ts'
import { largest } from './largest.ts'
import { type MapNode, mapOf } from './map.ts'
import { repeated } from './repeated.ts'

const product = (n: number) => ({ id: n, image: { src: '/placeholder.webp', width: 800, height: 600 } })

describe('largest', () => {
  it('lists what is large by itself, not what holds it', () => {
    const tree = aTreeOf({
      page: { body: 'x'.repeat(500) },
      list: Array.from({ length: 20 }, (_, n) => product(n)),
      s: 1,
    })
    const found = now(largest(tree, 3)).map(({ node }) => pathOf(tree, node))
    expect(found).toEqual(['list', 'page.body', 'list[10]'])
    expect(now(largest(aTreeOf('only'), 5))).toEqual([{ node: 0, bytes: 6 }])
  })

  it('gives no more than asked for, largest first, with their true sizes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 1, max: 5 }), (value, count) => {
        const tree = aTreeOf({ value })
        const found = now(largest(tree, count))
        expect(found.length).toBeLessThanOrEqual(count)
        expect(found.map(one => one.bytes)).toEqual(found.map(one => lengthOf(tree, one.node)).sort((a, b) => b - a))
      }),
    )
  })
})

describe('repeated', () => {
  it('finds equal subtrees and strings, and what sharing them would save', () => {
    const tree = aTreeOf({
      list: [product(1), product(2), product(3)],
      text: 'a text that is long enough',
      other: 'a text that is long enough',
    })
    const found = now(repeated(tree, 10))
    const image = JSON.stringify(product(1).image).length
    expect(found.map(one => [pathOf(tree, one.nodes[0] ?? 0), one.count, one.bytes, one.saved])).toEqual([
      ['list[0].image', 3, image, image * 2],
      ['text', 2, 28, 28],
    ])
    expect(found[0]?.nodes.map(node => pathOf(tree, node))).toEqual(['list[0].image', 'list[1].image', 'list[2].image'])
  })

  it('tells nothing where nothing repeats, and copes with 10,000 levels', () => {
    expect(now(repeated(aTreeOf({ a: 'one text that is long', b: 'another text that is long' }), 10))).toEqual([])
    expect(now(repeated(aTree(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`), 10))).toEqual([])
  })

  it('only tells of values that are the same, as often as it says', () => {
    const leaf = fc.constantFrom('a text of more than twenty four', 'another text, also long enough', 1, null)
    const value = fc.array(
      fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b'), leaf)),
    )
    fc.assert(
      fc.property(value, one => {
        const tree = aTreeOf(one)
        const texts = new Map<string, number>()
        JSON.parse(JSON.stringify(one), (_, inner: unknown) => {
          const text = JSON.stringify(inner)
          texts.set(text, (texts.get(text) ?? 0) + 1)
          return inner
        })
        for (const group of now(repeated(tree, 100))) {
          const node = group.nodes[0] ?? 0
          const text = new TextDecoder().decode(
            tree.bytes.subarray(tree.index.start[node] ?? 0, (tree.index.start[node] ?? 0) + group.bytes),
          )
          expect(texts.get(text)).toBe(group.count)
        }
      }),
    )
  })
})

describe('compressed', () => {
  it('comes near to gzip, and its parts make up the whole', () => {
    const words = 'desk lamp oak steel light warm cold long cord dimmer switch table'.split(' ')
    const list = Array.from({ length: 2_000 }, (_, n) => ({
      id: n * 7919,
      name: `${words[n % 12]} ${words[(n * 5) % 11]} ${n}`,
      price: (n * 37) % 1000,
    }))
    const bytes = new TextEncoder().encode(JSON.stringify(list))
    const found = now(compressed(bytes))
    expect(found.whole / gzipSync(bytes).length).toBeGreaterThan(0.5)
    expect(found.whole / gzipSync(bytes).length).toBeLessThan(2)
    const half = bytes.length >> 1
    expect(found.between(0, half) + found.between(half, bytes.length)).toBeCloseTo(found.whole, 3)
    const same = new TextEncoder().encode(JSON.stringify(Array(2_000).fill('the same again')))
    expect(now(compressed(same)).whole).toBeLessThan(same.length / 20)
  })
})

describe('mapOf', () => {
  const bytesIn = (map: MapNode): number => map.children.reduce((sum, child) => sum + child.bytes, 0)
  it('draws the large parts, the small ones together, and never more than there is', () => {
    const tree = aTreeOf({ big: 'x'.repeat(5_000), list: Array(3_000).fill(1), a: 1, b: 2 })
    const map = mapOf(tree, 0)
    expect(map.children.map(child => [child.name, child.node < 0])).toEqual([
      ['list', false],
      ['big', false],
      ['2', true],
    ])
    const check = (part: MapNode): void => {
      expect(bytesIn(part)).toBeLessThanOrEqual(part.bytes)
      part.children.forEach(check)
    }
    check(map)
  })
})
