import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allNodes, aTree } from './a-tree.ts'
import { jsonOf, keyOf, pathOf, previewOf, stringOf } from './text.ts'

describe('text', () => {
  it('writes paths as JavaScript does, and they lead to the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), value => {
        const text = JSON.stringify({ root: value })
        const tree = aTree(text)
        for (const node of allNodes(tree)) {
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
    const tree = aTree('{"a b":{"0":[1,{"é":2}],"__proto__":3,"\\"":4}}')
    expect(allNodes(tree).map(node => pathOf(tree, node))).toEqual([
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
        const tree = aTree(text)
        const clipped = stringOf(tree, 0, limit)
        const whole = stringOf(tree, 0, 1e9)
        expect(whole).toEqual({ text: value, rest: 0 })
        expect(value.startsWith(clipped.text)).toBe(true)
        expect(clipped.rest === 0).toBe(clipped.text === value)
      }),
    )
  })

  it('clips keys, and shows scalars and counts', () => {
    const tree = aTree(`{"${'k'.repeat(300)}":[1,2],"s":"x","o":{},"n":-1e5,"z":null}`)
    const key = keyOf(tree, 1, 10)
    expect(key?.text).toBe('k'.repeat(10))
    expect(key?.rest).toBe(290)
    expect([1, 4, 5, 6, 7].map(node => previewOf(tree, node, 100).text)).toEqual(['[2]', 'x', '{0}', '-1e5', 'null'])
    expect(keyOf(tree, 0)).toBeNull()
    expect(keyOf(tree, 2)).toBeNull()
  })
})
