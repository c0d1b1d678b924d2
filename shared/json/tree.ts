import { type JsonIndex, type JsonTree, NONE, type NodeKind } from './json-index.ts'

/*
 * What stands where in a tree. Entries ("nodes") count all values, ordinals count containers; a function says which it wants.
 */

const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c

const KINDS: Readonly<Record<number, NodeKind>> = {
  123: 'object',
  91: 'array',
  34: 'string',
  116: 'true',
  102: 'false',
  110: 'null',
}

export function kindOf({ bytes, index }: JsonTree, node: number): NodeKind {
  return KINDS[bytes[index.start[node] ?? 0] ?? 0] ?? 'number'
}

/** An object or an array, also an empty one. */
export const isContainer = (tree: JsonTree, node: number): boolean => isObject(tree, node) || isArray(tree, node)
export const isObject = (tree: JsonTree, node: number): boolean => tree.bytes[tree.index.start[node] ?? 0] === 0x7b
export const isArray = (tree: JsonTree, node: number): boolean => tree.bytes[tree.index.start[node] ?? 0] === 0x5b

/** The last container at or before `node`; `NONE` where the root is a scalar. */
export function ordinalAtOrBefore({ node: nodes, containers }: JsonIndex, node: number): number {
  let low = 0
  let high = containers
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((nodes[middle] as number) <= node) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The container that `node` is, `NONE` where it has no children. */
export function ordinalOf(index: JsonIndex, node: number): number {
  const ordinal = ordinalAtOrBefore(index, node)
  return ordinal !== NONE && index.node[ordinal] === node ? ordinal : NONE
}

/** The container that `node` is in, `NONE` for the root. */
export function parentOrdinal(index: JsonIndex, node: number): number {
  if (node === 0) return NONE
  let ordinal = ordinalAtOrBefore(index, node - 1)
  while (ordinal !== NONE && (index.next[ordinal] as number) <= node) ordinal = index.up[ordinal] as number
  return ordinal
}

/** The entry that `node` is in, `NONE` for the root. */
export function parentOf(index: JsonIndex, node: number): number {
  const ordinal = parentOrdinal(index, node)
  return ordinal === NONE ? NONE : (index.node[ordinal] as number)
}

/** Number of direct children. */
export function childCount(index: JsonIndex, node: number): number {
  const ordinal = ordinalOf(index, node)
  return ordinal === NONE ? 0 : (index.children[ordinal] as number)
}

/** The entry behind `node` and all that is in it. */
export function nextOf(index: JsonIndex, node: number): number {
  const ordinal = ordinalOf(index, node)
  return ordinal === NONE ? node + 1 : (index.next[ordinal] as number)
}

export const startOf = ({ index }: JsonTree, node: number): number => index.start[node] ?? 0

/** Bytes of the value's own JSON text, without its key. */
export function lengthOf(tree: JsonTree, node: number): number {
  return stopOf(tree, node) - startOf(tree, node)
}

/** Behind the value's own JSON text, in bytes. */
export function stopOf(tree: JsonTree, node: number): number {
  const { index, bytes } = tree
  const ordinal = ordinalAtOrBefore(index, node)
  if (ordinal !== NONE && index.node[ordinal] === node) return index.stop[ordinal] as number
  const parent = node === 0 ? NONE : parentOrdinal(index, node)
  if (parent === NONE) return backOverSpace(bytes, bytes.length)
  return leafStop(tree, node, parent)
}

/** As `stopOf`, of a value without children in the container `parent`: without a look for the container. */
export function leafStop({ bytes, index }: JsonTree, node: number, parent: number): number {
  if (node + 1 >= (index.next[parent] as number)) return backOverSpace(bytes, (index.stop[parent] as number) - 1)
  const start = index.start[node + 1] as number
  const object = bytes[index.start[index.node[parent] as number] as number] === 0x7b
  const from = object ? keyStartBefore(bytes, start) : start
  return backOverSpace(bytes, backOverSpace(bytes, from) - 1)
}

/** Where the opening quote of the key is whose value begins at `start`. */
export function keyStartBefore(bytes: Uint8Array, start: number): number {
  let at = backOverSpace(bytes, start) - 1
  if (bytes[at] !== COLON) return NONE
  at = backOverSpace(bytes, at) - 2
  while (bytes[at] !== QUOTE || isEscaped(bytes, at)) at--
  return at
}

/** Where the node's key begins; `NONE` for elements of arrays and for the root. */
export function keyStartOf(tree: JsonTree, node: number): number {
  const parent = parentOf(tree.index, node)
  return parent === NONE || !isObject(tree, parent) ? NONE : keyStartBefore(tree.bytes, startOf(tree, node))
}

/** Within a string a quote is behind an odd number of backslashes, and its own two are not. */
function isEscaped(bytes: Uint8Array, quote: number): boolean {
  let at = quote
  while (bytes[at - 1] === BACKSLASH) at--
  return (quote - at) % 2 === 1
}

function backOverSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (at > 0 && isSpace(bytes[at - 1] as number)) at--
  return at
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** A container's children in the order of the text: entry, own container (`NONE` for a value without children), and where its text stops. */
export interface Child {
  node: number
  ordinal: number
  stop: number
}

/**
 * Calls `visit` for each child of a container; ends where it returns false. One `Child` is used for all of them: keep what is in it, not the object.
 * Costs a step for each child, whatever is in them.
 */
export function eachChild(
  tree: JsonTree,
  ordinal: number,
  visit: (child: Child, position: number) => boolean | undefined,
) {
  const { index } = tree
  const count = index.children[ordinal] as number
  const child: Child = { node: 0, ordinal: NONE, stop: 0 }
  let node = (index.node[ordinal] as number) + 1
  let inner = ordinal + 1
  for (let position = 0; position < count; position++) {
    const container = inner < index.containers && index.node[inner] === node
    child.node = node
    child.ordinal = container ? inner : NONE
    child.stop = container ? (index.stop[inner] as number) : leafStop(tree, node, ordinal)
    const { ordinal: own } = child
    if (visit(child, position) === false) return
    if (own === NONE) node++
    else {
      node = index.next[own] as number
      inner = index.skip[own] as number
    }
  }
}

/** The entries of a container's children. */
export function childNodes(index: JsonIndex, ordinal: number): Int32Array {
  const nodes = new Int32Array(index.children[ordinal] as number)
  let node = (index.node[ordinal] as number) + 1
  let inner = ordinal + 1
  for (let n = 0; n < nodes.length; n++) {
    nodes[n] = node
    if (inner < index.containers && index.node[inner] === node) {
      node = index.next[inner] as number
      inner = index.skip[inner] as number
    } else node++
  }
  return nodes
}
