import { formatCount } from '../ui/format.ts'
import { type JsonIndex, kindOf, NODE, NONE } from './json-index.ts'

/** A JSON payload's UTF-8 bytes with the index of what is in it. */
export interface JsonTree {
  readonly bytes: Uint8Array
  readonly index: JsonIndex
}

/** A piece of text; `rest` counts the bytes of JSON text that were left out, 0 where it is whole. */
export interface Clipped {
  readonly text: string
  readonly rest: number
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** The bytes `from` to `to` as text; bytes that are no UTF-8 become U+FFFD. */
export function decodeBytes(bytes: Uint8Array, from: number, to: number): string {
  return utf8.decode(bytes.subarray(from, to))
}

/**
 * The string whose opening quote is at `from`, at most about `limit` bytes of it. Never cut inside an escape or a character.
 * `end`: the place behind its closing quote where that is known, to tell what was left out.
 */
function readString(bytes: Uint8Array, from: number, limit: number): { text: string; stop: number; closed: boolean } {
  const first = from + 1
  let at = first
  while (at < bytes.length && at - first < limit) {
    const byte = bytes[at] as number
    if (byte === QUOTE) break
    if (byte === BACKSLASH) at += bytes[at + 1] === 0x75 ? 6 : 2
    else at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
  }
  const raw = decodeBytes(bytes, first, at)
  return { text: unescaped(raw), stop: at, closed: bytes[at] === QUOTE }
}

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}

/** A member's key, or null for elements of arrays and the root. */
export function keyOf({ bytes, index }: JsonTree, node: number, limit = 200): Clipped | null {
  const from = index.keyStart[node] ?? NONE
  if (from === NONE) return null
  const { text, stop, closed } = readString(bytes, from, limit)
  // Between key and value stand a quote and a colon at least; with more room between them the figure is a few bytes high.
  return { text, rest: closed ? 0 : Math.max(1, (index.start[node] ?? 0) - stop - 2) }
}

/** A string's characters, at most about `limit` bytes of them. */
export function stringOf({ bytes, index }: JsonTree, node: number, limit: number): Clipped {
  const start = index.start[node] ?? 0
  const { text, stop } = readString(bytes, start, limit)
  return { text, rest: start + (index.length[node] ?? 0) - 1 - stop }
}

/** The value's own JSON text, at most `limit` bytes of it. */
export function jsonOf({ bytes, index }: JsonTree, node: number, limit: number): Clipped {
  const start = index.start[node] ?? 0
  const length = index.length[node] ?? 0
  return { text: decodeBytes(bytes, start, start + Math.min(length, limit)), rest: Math.max(0, length - limit) }
}

/** A scalar as it is shown: a string's characters without quotes, or the literal. Containers give their count, `{5}` or `[500]`. */
export function previewOf(tree: JsonTree, node: number, limit: number): Clipped {
  const { index } = tree
  switch (kindOf(index, node)) {
    case 'object':
      return { text: `{${formatCount(index.children[node] ?? 0)}}`, rest: 0 }
    case 'array':
      return { text: `[${formatCount(index.children[node] ?? 0)}]`, rest: 0 }
    case 'string':
      return stringOf(tree, node, limit)
    default:
      return jsonOf(tree, node, limit)
  }
}

/** Position of `node` among its siblings in the text. */
export function positionOf(index: JsonIndex, node: number): number {
  const parent = index.parent[node] ?? NONE
  if (parent === NONE) return 0
  let position = 0
  for (let at = parent + 1; at < node; at = index.next[at] ?? node) position++
  return position
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/** The way to a value as JavaScript would write it behind `props`: `list[3].name`, `["odd key"]`; empty for the root. */
export function pathOf(tree: JsonTree, node: number): string {
  const { index } = tree
  const segments: string[] = []
  for (let at = node; (index.parent[at] ?? NONE) !== NONE; at = index.parent[at] as number) {
    const parent = index.parent[at] as number
    if (index.kind[parent] === NODE.array) {
      segments.push(`[${positionOf(index, at)}]`)
      continue
    }
    const key = keyOf(tree, at, Number.POSITIVE_INFINITY)?.text ?? ''
    segments.push(IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)
  }
  return segments.reverse().join('').replace(/^\./, '')
}
