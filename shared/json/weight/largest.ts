import type { Job } from '../job.ts'
import { type JsonTree, NONE } from '../json-index.ts'
import { eachChild, lengthOf, startOf } from '../tree.ts'

/** A value, and the bytes of its JSON. */
export interface Weighed {
  readonly node: number
  readonly bytes: number
}

/** A container of which one child is nearly all is no news: the child is. */
const NEARLY_ALL = 0.9
const STEPS = 20_000

/** The largest values, largest first: strings, and containers that are large by themselves rather than by one child. */
export function* largest(tree: JsonTree, atMost: number): Job<readonly Weighed[]> {
  const { index } = tree
  const heaviest = new Int32Array(index.containers)
  let found: Weighed[] = []
  let least = 0
  const consider = (node: number, bytes: number) => {
    if (bytes <= least) return
    found.push({ node, bytes })
    if (found.length < atMost * 8) return
    found = top(found, atMost)
    least = found.at(-1)?.bytes ?? 0
  }
  let steps = 0
  for (let ordinal = 0; ordinal < index.containers; ordinal++) {
    let heavy = 0
    eachChild(tree, ordinal, child => {
      const bytes = child.stop - startOf(tree, child.node)
      if (bytes > heavy) heavy = bytes
      if (child.ordinal === NONE) consider(child.node, bytes)
      steps++
    })
    heaviest[ordinal] = heavy
    const bytes = (index.stop[ordinal] ?? 0) - startOf(tree, index.node[ordinal] ?? 0)
    if (ordinal > 0 && heavy < bytes * NEARLY_ALL) consider(index.node[ordinal] ?? 0, bytes)
    if (steps > STEPS) {
      steps = 0
      yield startOf(tree, index.node[ordinal] ?? 0) / tree.bytes.length
    }
  }
  if (index.containers === 0) consider(0, lengthOf(tree, 0))
  return top(found, atMost)
}

const top = (all: readonly Weighed[], atMost: number): Weighed[] =>
  [...all].sort((a, b) => b.bytes - a.bytes || a.node - b.node).slice(0, atMost)
