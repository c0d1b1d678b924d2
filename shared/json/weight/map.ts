import type { NodeKind } from '../json-index.ts'
import { type JsonTree, NONE } from '../json-index.ts'
import { keyOf } from '../text.ts'
import { eachChild, isArray, kindOf, lengthOf, ordinalOf, startOf } from '../tree.ts'

/** A part of the payload as an area. */
export interface MapNode {
  /** `NONE` for all that is too small to be drawn by itself. */
  readonly node: number
  /** The key, an element's number, or how many small ones they are. */
  readonly name: string
  readonly kind: NodeKind
  readonly bytes: number
  /** Values directly in it, also those that are not drawn. */
  readonly count: number
  readonly children: readonly MapNode[]
}

/** Parts below this share of what is drawn are drawn together, and no more than so many levels. */
const SMALLEST = 0.005
const LEVELS = 5
const PARTS = 600

/** What a value's bytes are, as areas within areas. */
export function mapOf(tree: JsonTree, node: number): MapNode {
  const whole = Math.max(1, lengthOf(tree, node))
  let left = PARTS
  const part = (at: number, name: string, level: number): MapNode => {
    const bytes = lengthOf(tree, at)
    const kind = kindOf(tree, at)
    const ordinal = ordinalOf(tree.index, at)
    const count = ordinal === NONE ? 0 : (tree.index.children[ordinal] as number)
    if (ordinal === NONE || level >= LEVELS) return { node: at, name, kind, bytes, count, children: [] }
    const large: { node: number; position: number; bytes: number }[] = []
    let small = 0
    let smallBytes = 0
    eachChild(tree, ordinal, (child, position) => {
      const size = child.stop - startOf(tree, child.node)
      if (size / whole >= SMALLEST) large.push({ node: child.node, position, bytes: size })
      else {
        small++
        smallBytes += size
      }
    })
    large.sort((a, b) => b.bytes - a.bytes)
    const shown = large.slice(0, Math.max(0, left))
    left -= shown.length
    for (const one of large.slice(shown.length)) {
      small++
      smallBytes += one.bytes
    }
    // A list of nothing but small ones is one area.
    if (shown.length === 0) return { node: at, name, kind, bytes, count, children: [] }
    const array = isArray(tree, at)
    const children = shown.map(one =>
      part(one.node, array ? `[${one.position}]` : (keyOf(tree, one.node, 80)?.text ?? ''), level + 1),
    )
    if (smallBytes > 0)
      children.push({ node: NONE, name: String(small), kind: 'null', bytes: smallBytes, count: 0, children: [] })
    return { node: at, name, kind, bytes, count, children }
  }
  return part(node, node === 0 ? 'props' : (keyOf(tree, node, 80)?.text ?? 'element'), 0)
}
