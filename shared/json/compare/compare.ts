import { sameFor } from '../hash.ts'
import type { Job } from '../job.ts'
import { type JsonTree, NONE } from '../json-index.ts'
import { anyOf, type PathPattern, type PatternState } from '../path-pattern.ts'
import { accessTo, previewOf, readString } from '../text.ts'
import { eachChild, isArray, isObject, keyStartBefore, kindOf, ordinalOf, startOf, stopOf } from '../tree.ts'
import { align, elementsOf } from './align.ts'
import type { CompareOptions, Comparison, Side } from './comparison.ts'
import { createFindings, type Findings } from './findings.ts'

const LIMIT = 2_000
const PREVIEW = 120
/** Pairs between two yields. */
const STEPS = 512

/** The way to a value, from the end. */
type Way = { readonly up: Way; readonly access: string } | null

/** Two values that stand at the same place. */
interface Pair {
  readonly a: number
  readonly b: number
  readonly aWay: Way
  readonly bWay: Way
  readonly state: PatternState | null
}

/** A stretch of the first text known to be the same `shift` bytes on in the second. */
interface Same {
  from: number
  to: number
  shift: number
}

/**
 * Compares two payloads, `before` and `after`. Objects are compared by key (of a duplicate the last counts, as for JSON.parse, and the order of keys does not), arrays by what their
 * elements are (`align.ts`), strings by their characters, numbers by how they are written. Equal texts are passed over without a look inside. Throws where a pattern of
 * `ignore` is none: check them with `anyOf` first.
 */
export function* comparePayloads(before: JsonTree, after: JsonTree, options: CompareOptions = {}): Job<Comparison> {
  const { ignore = [], limit = LIMIT } = options
  const read = anyOf(ignore)
  if (!read.ok) throw new Error(read.why)
  const pattern = ignore.length > 0 ? read.pattern : null
  const found = createFindings(before, after, limit)
  const stack: Pair[] = [{ a: 0, b: 0, aWay: null, bWay: null, state: pattern?.start ?? null }]
  const same: Same = { from: 0, to: 0, shift: 0 }
  const whole = Math.max(1, before.bytes.length)
  let step = 0
  for (let pair = stack.pop(); pair; pair = stack.pop()) {
    if (++step % STEPS === 0) yield Math.min(1, startOf(before, pair.a) / whole)
    if (equalTexts(before, after, pair, same)) continue
    if (pattern && pair.state && pattern.accepts(pair.state)) {
      found.ignored++
      continue
    }
    const aKind = kindOf(before, pair.a)
    const bKind = kindOf(after, pair.b)
    if (aKind !== bKind) found.changed(sideOf(before, pair.a, pair.aWay), sideOf(after, pair.b, pair.bWay))
    else if (aKind === 'object') yield* objects(before, after, pair, { pattern, found, stack })
    else if (aKind === 'array') yield* arrays(before, after, pair, { pattern, found, stack })
    else if (aKind !== 'string' || textOf(before, pair.a) !== textOf(after, pair.b)) {
      found.changed(sideOf(before, pair.a, pair.aWay), sideOf(after, pair.b, pair.bWay))
    }
  }
  return found.result(topOf(before, after))
}

interface Walk {
  readonly pattern: PathPattern | null
  readonly found: Findings
  readonly stack: Pair[]
}

/** Whether the two texts are the same; remembers how far they are, so that a deep difference is not looked for again on every level. */
function equalTexts(before: JsonTree, after: JsonTree, { a, b }: Pair, same: Same): boolean {
  const aFrom = startOf(before, a)
  const bFrom = startOf(after, b)
  const length = stopOf(before, a) - aFrom
  if (length !== stopOf(after, b) - bFrom) return false
  const shift = bFrom - aFrom
  const known = same.shift === shift && same.from <= aFrom ? Math.max(0, Math.min(same.to - aFrom, length)) : 0
  const more = sameFor(before.bytes, aFrom + known, after.bytes, bFrom + known, length - known)
  if (known === 0) same.from = aFrom
  same.shift = shift
  same.to = aFrom + known + more
  return known + more === length
}

function* objects(before: JsonTree, after: JsonTree, pair: Pair, walk: Walk): Job<void> {
  const { found, stack, pattern } = walk
  const left = yield* membersOf(before, pair.a)
  const right = yield* membersOf(after, pair.b)
  const later: Pair[] = []
  const stateFor = (name: string) => (pattern && pair.state ? pattern.key(pair.state, name) : null)
  const ignores = (name: string) => {
    const state = stateFor(name)
    return pattern !== null && state !== null && pattern.accepts(state)
  }
  for (const [name, b] of right) {
    const a = left.get(name)
    const bWay = { up: pair.bWay, access: accessTo(name) }
    if (a !== undefined) later.push({ a, b, aWay: { up: pair.aWay, access: bWay.access }, bWay, state: stateFor(name) })
    else if (ignores(name)) found.ignored++
    else found.added(sideOf(after, b, bWay))
  }
  for (const [name, a] of left) {
    if (right.has(name)) continue
    if (ignores(name)) found.ignored++
    else found.removed(sideOf(before, a, { up: pair.aWay, access: accessTo(name) }))
  }
  // The stack gives the last first.
  for (let n = later.length - 1; n >= 0; n--) stack.push(later[n] as Pair)
}

/** Entries by key. */
function* membersOf(tree: JsonTree, node: number): Job<Map<string, number>> {
  const members = new Map<string, number>()
  const ordinal = ordinalOf(tree.index, node)
  if (ordinal === NONE) return members
  eachChild(tree, ordinal, child => {
    const from = keyStartBefore(tree.bytes, startOf(tree, child.node))
    members.set(readString(tree.bytes, from, Number.POSITIVE_INFINITY).text, child.node)
  })
  yield startOf(tree, node) / tree.bytes.length
  return members
}

function* arrays(before: JsonTree, after: JsonTree, pair: Pair, walk: Walk): Job<void> {
  const { found, stack, pattern } = walk
  const at = [ordinalOf(before.index, pair.a), ordinalOf(after.index, pair.b)] as const
  const a = at[0] === NONE ? nothing(before) : elementsOf(before, at[0])
  const b = at[1] === NONE ? nothing(after) : elementsOf(after, at[1])
  const { pairs, removed, added } = align(a, b)
  yield startOf(before, pair.a) / before.bytes.length
  const stateFor = (n: number) => (pattern && pair.state ? pattern.element(pair.state, n) : null)
  const ignores = (n: number) => {
    const state = stateFor(n)
    return pattern !== null && state !== null && pattern.accepts(state)
  }
  const aSide = (n: number) => sideOf(before, a.nodes[n] ?? 0, { up: pair.aWay, access: `[${n}]` })
  const bSide = (n: number) => sideOf(after, b.nodes[n] ?? 0, { up: pair.bWay, access: `[${n}]` })
  for (const n of removed)
    if (ignores(n)) found.ignored++
    else found.removed(aSide(n))
  for (const n of added)
    if (ignores(n)) found.ignored++
    else found.added(bSide(n))
  for (let at = pairs.length - 1; at >= 0; at--) {
    const one = pairs[at] as (typeof pairs)[number]
    if (one.moved && !ignores(one.b)) found.moved(aSide(one.a), bSide(one.b))
    if (one.equal) continue
    stack.push({
      a: a.nodes[one.a] ?? 0,
      b: b.nodes[one.b] ?? 0,
      aWay: { up: pair.aWay, access: `[${one.a}]` },
      bWay: { up: pair.bWay, access: `[${one.b}]` },
      state: stateFor(one.b),
    })
  }
}

const nothing = (tree: JsonTree) => ({ tree, nodes: new Int32Array(0), stops: new Int32Array(0) })

const textOf = (tree: JsonTree, node: number): string =>
  readString(tree.bytes, startOf(tree, node), Number.POSITIVE_INFINITY).text

function sideOf(tree: JsonTree, node: number, way: Way): Side {
  const segments: string[] = []
  for (let at = way; at; at = at.up) segments.push(at.access)
  return {
    path: segments.reverse().join('').replace(/^\./, ''),
    node,
    kind: kindOf(tree, node),
    bytes: stopOf(tree, node) - startOf(tree, node),
    preview: previewOf(tree, node, PREVIEW).text,
  }
}

/** Keys listed side by side, at most. */
const TOP = 200

function topOf(before: JsonTree, after: JsonTree): Comparison['top'] {
  const sizes = new Map<string, { before: number | null; after: number | null }>()
  const add = (tree: JsonTree, side: 'before' | 'after') => {
    const ordinal = ordinalOf(tree.index, 0)
    if (ordinal === NONE || isArray(tree, 0) || !isObject(tree, 0)) return
    eachChild(tree, ordinal, (child, position) => {
      if (position >= TOP) return false
      const start = startOf(tree, child.node)
      const key = readString(tree.bytes, keyStartBefore(tree.bytes, start), 200).text
      const size = sizes.get(key) ?? { before: null, after: null }
      size[side] = child.stop - start
      sizes.set(key, size)
      return true
    })
  }
  add(after, 'after')
  add(before, 'before')
  return Array.from(sizes, ([key, size]) => ({ key, ...size }))
}
