import type { JsonTree } from '../json-index.ts'
import { NONE } from '../json-index.ts'
import type { PathPattern, PatternState } from '../path-pattern.ts'
import { readString } from '../text.ts'
import { eachChild, isObject, keyStartBefore, ordinalOf, startOf } from '../tree.ts'
import { decodeAscii, decodeBytes } from '../utf8.ts'

/** Keys and scalars on their way to whoever matches them: `text` is all of them one behind the other, `ends` where each ends. */
export interface Batch {
  readonly text: string
  readonly ends: Int32Array
  /** Entry of each; of a key, the entry of its value. */
  readonly nodes: Int32Array
  readonly inKey: Uint8Array
  /** How much of all has been read with this batch, 0 to 1. */
  readonly done: number
}

/** Characters of one batch: what a pattern must get through before it is asked for an answer. */
const BATCH = 256 * 1024
/** Of a longer string only the beginning is looked at. */
export const LONGEST_VALUE = 8 * 1024 * 1024

/** All keys and scalars, in the order of the text. */
export function* valuesOf(tree: JsonTree): Generator<Batch, void, void> {
  const { bytes, index } = tree
  const batch = createBatch()
  const strings = createStrings(bytes)
  for (let node = 0; node < index.count; node++) {
    const start = startOf(tree, node)
    const key = keyStartBefore(bytes, start)
    if (key !== NONE) batch.add(node, true, strings.at(key))
    const text = bytes[start] === 0x22 ? strings.at(start) : scalarAt(bytes, start)
    if (text !== null) batch.add(node, false, text)
    if (batch.full) yield batch.take(start / bytes.length)
  }
  yield batch.take(1)
}

/** The values under a path. Containers come with an empty text where nothing is asked of it (`any`), and not at all where something is. */
export function* valuesAt(tree: JsonTree, pattern: PathPattern, any: boolean): Generator<Batch, void, void> {
  const { bytes, index } = tree
  const batch = createBatch()
  const stack: { readonly node: number; readonly state: PatternState }[] = [{ node: 0, state: pattern.start }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, state } = top
    if (pattern.accepts(state)) {
      const text = any ? '' : scalarAt(bytes, startOf(tree, node))
      if (text !== null) batch.add(node, false, text)
      if (batch.full) yield batch.take(startOf(tree, node) / bytes.length)
    }
    const ordinal = ordinalOf(index, node)
    if (ordinal === NONE || pattern.dead(state)) continue
    const object = isObject(tree, node)
    const below: { node: number; state: PatternState }[] = []
    eachChild(tree, ordinal, (child, position) => {
      const next = object
        ? pattern.key(state, keyAt(bytes, startOf(tree, child.node)))
        : pattern.element(state, position)
      if (!pattern.dead(next)) below.push({ node: child.node, state: next })
    })
    for (let n = below.length - 1; n >= 0; n--) stack.push(below[n] as (typeof below)[number])
  }
  yield batch.take(1)
}

const keyAt = (bytes: Uint8Array, start: number): string =>
  readString(bytes, keyStartBefore(bytes, start), Number.POSITIVE_INFINITY).text

/** A scalar's text: a string's characters, or the literal as it is written; null for containers. */
function scalarAt(bytes: Uint8Array, start: number): string | null {
  const first = bytes[start]
  if (first === 0x7b || first === 0x5b) return null
  if (first === 0x22) return readString(bytes, start, LONGEST_VALUE).text
  let end = start
  while (end < bytes.length && isLiteral(bytes[end] as number)) end++
  return decodeBytes(bytes, start, end)
}

/** Bytes that are decoded at once, as a decoder costs more for each call than for each byte. */
const WINDOW = 128 * 1024

/** Decodes strings that come one behind the other. */
function createStrings(bytes: Uint8Array) {
  let from = 0
  let to = 0
  let text = ''
  return {
    /** The string whose opening quote is at `quote`. */
    at(quote: number): string {
      let end = quote + 1
      while (isPlain(bytes[end] as number)) end++
      if (bytes[end] !== 0x22 || end - quote > WINDOW) return readString(bytes, quote, LONGEST_VALUE).text
      if (quote < from || end > to) {
        from = quote
        to = Math.min(bytes.length, from + WINDOW + 2)
        text = decodeAscii(bytes, from, to)
      }
      return text.slice(quote + 1 - from, end - from)
    },
  }
}

const isPlain = (byte: number): boolean => byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c
const isLiteral = (byte: number): boolean => byte > 0x20 && byte !== 0x2c && byte !== 0x5d && byte !== 0x7d

function createBatch() {
  let parts: string[] = []
  let nodes: number[] = []
  let keys: number[] = []
  let length = 0
  return {
    get full() {
      return length >= BATCH || nodes.length >= BATCH / 8
    },
    add(node: number, inKey: boolean, text: string) {
      parts.push(text)
      nodes.push(node)
      keys.push(inKey ? 1 : 0)
      length += text.length
    },
    take(done: number): Batch {
      let end = 0
      const ends = Int32Array.from(parts, part => {
        end += part.length
        return end
      })
      const batch = { text: parts.join(''), ends, nodes: Int32Array.from(nodes), inKey: Uint8Array.from(keys), done }
      parts = []
      nodes = []
      keys = []
      length = 0
      return batch
    },
  }
}

/** Which texts of a batch a pattern matches. Runs for as long as the pattern wants to. */
export function matchBatch({ text, ends }: Pick<Batch, 'text' | 'ends'>, pattern: RegExp): Int32Array {
  const matched: number[] = []
  let from = 0
  for (const [n, end] of ends.entries()) {
    pattern.lastIndex = 0
    if (pattern.test(text.slice(from, end))) matched.push(n)
    from = end
  }
  return Int32Array.from(matched)
}
