import { type JsonTree, NONE } from './json-index.ts'
import { childCount, keyStartOf, kindOf, parentOf, parentOrdinal, startOf, stopOf } from './tree.ts'
import { decodeBytes } from './utf8.ts'

/** A piece of text; `rest` counts the bytes of JSON text that were left out, 0 where it is whole. */
export interface Clipped {
  readonly text: string
  readonly rest: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * The string whose opening quote is at `from`, at most about `limit` bytes of it, never cut inside an escape or a character.
 * `stop`: the place of its closing quote, or where it was cut.
 */
export function readString(
  bytes: Uint8Array,
  from: number,
  limit: number,
): { readonly text: string; readonly stop: number; readonly closed: boolean } {
  const first = from + 1
  let at = first
  let plain = true
  while (at < bytes.length && at - first < limit) {
    const byte = bytes[at] as number
    if (byte === QUOTE) break
    if (byte === BACKSLASH) {
      plain = false
      at += bytes[at + 1] === 0x75 ? 6 : 2
    } else at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
  }
  const raw = decodeBytes(bytes, first, at)
  return { text: plain ? raw : unescaped(raw), stop: at, closed: bytes[at] === QUOTE }
}

/** What stands between the quotes of a JSON string, as the string that it means. */
export function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}

/** A member's key, or null for elements of arrays and the root. */
export function keyOf(tree: JsonTree, node: number, limit = 200): Clipped | null {
  const from = keyStartOf(tree, node)
  if (from === NONE) return null
  const { text, stop, closed } = readString(tree.bytes, from, limit)
  // Between key and value stand a quote and a colon at least; with more room between them the figure is a few bytes high.
  return { text, rest: closed ? 0 : Math.max(1, startOf(tree, node) - stop - 2) }
}

/** A string's characters, at most about `limit` bytes of them. */
export function stringOf(tree: JsonTree, node: number, limit: number): Clipped {
  const { text, stop } = readString(tree.bytes, startOf(tree, node), limit)
  return { text, rest: stopOf(tree, node) - 1 - stop }
}

/** The value's own JSON text, at most `limit` bytes of it. */
export function jsonOf(tree: JsonTree, node: number, limit: number): Clipped {
  const start = startOf(tree, node)
  const length = stopOf(tree, node) - start
  return { text: decodeBytes(tree.bytes, start, start + Math.min(length, limit)), rest: Math.max(0, length - limit) }
}

const counts = new Intl.NumberFormat('en-US')

/** A scalar as it is shown: a string's characters without quotes, or the literal. Containers give their count, `{5}` or `[500]`. */
export function previewOf(tree: JsonTree, node: number, limit: number): Clipped {
  switch (kindOf(tree, node)) {
    case 'object':
      return { text: `{${counts.format(childCount(tree.index, node))}}`, rest: 0 }
    case 'array':
      return { text: `[${counts.format(childCount(tree.index, node))}]`, rest: 0 }
    case 'string':
      return stringOf(tree, node, limit)
    default:
      return jsonOf(tree, node, limit)
  }
}

/** Position of `node` among its siblings in the text. */
export function positionOf({ index }: JsonTree, node: number): number {
  const parent = parentOrdinal(index, node)
  if (parent === NONE) return 0
  let position = 0
  let inner = parent + 1
  for (let at = (index.node[parent] as number) + 1; at < node; position++) {
    if (inner < index.containers && index.node[inner] === at) {
      at = index.next[inner] as number
      inner = index.skip[inner] as number
    } else at++
  }
  return position
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/** A key as JavaScript writes an access to it: `.name` or `["odd key"]`. */
export const accessTo = (key: string): string => (IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)

export const isIdentifier = (key: string): boolean => IDENTIFIER.test(key)

/** The way to a value as JavaScript would write it behind `props`: `list[3].name`, `["odd key"]`; empty for the root. */
export function pathOf(tree: JsonTree, node: number): string {
  const segments: string[] = []
  for (let at = node; ; ) {
    const parent = parentOf(tree.index, at)
    if (parent === NONE) return segments.reverse().join('').replace(/^\./, '')
    const key = keyOf(tree, at, Number.POSITIVE_INFINITY)
    segments.push(key === null ? `[${positionOf(tree, at)}]` : accessTo(key.text))
    at = parent
  }
}
