import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTree, aTreeOf } from './a-tree.ts'
import { indented } from './indented.ts'
import { resolvePath } from './resolve-path.ts'
import { pathOf } from './text.ts'
import { typeScriptOf } from './typescript.ts'

describe('typeScriptOf', () => {
  it('names objects, merges elements, and knows what is optional', () => {
    const props = {
      product: { id: 7, 'sold out': false, categories: [] },
      items: [
        { id: 1, price: 2, image: { src: 'a' } },
        { id: 'x', note: null, image: { src: 'b' } },
      ],
      boxes: [[1], ['a', null]],
      nothing: {},
    }
    expect(typeScriptOf(aTreeOf(props), 0)).toBe(
      `export interface Props {
  product: Product
  items: Item[]
  boxes: (string | number | null)[][]
  nothing: Record<string, never>
}

export interface Product {
  id: number
  "sold out": boolean
  categories: never[]
}

export interface Item {
  id: string | number
  price?: number
  image: Image
  note?: null
}

export interface Image {
  src: string
}
`,
    )
  })

  it('gives two objects of one name and other members two names, the same members one', () => {
    const text = typeScriptOf(aTreeOf({ a: { image: { x: 1 } }, b: { image: { y: 1 } }, c: { image: { x: 2 } } }), 0)
    expect(text.match(/interface Image\d? /g)).toEqual(['interface Image ', 'interface Image2 '])
    expect(text).toContain('interface C {\n  image: Image\n}')
  })

  it('takes objects with very many keys for records, and says where it stopped', () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`k${n}`, { v: n }]))
    expect(typeScriptOf(aTreeOf({ many }), 0)).toContain('many: Record<string, ManyValue>')
    const deep = aTree(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)
    expect(typeScriptOf(deep, 0)).toContain('not every value was looked at')
    expect(typeScriptOf(aTreeOf([1, 'a']), 0)).toBe('export type Props = (string | number)[]\n')
    expect(typeScriptOf(aTreeOf({ ['__proto__']: 1, '': 2 }), 0)).toContain('__proto__: number')
  })
})

it('indents as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
      expect(indented(aTreeOf(value), 0, 1e9)).toBe(JSON.stringify(value, null, 2))
    }),
  )
  expect(indented(aTree('[12345678901234567890, "\\u003c"]'), 0, 1e9)).toBe(
    '[\n  12345678901234567890,\n  "\\u003c"\n]',
  )
  expect(indented(aTreeOf({ a: 'x'.repeat(100) }), 0, 50)).toBeNull()
})

it('finds what a path leads to', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), value => {
      const tree = aTreeOf({ root: value })
      for (let node = 0; node < tree.index.count; node++) expect(resolvePath(tree, pathOf(tree, node))).toBe(node)
    }),
  )
  expect(resolvePath(aTreeOf({ a: [1] }), 'a[1]')).toBeNull()
  expect(resolvePath(aTreeOf({ a: [1] }), 'a.b')).toBeNull()
})
