import { type JsonTree, NONE } from './json-index.ts'
import { readString } from './text.ts'
import { eachChild, isObject, keyStartBefore, kindOf, ordinalOf, startOf } from './tree.ts'

/** What a place of the payload holds, over all values that stand there. */
export interface Shape {
  readonly scalars: Set<'string' | 'number' | 'boolean' | 'null'>
  /** null: no object stands there. */
  object: {
    readonly fields: Map<string, { readonly shape: Shape; seen: number }>
    count: number
    wide: Shape | null
  } | null
  /** Of the elements; null: no array stands there. */
  array: Shape | null
  /** Something below was not looked at. */
  open: boolean
}

export interface ShapeBounds {
  /** Values to look at, and levels to go down. */
  readonly values: number
  readonly depth: number
  /** Keys of one place; with more of them they are taken for data (`Record<string, …>`). */
  readonly fields: number
}

const BOUNDS: ShapeBounds = { values: 2_000_000, depth: 40, fields: 150 }

export const newShape = (): Shape => ({ scalars: new Set(), object: null, array: null, open: false })

/** The shape of a value; `whole` false where the bounds ended the look. */
export function shapeOf(
  tree: JsonTree,
  node: number,
  bounds: ShapeBounds = BOUNDS,
): { readonly shape: Shape; readonly whole: boolean } {
  const root = newShape()
  const left = { values: bounds.values, whole: true }
  const look = (at: number, shape: Shape, depth: number): void => {
    if (left.values-- <= 0 || depth > bounds.depth) {
      left.whole = false
      shape.open = true
      return
    }
    const kind = kindOf(tree, at)
    if (kind === 'string' || kind === 'number' || kind === 'null') return void shape.scalars.add(kind)
    if (kind === 'true' || kind === 'false') return void shape.scalars.add('boolean')
    const ordinal = ordinalOf(tree.index, at)
    if (isObject(tree, at)) {
      shape.object ??= { fields: new Map(), count: 0, wide: null }
      shape.object.count++
    } else shape.array ??= newShape()
    if (ordinal === NONE) return
    const { array, object } = shape
    eachChild(tree, ordinal, ({ node: child }) => {
      if (kind === 'array' && array) look(child, array, depth + 1)
      else if (object) look(child, fieldOf(object, nameOf(tree, child), bounds.fields), depth + 1)
      return left.values > 0
    })
    if (left.values <= 0) left.whole = false
  }
  look(node, root, 0)
  return { shape: root, whole: left.whole }
}

const nameOf = (tree: JsonTree, node: number): string =>
  readString(tree.bytes, keyStartBefore(tree.bytes, startOf(tree, node)), 1_000).text

function fieldOf(object: NonNullable<Shape['object']>, name: string, atMost: number): Shape {
  if (object.wide) return object.wide
  const known = object.fields.get(name)
  if (known) {
    known.seen++
    return known.shape
  }
  if (object.fields.size >= atMost) {
    object.wide = newShape()
    for (const { shape } of object.fields.values()) merge(object.wide, shape)
    object.fields.clear()
    return object.wide
  }
  const shape = newShape()
  object.fields.set(name, { shape, seen: 1 })
  return shape
}

function merge(into: Shape, from: Shape): void {
  for (const scalar of from.scalars) into.scalars.add(scalar)
  into.open ||= from.open
  if (from.array) {
    into.array ??= newShape()
    merge(into.array, from.array)
  }
  if (!from.object) return
  into.object ??= { fields: new Map(), count: 0, wide: null }
  into.object.count += from.object.count
  for (const [name, { shape, seen }] of from.object.fields) {
    const known = into.object.fields.get(name) ?? { shape: newShape(), seen: 0 }
    merge(known.shape, shape)
    known.seen += seen
    into.object.fields.set(name, known)
  }
  if (from.object.wide) {
    into.object.wide ??= newShape()
    merge(into.object.wide, from.object.wide)
  }
}
