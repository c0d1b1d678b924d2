import { hashBytes, sameBytes } from '../hash.ts'
import type { Job } from '../job.ts'
import { type JsonTree, NONE } from '../json-index.ts'
import { eachChild, isObject, keyStartBefore, parentOrdinal, startOf, stopOf } from '../tree.ts'

/** A value that stands more than once. */
export interface Repeated {
  /** Where it stands, the first places. */
  readonly nodes: readonly number[]
  readonly count: number
  /** Of one. */
  readonly bytes: number
  /** What the payload would be smaller by, if all but the first were left out. */
  readonly saved: number
}

/** Smaller ones are not worth a reference. */
const SMALLEST = 24
const PLACES = 20
/** Groups held at a time; the least saving ones go first. */
const GROUPS = 100_000
const STEPS = 20_000

interface Group {
  readonly hash: number
  readonly bytes: number
  readonly nodes: number[]
  count: number
}

/**
 * Equal subtrees and strings that stand more than once, by what sharing them would save. Found by a hash of every subtree, which is made of those of its children, so that each byte is
 * read once; what is told was compared byte by byte. What only repeats since something around it does is left out.
 */
export function* repeated(tree: JsonTree, atMost: number): Job<readonly Repeated[]> {
  const { index, bytes } = tree
  const hashes = new Int32Array(index.containers)
  const groups = new Map<number, Group>()
  let steps = 0
  const add = (node: number, hash: number, length: number) => {
    if (length < SMALLEST) return
    const key = (hash >>> 0) * 0x200000 + (length & 0x1fffff)
    const group = groups.get(key)
    if (!group) {
      groups.set(key, { hash, bytes: length, nodes: [node], count: 1 })
      if (groups.size > GROUPS) thin(groups)
      return
    }
    group.count++
    // They come from the end of the text.
    group.nodes.unshift(node)
    if (group.nodes.length > PLACES) group.nodes.pop()
  }
  // Children have higher numbers than what they are in.
  for (let ordinal = index.containers - 1; ordinal >= 0; ordinal--) {
    const node = index.node[ordinal] ?? 0
    const object = isObject(tree, node)
    let hash = object ? 17 : 31
    eachChild(tree, ordinal, child => {
      const start = startOf(tree, child.node)
      if (object) hash = mix(hash, keyHash(bytes, start))
      const own = child.ordinal === NONE ? hashBytes(bytes, start, child.stop) : (hashes[child.ordinal] ?? 0)
      hash = mix(hash, own)
      if (child.ordinal === NONE && bytes[start] === 0x22) add(child.node, own, child.stop - start)
      steps++
    })
    hashes[ordinal] = hash
    if (ordinal > 0) add(node, hash, (index.stop[ordinal] ?? 0) - startOf(tree, node))
    if (steps > STEPS) {
      steps = 0
      yield 1 - startOf(tree, node) / bytes.length
    }
  }
  const all = [...groups.values()].filter(group => group.count > 1 && !isOnlyInner(tree, group, groups, hashes))
  all.sort((a, b) => savedBy(b) - savedBy(a))
  return all
    .slice(0, atMost)
    .filter(group => isEqual(tree, group))
    .map(group => ({
      nodes: group.nodes.sort((a, b) => a - b),
      count: group.count,
      bytes: group.bytes,
      saved: savedBy(group),
    }))
}

const savedBy = ({ count, bytes }: Group): number => (count - 1) * bytes
const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193) + 0x9e3779b9

function keyHash(bytes: Uint8Array, start: number): number {
  return hashBytes(bytes, keyStartBefore(bytes, start), start)
}

function thin(groups: Map<number, Group>): void {
  const worth = [...groups].sort(([, a], [, b]) => (b.count - 0.9) * b.bytes - (a.count - 0.9) * a.bytes)
  for (const [key] of worth.slice(GROUPS >> 1)) groups.delete(key)
}

/** Whether it stands as often as what its first one is in: then that is the news. */
function isOnlyInner(tree: JsonTree, group: Group, groups: ReadonlyMap<number, Group>, hashes: Int32Array): boolean {
  const parent = parentOrdinal(tree.index, group.nodes[0] ?? 0)
  if (parent <= 0) return false
  const length = (tree.index.stop[parent] ?? 0) - startOf(tree, tree.index.node[parent] ?? 0)
  const around = groups.get(((hashes[parent] ?? 0) >>> 0) * 0x200000 + (length & 0x1fffff))
  return around !== undefined && around.count >= group.count
}

function isEqual(tree: JsonTree, { nodes, bytes }: Group): boolean {
  const first = startOf(tree, nodes[0] ?? 0)
  return nodes.every(
    node =>
      stopOf(tree, node) - startOf(tree, node) === bytes &&
      sameBytes(tree.bytes, first, tree.bytes, startOf(tree, node), bytes),
  )
}
