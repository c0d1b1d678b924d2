import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allNodes, aTree } from './a-tree.ts'
import { indexJson } from './index-json.ts'
import { type JsonTree, NONE } from './json-index.ts'
import { keyOf } from './text.ts'
import {
  childCount,
  childNodes,
  eachChild,
  keyStartOf,
  kindOf,
  lengthOf,
  nextOf,
  ordinalOf,
  parentOf,
  startOf,
  stopOf,
} from './tree.ts'
import { decodeBytes } from './utf8.ts'

const encode = (text: string) => new TextEncoder().encode(text)

function faultOf(text: string) {
  const result = indexJson(encode(text))
  return result.ok ? null : result.fault
}

/** The value that a tree describes, rebuilt node by node from the bytes: what is shown of it. Checks what the tree says of each on the way. */
function rebuild(tree: JsonTree, node = 0): unknown {
  const { index } = tree
  const kind = kindOf(tree, node)
  const ordinal = ordinalOf(index, node)
  if (kind !== 'object' && kind !== 'array') {
    expect(ordinal).toBe(NONE)
    return JSON.parse(decodeBytes(tree.bytes, startOf(tree, node), stopOf(tree, node)))
  }
  const parts: unknown[] = []
  const entries: [string, unknown][] = []
  if (ordinal !== NONE) {
    expect(index.children[ordinal]).toBeGreaterThan(0)
    const seen: number[] = []
    eachChild(tree, ordinal, child => {
      const at = child.node
      seen.push(at)
      expect(child.ordinal).toBe(ordinalOf(index, at))
      expect(child.stop).toBe(stopOf(tree, at))
      expect(parentOf(index, at)).toBe(node)
    })
    expect(seen).toEqual([...childNodes(index, ordinal)])
    expect(seen).toHaveLength(childCount(index, node))
    for (const at of seen) {
      const value = rebuild(tree, at)
      parts.push(value)
      const key = keyOf(tree, at, 1e9)
      expect(key === null).toBe(kind === 'array')
      if (key) entries.push([key.text, value])
    }
  }
  return kind === 'array' ? parts : Object.fromEntries(entries)
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, child) => sum + countValues(child), 1)
}

/** Byte lengths of every value's compact JSON, in the order of the text. */
function sizes(value: unknown): number[] {
  const own = encode(JSON.stringify(value)).length
  if (typeof value !== 'object' || value === null) return [own]
  return [own, ...Object.values(value).flatMap(sizes)]
}

const anyJson = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' })
const awkward = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1.5e-300,
      1e21,
      '',
      'é',
      '😀',
      '\ud800',
      '\udc00x',
      ' </script>',
      '\u202e',
      '\\"',
    ),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 6 }),
    fc
      .array(fc.tuple(fc.constantFrom('__proto__', 'constructor', 'a', '0', '"', '\\', '\ud800', ''), tie('value')), {
        maxLength: 6,
      })
      .map(entries => Object.fromEntries(entries)),
  ),
})).value

describe('indexJson against JSON.parse', () => {
  it.each([
    ['any JSON value', anyJson],
    ['awkward strings and keys', awkward],
  ])('%s: same values, same count, sizes of the compact JSON', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, value => {
        const text = JSON.stringify(value)
        const parsed: unknown = JSON.parse(text)
        const tree = aTree(text)
        expect(tree.index.count).toBe(countValues(parsed))
        expect(rebuild(tree)).toEqual(parsed)
        expect(allNodes(tree).map(node => lengthOf(tree, node))).toEqual(sizes(parsed))
      }),
      { numRuns: 500 },
    )
  })

  it('text with spaces: same values, and lengths that span the own text', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(1, 4, '\t', '\r\n '), (value, indent) => {
        const text = ` \n${JSON.stringify(value, null, indent)}\t\r`
        const tree = aTree(text)
        expect(rebuild(tree)).toEqual(JSON.parse(text))
        expect(lengthOf(tree, 0)).toBe(encode(text.trim()).length)
      }),
    )
  })

  it('accepts a damaged text only where JSON.parse does', () => {
    const mutation = fc.tuple(
      anyJson,
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '{', '}', ']', '0', '-', '.', 'e', '\n', 'u'),
    )
    fc.assert(
      fc.property(mutation, fc.boolean(), ([value, seed, put], replace) => {
        const text = JSON.stringify(value)
        const place = seed % (text.length + 1)
        const broken = text.slice(0, place) + put + text.slice(place + (replace ? 1 : 0))
        // A surrogate pair cut in half cannot be written as UTF-8; the bytes would be another text.
        fc.pre(!/\p{Surrogate}/u.test(broken))
        let accepted = true
        try {
          JSON.parse(broken)
        } catch {
          accepted = false
        }
        expect(faultOf(broken) === null).toBe(accepted)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('indexJson', () => {
  it('keeps duplicate and __proto__ keys, each with its own place', () => {
    const tree = aTree('{"a":1,"__proto__":{"x":2},"a":3}')
    const of = (ask: (node: number) => number) => allNodes(tree).map(ask)
    expect(tree.index.count).toBe(5)
    expect(of(node => keyStartOf(tree, node))).toEqual([NONE, 1, 7, 20, 27])
    expect(of(node => parentOf(tree.index, node))).toEqual([NONE, 0, 0, 2, 0])
    expect(of(node => nextOf(tree.index, node))).toEqual([5, 2, 4, 4, 5])
    expect(of(node => childCount(tree.index, node))).toEqual([3, 0, 1, 0, 0])
  })

  it('goes 200,000 levels deep without overflowing the stack', () => {
    const depth = 200_000
    const tree = aTree(`${'[{"a":'.repeat(depth / 2)}null${'}]'.repeat(depth / 2)}`)
    expect(tree.index.count).toBe(depth + 1)
    expect(lengthOf(tree, 0)).toBe((depth / 2) * 8 + 4)
  })

  it.each([
    ['', 0, 'empty'],
    ['{"a":1', 6, 'ends inside an object'],
    ['[1,2', 4, 'ends inside an array'],
    ['[1,]', 3, 'a value was wanted'],
    ['{"é":tru}', 9, 'no word'],
    ['"abc', 4, 'ends inside a string'],
    ['"a\nb"', 2, 'control character'],
    ['"\\u12g4"', 5, 'hexadecimal'],
    ['"\\x"', 1, 'no escape'],
    ['01', 1, 'goes on'],
    ['1.', 2, 'behind the point'],
    ['{"a" 1}', 5, '":"'],
    ['{a:1}', 1, 'key in quotes'],
    ['[1 2]', 3, '"," or "]"'],
    ['{} {}', 3, 'goes on'],
    ['NaN', 0, 'a value was wanted'],
  ])('says where %j breaks', (text, at, message) => {
    const fault = faultOf(text)
    expect(fault?.at).toBe(at)
    expect(fault?.message).toContain(message)
  })
})
