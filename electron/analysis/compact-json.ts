import type { Extent } from './json-bytes.ts'

/** JSON as `JSON.stringify` writes it. */
export interface CompactJson {
  readonly bytes: Uint8Array
  /** Of an object: where the values of its members are, by their keys, in order; else empty. */
  readonly members: readonly { readonly key: string; readonly bytes: number }[]
}

const VALUE = 0
const VALUE_OR_END = 1
const KEY = 2
const KEY_OR_END = 3
const COLON = 4
const COMMA_OR_END = 5
const DONE = 6

const LITERALS = new Map([
  [0x74, Buffer.from('true')],
  [0x66, Buffer.from('false')],
  [0x6e, Buffer.from('null')],
])
const SHORT = new Map([
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x22, '"'],
  [0x5c, '\\'],
])

/** Bytes from which on a native copy is quicker than a loop. */
const CALL_WORTH = 64

/**
 * Rewrites the JSON of `extent` without white space and without escapes that need not be, as `JSON.parse` and `JSON.stringify` would, but byte by byte: Next escapes `<`, `>`, `&`
 * and the two line separators in a document, and else writes what JSON.stringify gives. Numbers stay as they stand. Where it is no JSON: the offset of the first wrong byte.
 */
export function compactJson(source: Buffer, { from, to }: Extent): CompactJson | number {
  // One function, and no closures: what these share is read from memory for each byte, which takes three times as long.
  // Nothing grows on the way.
  const out = Buffer.allocUnsafeSlow(Math.max(0, to - from))
  let written = 0
  let at = from
  /** What of the source is not copied yet. */
  let run = from
  let state = VALUE
  /** 1: object, 0: list. */
  const stack: number[] = []
  let depth = 0
  let inObject = 0
  const members: { key: string; bytes: number }[] = []
  let key = ''
  let keyFrom = 0
  let valueFrom = 0

  while (at < to) {
    const byte = source[at] as number
    if (byte <= 0x20) {
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at
      written = copy(source, run, at, out, written)
      at += 1
      run = at
      continue
    }
    let isString = false
    let opens = -1
    let closes = false
    let ended = false
    switch (state) {
      case VALUE:
      case VALUE_OR_END:
        if (byte === 0x5d && state === VALUE_OR_END) {
          closes = true
          break
        }
        if (depth === 1 && inObject === 1) valueFrom = written + (at - run)
        if (byte === 0x22) isString = true
        else if (byte === 0x7b) opens = 1
        else if (byte === 0x5b) opens = 0
        else {
          const next = literalEnd(source, at, to)
          if (next < 0) return at
          at = next
          ended = true
        }
        break
      case KEY:
      case KEY_OR_END:
        if (byte === 0x22) {
          isString = true
          keyFrom = written + (at - run)
        } else if (byte === 0x7d && state === KEY_OR_END) closes = true
        else return at
        break
      case COLON:
        if (byte !== 0x3a) return at
        at += 1
        state = VALUE
        break
      case COMMA_OR_END:
        if (byte === 0x2c) {
          at += 1
          state = inObject === 1 ? KEY : VALUE
        } else if (byte === (inObject === 1 ? 0x7d : 0x5d)) closes = true
        else return at
        break
      default:
        return at
    }
    if (isString) {
      at += 1
      for (;;) {
        if (at >= to) return at
        const unit = source[at] as number
        if (unit === 0x22) break
        if (unit === 0x5c) {
          const { instead, length } = readEscape(source, at, to)
          if (length === 0) return at
          if (instead !== null) {
            written = copy(source, run, at, out, written)
            written += out.write(instead, written)
            run = at + length
          }
          at += length
        } else if (unit < 0x20) return at
        else at += 1
      }
      at += 1
      if (state === KEY || state === KEY_OR_END) {
        if (depth === 1) {
          written = copy(source, run, at, out, written)
          run = at
          key = String(JSON.parse(out.toString('utf8', keyFrom, written)))
        }
        state = COLON
      } else ended = true
    } else if (opens >= 0) {
      at += 1
      stack[depth] = opens
      depth += 1
      inObject = opens
      state = opens === 1 ? KEY_OR_END : VALUE_OR_END
    } else if (closes) {
      at += 1
      depth -= 1
      inObject = depth > 0 ? (stack[depth - 1] as number) : 0
      ended = true
    }
    if (ended) {
      state = depth === 0 ? DONE : COMMA_OR_END
      if (depth === 1 && inObject === 1) members.push({ key, bytes: written + (at - run) - valueFrom })
    }
  }
  if (state !== DONE) return at
  written = copy(source, run, at, out, written)
  return { bytes: written === out.byteLength ? out : Buffer.from(out.subarray(0, written)), members }
}

/** Copies a run to `written`; gives where the next goes. */
function copy(source: Buffer, from: number, to: number, out: Buffer, written: number): number {
  if (to - from > CALL_WORTH) return written + source.copy(out, written, from, to)
  let next = written
  for (let index = from; index < to; index += 1) {
    out[next] = source[index] as number
    next += 1
  }
  return next
}

interface Escape {
  /** What JSON.stringify writes; null: the same. */
  readonly instead: string | null
  /** Of the escape, in bytes; 0: it is none. */
  readonly length: number
}
const NO_ESCAPE: Escape = { instead: null, length: 0 }

/** The escape whose backslash is at `at`. */
function readEscape(source: Buffer, at: number, to: number): Escape {
  const named = source[at + 1]
  if (at + 1 >= to || named === undefined) return NO_ESCAPE
  if (named === 0x2f) return { instead: '/', length: 2 }
  if (named !== 0x75) return '"\\bfnrt'.includes(String.fromCharCode(named)) ? { instead: null, length: 2 } : NO_ESCAPE
  const unit = hex(source, at + 2, to)
  if (unit < 0) return NO_ESCAPE
  if (unit >= 0xd800 && unit <= 0xdfff) {
    const low = source[at + 6] === 0x5c && source[at + 7] === 0x75 ? hex(source, at + 8, to) : -1
    if (unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) return { instead: String.fromCharCode(unit, low), length: 12 }
    return { instead: `\\u${unit.toString(16)}`, length: 6 }
  }
  const short = unit < 0x60 ? SHORT.get(unit) : undefined
  if (short !== undefined) return { instead: `\\${short}`, length: 6 }
  if (unit < 0x20) return { instead: `\\u${unit.toString(16).padStart(4, '0')}`, length: 6 }
  return { instead: String.fromCharCode(unit), length: 6 }
}

/** Behind the number, `true`, `false` or `null` at `from`; -1 where there is none. */
function literalEnd(source: Buffer, from: number, to: number): number {
  let at = from
  const first = source[at] as number
  if (first !== 0x2d && !isDigit(first)) {
    const word = LITERALS.get(first)
    const end = word ? from + word.length : -1
    return word && end <= to && word.compare(source, from, end) === 0 ? end : -1
  }
  if (first === 0x2d) at += 1
  const zero = source[at] === 0x30
  const whole = digitsEnd(source, at, to)
  if (whole === at || (zero && whole > at + 1)) return -1
  at = whole
  if (at < to && source[at] === 0x2e) {
    at = digitsEnd(source, at + 1, to)
    if (at === whole + 1) return -1
  }
  if (at < to && (source[at] === 0x65 || source[at] === 0x45)) {
    at += 1
    if (source[at] === 0x2b || source[at] === 0x2d) at += 1
    const end = digitsEnd(source, at, to)
    if (end === at) return -1
    at = end
  }
  return at
}

function digitsEnd(source: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && isDigit(source[at])) at += 1
  return at
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** Four hexadecimal digits; -1 where they are not. */
function hex(source: Buffer, from: number, to: number): number {
  if (from + 4 > to) return -1
  let value = 0
  for (let at = from; at < from + 4; at += 1) {
    const byte = source[at] ?? 0
    const letter = byte | 0x20
    const digit = isDigit(byte) ? byte - 0x30 : letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}
