import { hashBytes, sameBytes } from '../hash.ts'
import type { JsonTree } from '../json-index.ts'
import { readString } from '../text.ts'
import { eachChild, isObject, keyStartBefore, ordinalOf, startOf } from '../tree.ts'
import { decodeBytes } from '../utf8.ts'

/** The elements of an array: entries, and where their texts stop. */
export interface Elements {
  readonly tree: JsonTree
  readonly nodes: Int32Array
  readonly stops: Int32Array
}

/** Which elements belong together, by their positions. */
export interface Alignment {
  /** On both sides; `moved` where its order among these is another one. `equal`: nothing in it differs. */
  readonly pairs: readonly {
    readonly a: number
    readonly b: number
    readonly moved: boolean
    readonly equal: boolean
  }[]
  readonly removed: readonly number[]
  readonly added: readonly number[]
}

/** What elements are known by, the first that all of them have and no two share. */
const IDENTITIES = ['id', '_id', 'uuid', 'key', 'slug', 'sku', 'code', 'handle']

export function elementsOf(tree: JsonTree, ordinal: number): Elements {
  const count = tree.index.children[ordinal] ?? 0
  const nodes = new Int32Array(count)
  const stops = new Int32Array(count)
  eachChild(tree, ordinal, (child, position) => {
    nodes[position] = child.node
    stops[position] = child.stop
  })
  return { tree, nodes, stops }
}

/** Which element of `a` is which of `b`: by an identity that all have, or else by what is in them, and what is left by its place between those. */
export function align(a: Elements, b: Elements): Alignment {
  const identity = identitiesOf(a, b)
  const found = identity ?? equalOnes(a, b)
  const inOrder = longestRising(found.map(pair => pair.b))
  const pairs = found.map((pair, n) => ({ ...pair, moved: !inOrder.has(n) }))
  const usedA = new Set(found.map(pair => pair.a))
  const usedB = new Set(found.map(pair => pair.b))
  const removed: number[] = []
  const added: number[] = []
  if (identity) {
    for (let n = 0; n < a.nodes.length; n++) if (!usedA.has(n)) removed.push(n)
    for (let n = 0; n < b.nodes.length; n++) if (!usedB.has(n)) added.push(n)
    return { pairs, removed, added }
  }
  // Between two that stayed in order, what is left on both sides is taken for the same element, changed.
  let atA = 0
  let atB = 0
  const stayed = [...pairs.filter(pair => !pair.moved), { a: a.nodes.length, b: b.nodes.length }]
  for (const stop of stayed) {
    const leftA = unused(atA, stop.a, usedA)
    const leftB = unused(atB, stop.b, usedB)
    const both = Math.min(leftA.length, leftB.length)
    for (let n = 0; n < both; n++) {
      pairs.push({ a: leftA[n] ?? 0, b: leftB[n] ?? 0, moved: false, equal: false })
    }
    removed.push(...leftA.slice(both))
    added.push(...leftB.slice(both))
    atA = stop.a + 1
    atB = stop.b + 1
  }
  return { pairs: pairs.sort((one, other) => one.b - other.b), removed, added }
}

function unused(from: number, to: number, used: ReadonlySet<number>): number[] {
  const left: number[] = []
  for (let n = from; n < to; n++) if (!used.has(n)) left.push(n)
  return left
}

type Found = { readonly a: number; readonly b: number; readonly equal: boolean }[]

/** Pairs in the order of `a`, by the first identity that serves; null where none does. */
function identitiesOf(a: Elements, b: Elements): Found | null {
  if (a.nodes.length === 0 || b.nodes.length === 0) return null
  for (const name of IDENTITIES) {
    const left = byIdentity(a, name)
    const right = left && byIdentity(b, name)
    if (!left || !right) continue
    const pairs: Found = []
    for (const [value, n] of left) {
      const other = right.get(value)
      if (other !== undefined) pairs.push({ a: n, b: other, equal: false })
    }
    return pairs
  }
  return null
}

function byIdentity(elements: Elements, name: string): Map<string, number> | null {
  const { tree, nodes } = elements
  const known = new Map<string, number>()
  for (const [position, node] of nodes.entries()) {
    const value = isObject(tree, node) ? scalarOf(tree, node, name) : null
    if (value === null || known.has(value)) return null
    known.set(value, position)
  }
  return known
}

/** The JSON text of the member `name`, where it is a string or a number. */
function scalarOf(tree: JsonTree, node: number, name: string): string | null {
  const ordinal = ordinalOf(tree.index, node)
  if (ordinal < 0) return null
  let value: string | null = null
  eachChild(tree, ordinal, child => {
    const start = startOf(tree, child.node)
    const first = tree.bytes[start] ?? 0
    const scalar = first === 0x22 || first === 0x2d || (first >= 0x30 && first <= 0x39)
    if (!scalar || readString(tree.bytes, keyStartBefore(tree.bytes, start), name.length + 1).text !== name) return
    value = decodeBytes(tree.bytes, start, child.stop)
  })
  return value
}

/** Pairs of elements whose texts are the same, each used once, in the order of `a`. */
function equalOnes(a: Elements, b: Elements): Found {
  const waiting = new Map<number, number[]>()
  // From the end, so that the first of several equal ones is taken first.
  for (let n = b.nodes.length - 1; n >= 0; n--) {
    const hash = hashOf(b, n)
    const list = waiting.get(hash)
    if (list) list.push(n)
    else waiting.set(hash, [n])
  }
  const pairs: Found = []
  for (let n = 0; n < a.nodes.length; n++) {
    const list = waiting.get(hashOf(a, n))
    const other = list?.at(-1)
    if (other === undefined || !sameText(a, n, b, other)) continue
    list?.pop()
    pairs.push({ a: n, b: other, equal: true })
  }
  return pairs
}

function hashOf({ tree, nodes, stops }: Elements, n: number): number {
  return hashBytes(tree.bytes, startOf(tree, nodes[n] ?? 0), stops[n] ?? 0)
}

function sameText(a: Elements, n: number, b: Elements, m: number): boolean {
  const from = startOf(a.tree, a.nodes[n] ?? 0)
  const other = startOf(b.tree, b.nodes[m] ?? 0)
  const length = (a.stops[n] ?? 0) - from
  return length === (b.stops[m] ?? 0) - other && sameBytes(a.tree.bytes, from, b.tree.bytes, other, length)
}

/** The places in `values`, all different, of a longest rising row of them. */
export function longestRising(values: readonly number[]): Set<number> {
  /** For each length, the place that ends a row of it with the smallest value. */
  const ends: number[] = []
  const before = new Int32Array(values.length)
  for (const [place, value] of values.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    before[place] = low === 0 ? -1 : (ends[low - 1] ?? -1)
    ends[low] = place
  }
  const places = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) places.add(at)
  return places
}
