import type { Job } from '../job.ts'
import type { JsonTree } from '../json-index.ts'
import { NONE } from '../json-index.ts'
import { readString } from '../text.ts'
import { keyStartBefore, stopOf } from '../tree.ts'
import { decodeBytes } from '../utf8.ts'
import type { Hits } from './hits.ts'
import { escapeRegex, literal, type TextQuery } from './query.ts'

/** Bytes looked at between two yields. */
const CHUNK = 512 * 1024
/** Longer strings are looked through in pieces. */
const PIECE = 4 * 1024 * 1024
const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Finds the keys and scalars that hold a text. The JSON itself is searched, a chunk at a time, and what is found is placed by the index: far quicker than a look at every
 * value. Where an escape could stand for what is looked for, the string is decoded, since the same character may be written in several ways.
 */
export function* searchText(tree: JsonTree, query: TextQuery, hits: Hits): Job<void> {
  const { bytes } = tree
  const wanted = literal(query)
  // As JSON holds it where nothing is escaped; a text that needs an escape stands only in strings that have one.
  const needsEscape = JSON.stringify(query.text) !== `"${query.text}"`
  const raw = needsEscape ? null : new RegExp(escapeRegex(query.text), wanted.flags)
  // `\n` and its like stand for characters that are always escaped; `\u0061` and `\/` for some that need not be.
  const spelled = new RegExp(needsEscape ? '\\\\' : query.text.includes('/') ? '\\\\[u/]' : '\\\\u', 'g')
  const overlap = query.text.length * 4 + 8
  const escaped = createEscaped(bytes)
  /** Everything before has been looked at, and the last hit is before it. */
  let done = 0
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const start = toCharacter(bytes, Math.max(0, from - overlap))
    const end = toCharacter(bytes, Math.min(bytes.length, from + CHUNK))
    if (end > done) {
      const chunk = { text: decodeBytes(bytes, start, end), bytes, start, end }
      lookAt(raw ? placesOf(raw, chunk) : [], placesOf(spelled, chunk))
    }
    yield end / bytes.length
  }

  /** Both in the order of the text: what was found as it is written, and escapes. */
  function lookAt(found: readonly number[], escapes: readonly number[]): void {
    for (let n = 0, e = 0; ; ) {
      while ((found[n] ?? done) < done) n++
      while ((escapes[e] ?? done) < done) e++
      const at = Math.min(found[n] ?? bytes.length, escapes[e] ?? bytes.length)
      if (at === bytes.length) return
      const isEscape = at === escapes[e]
      const text = textAt(tree, at)
      const decoded = text !== null && (isEscape || escaped.within(text))
      // Else it was found between two values, or across the end of one.
      const counts = text !== null && (decoded || isInside(raw as RegExp, bytes, at, text))
      if (!counts) {
        if (isEscape) e++
        else n++
        continue
      }
      if (!decoded || holds(bytes, text, wanted, overlap)) hits.add(text.node, text.inKey)
      done = text.stop
    }
  }
}

/** Which of the texts, asked for in their order, have an escape. */
function createEscaped(bytes: Uint8Array) {
  let next = bytes.indexOf(BACKSLASH)
  return {
    within({ start, stop }: Text): boolean {
      if (next !== NONE && next < start) next = bytes.indexOf(BACKSLASH, start)
      return next !== NONE && next < stop
    },
  }
}

/** A key or a scalar: where it is in the text, quotes included. */
interface Text {
  readonly node: number
  readonly inKey: boolean
  readonly start: number
  readonly stop: number
}

/** What the byte `at` belongs to; null between the values. */
function textAt(tree: JsonTree, at: number): Text | null {
  const { bytes, index } = tree
  let low = 0
  let high = index.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((index.start[middle] as number) <= at) low = middle + 1
    else high = middle
  }
  const node = low - 1
  const start = node < 0 ? bytes.length : (index.start[node] as number)
  const first = bytes[start]
  if (node >= 0 && first !== 0x7b && first !== 0x5b) {
    const stop = stopOf(tree, node)
    if (at < stop) return { node, inKey: false, start, stop }
  }
  // Behind that value, and before the next: its key.
  const next = index.start[low]
  const key = next === undefined ? NONE : keyStartBefore(bytes, next)
  if (key === NONE || at < key || next === undefined) return null
  const stop = closing(bytes, next)
  return at < stop ? { node: low, inKey: true, start: key, stop } : null
}

/** Behind the closing quote of the key whose value begins at `start`. */
function closing(bytes: Uint8Array, start: number): number {
  let at = start - 1
  while (bytes[at] !== QUOTE) at--
  return at + 1
}

/** Whether the match that begins at `place` ends within its own text. */
function isInside(raw: RegExp, bytes: Uint8Array, place: number, { start, stop }: Text): boolean {
  const quoted = bytes[start] === QUOTE
  if (place < start + (quoted ? 1 : 0)) return false
  const end = quoted ? stop - 1 : stop
  const found = new RegExp(raw.source, raw.flags.replace('g', 'y'))
  return found.test(decodeBytes(bytes, place, Math.min(end, place + 4 * raw.source.length + 8)))
}

/** Whether a string with escapes holds what is wanted. */
function holds(bytes: Uint8Array, { start, stop }: Text, wanted: RegExp, overlap: number): boolean {
  for (let from = start; ; ) {
    const { text, stop: end } = readString(bytes, from, PIECE)
    wanted.lastIndex = 0
    if (wanted.test(text)) return true
    if (end >= stop - 1) return false
    from = toPiece(bytes, end - overlap) - 1
  }
}

/** A place to begin at before `at`, in no escape and no character. */
function toPiece(bytes: Uint8Array, at: number): number {
  let place = toCharacter(bytes, at)
  // `\u003c` is the longest escape.
  for (let n = 0; n < 6 && bytes[place - 1 - n] !== undefined; n++) {
    if (bytes[place - 1 - n] !== BACKSLASH) continue
    let run = place - 1 - n
    while (bytes[run - 1] === BACKSLASH) run--
    place = run
    break
  }
  return place
}

function toCharacter(bytes: Uint8Array, at: number): number {
  let place = at
  while (place > 0 && place < bytes.length && ((bytes[place] as number) & 0xc0) === 0x80) place--
  return place
}

/** The bytes from `start` to `end`, as text. */
interface Chunk {
  readonly text: string
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Where matches begin, in bytes. */
function placesOf(pattern: RegExp, { text, bytes, start, end }: Chunk): number[] {
  const places: number[] = []
  const plain = text.length === end - start
  pattern.lastIndex = 0
  let character = 0
  let byte = start
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '') pattern.lastIndex++
    if (plain) {
      places.push(start + match.index)
      continue
    }
    for (; character < match.index; character++) {
      const lead = bytes[byte] as number
      byte += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
      // A pair of surrogates is one character of four bytes.
      if (lead >= 0xf0) character++
    }
    places.push(byte)
  }
  return places
}
