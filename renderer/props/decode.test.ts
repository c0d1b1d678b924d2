import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonTree, jsonOf, keyOf, pathOf, previewOf, stringOf } from './decode.ts'
import { indexJson } from './index-json.ts'

function treeOf(text: string): JsonTree {
  const bytes = new TextEncoder().encode(text)
  const result = indexJson(bytes)
  if (!result.ok) throw new Error(result.fault.message)
  return { bytes, index: result.index }
}

const all = (tree: JsonTree) => Array.from({ length: tree.index.count }, (_, node) => node)

describe('decode', () => {
  it('writes paths as JavaScript does, and they lead to the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), value => {
        const text = JSON.stringify({ root: value })
        const tree = treeOf(text)
        for (const node of all(tree)) {
          const path = pathOf(tree, node)
          const found: unknown =
            path === ''
              ? JSON.parse(text)
              : new Function('props', `return props${path.startsWith('[') ? '' : '.'}${path}`)(JSON.parse(text))
          expect(JSON.stringify(found)).toBe(jsonOf(tree, node, 1e9).text)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('quotes keys that are no names', () => {
    const tree = treeOf('{"a b":{"0":[1,{"é":2}],"__proto__":3,"\\"":4}}')
    expect(all(tree).map(node => pathOf(tree, node))).toEqual([
      '',
      '["a b"]',
      '["a b"]["0"]',
      '["a b"]["0"][0]',
      '["a b"]["0"][1]',
      '["a b"]["0"][1].é',
      '["a b"].__proto__',
      '["a b"]["\\""]',
    ])
  })

  it('clips strings at a character, and says how much is left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (value, limit) => {
        const text = JSON.stringify(value)
        const tree = treeOf(text)
        const clipped = stringOf(tree, 0, limit)
        const whole = stringOf(tree, 0, 1e9)
        expect(whole).toEqual({ text: value, rest: 0 })
        expect(value.startsWith(clipped.text)).toBe(true)
        expect(clipped.rest === 0).toBe(clipped.text === value)
      }),
    )
  })

  it('clips keys, and shows scalars and counts', () => {
    const tree = treeOf(`{"${'k'.repeat(300)}":[1,2],"s":"x","o":{},"n":-1e5,"z":null}`)
    const key = keyOf(tree, 1, 10)
    expect(key?.text).toBe('k'.repeat(10))
    expect(key?.rest).toBe(290)
    expect([1, 4, 5, 6, 7].map(node => previewOf(tree, node, 100).text)).toEqual(['[2]', 'x', '{0}', '-1e5', 'null'])
    expect(keyOf(tree, 0)).toBeNull()
    expect(keyOf(tree, 2)).toBeNull()
  })
})
