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
  // Nothing grows on the way.
  const out = Buffer.allocUnsafeSlow(Math.max(0, to - from))
  let written = 0
  let at = from
  /** What of the source is not copied yet. */
  let run = from
  let state = VALUE
  /** 1: object, 0: list. */
  const stack: number[] = []
  const members: { key: string; bytes: number }[] = []
  let key = ''
  let valueFrom = 0

  const flush = (until: number) => {
    if (until - run > CALL_WORTH) written += source.copy(out, written, run, until)
    else for (let index = run; index < until; index += 1) out[written++] = source[index] ?? 0
    run = until
  }
  const skip = (next: number) => {
    flush(at)
    at = next
    run = next
  }
  const instead = (text: string, next: number) => {
    skip(next)
    written += out.write(text, written)
  }
  const ended = () => {
    if (stack.length === 0) state = DONE
    else state = COMMA_OR_END
    if (stack.length === 1 && stack[0] === 1) members.push({ key, bytes: written + (at - run) - valueFrom })
  }
  /** `at` is behind the opening quote, and comes to stand behind the closing one; false: no string. */
  function string(): boolean {
    while (at < to) {
      const byte = source[at] ?? 0
      if (byte === 0x22) {
        at += 1
        return true
      }
      if (byte < 0x20) return false
      if (byte !== 0x5c) at += 1
      else if (!escaped()) return false
    }
    return false
  }
  function escaped(): boolean {
    const named = source[at + 1]
    if (at + 1 >= to || named === undefined) return false
    if (named === 0x2f) {
      instead('/', at + 2)
      return true
    }
    if (named !== 0x75) {
      if (!'"\\bfnrt'.includes(String.fromCharCode(named))) return false
      at += 2
      return true
    }
    const unit = hex(source, at + 2, to)
    if (unit < 0) return false
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const low = source[at + 6] === 0x5c && source[at + 7] === 0x75 ? hex(source, at + 8, to) : -1
      const paired = unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff
      if (paired) instead(String.fromCharCode(unit, low), at + 12)
      else instead(`\\u${unit.toString(16)}`, at + 6)
      return true
    }
    const short = unit < 0x60 ? SHORT.get(unit) : undefined
    if (short !== undefined) instead(`\\${short}`, at + 6)
    else if (unit < 0x20) instead(`\\u${unit.toString(16).padStart(4, '0')}`, at + 6)
    else if (unit < 0x80) {
      skip(at + 6)
      out[written++] = unit
    } else instead(String.fromCharCode(unit), at + 6)
    return true
  }

  while (at < to) {
    const byte = source[at] ?? 0
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      skip(at + 1)
      continue
    }
    switch (state) {
      case VALUE:
      case VALUE_OR_END: {
        if (byte === 0x5d && state === VALUE_OR_END) {
          stack.pop()
          at += 1
          ended()
          break
        }
        if (stack.length === 1 && stack[0] === 1) valueFrom = written + (at - run)
        if (byte === 0x7b) {
          stack.push(1)
          state = KEY_OR_END
          at += 1
        } else if (byte === 0x5b) {
          stack.push(0)
          state = VALUE_OR_END
          at += 1
        } else if (byte === 0x22) {
          at += 1
          if (!string()) return at
          ended()
        } else {
          const next = literalEnd(source, at, to)
          if (next < 0) return at
          at = next
          ended()
        }
        break
      }
      case KEY:
      case KEY_OR_END: {
        if (byte === 0x7d && state === KEY_OR_END) {
          stack.pop()
          at += 1
          ended()
          break
        }
        if (byte !== 0x22) return at
        const keyFrom = written + (at - run)
        at += 1
        if (!string()) return at
        if (stack.length === 1) {
          flush(at)
          run = at
          key = String(JSON.parse(out.toString('utf8', keyFrom, written)))
        }
        state = COLON
        break
      }
      case COLON:
        if (byte !== 0x3a) return at
        at += 1
        state = VALUE
        break
      case COMMA_OR_END: {
        const inObject = stack[stack.length - 1] === 1
        if (byte === 0x2c) {
          at += 1
          state = inObject ? KEY : VALUE
        } else if (byte === (inObject ? 0x7d : 0x5d)) {
          stack.pop()
          at += 1
          ended()
        } else return at
        break
      }
      default:
        return at
    }
  }
  if (state !== DONE) return at
  flush(at)
  return { bytes: written === out.byteLength ? out : Buffer.from(out.subarray(0, written)), members }
}

/** Behind the number, `true`, `false` or `null` at `from`; -1 where there is none. */
function literalEnd(source: Buffer, from: number, to: number): number {
  const word = LITERALS.get(source[from] ?? 0)
  if (word)
    return from + word.length <= to && word.compare(source, from, from + word.length) === 0 ? from + word.length : -1
  let at = from
  const digits = () => {
    const began = at
    while (at < to && isDigit(source[at])) at += 1
    return at - began
  }
  if (source[at] === 0x2d) at += 1
  const zero = source[at] === 0x30
  const count = digits()
  if (count === 0 || (zero && count > 1)) return -1
  if (at < to && source[at] === 0x2e) {
    at += 1
    if (digits() === 0) return -1
  }
  if (at < to && (source[at] === 0x65 || source[at] === 0x45)) {
    at += 1
    if (source[at] === 0x2b || source[at] === 0x2d) at += 1
    if (digits() === 0) return -1
  }
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
