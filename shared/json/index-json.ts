import { type IndexResult, type JsonFault, type JsonIndex, NONE } from './json-index.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const TRUE = [0x74, 0x72, 0x75, 0x65]
const FALSE = [0x66, 0x61, 0x6c, 0x73, 0x65]
const NULL = [0x6e, 0x75, 0x6c, 0x6c]

/** What may stand at the place the scanner is at. */
const WANT = { value: 0, key: 1, separator: 2 } as const

/**
 * Scans UTF-8 JSON once and returns an entry for every value. Accepts exactly what `JSON.parse` accepts, with no recursion, so that
 * no depth of nesting overflows the stack. Duplicate keys are all kept, as they are all in the payload. A text that is not JSON
 * is a fault with the place in bytes. FACTS.md, "Large JSON: index the bytes, do not build the tree".
 */
export function indexJson(bytes: Uint8Array): IndexResult {
  const end = bytes.length
  const words = new DataView(bytes.buffer, bytes.byteOffset, end)
  // Plain locals, none of them captured by a closure: that makes the loop four times as fast.
  let start = new Int32Array(Math.max(16, end >> 4))
  let tables = allocate(Math.max(16, end >> 7))
  let { node, stop, next, skip, children, up } = tables
  let count = 0
  let containers = 0
  let at = 0
  /** The container that is open, `NONE` outside the root, and whether it is an object. */
  let open: number = NONE
  let inObject = false
  let want: number = WANT.value

  for (;;) {
    let byte = at < end ? (bytes[at] as number) : -1
    if (byte <= 0x20 && byte !== -1) {
      at = skipSpace(bytes, at, end)
      byte = at < end ? (bytes[at] as number) : -1
    }

    if (want === WANT.separator) {
      if (open === NONE) {
        if (byte !== -1) return fault(at, 'the text goes on behind its value')
        return { ok: true, index: cut(start, count, tables, containers) }
      }
      if (byte === COMMA) {
        want = inObject ? WANT.key : WANT.value
        at++
        continue
      }
      if (byte !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        return fault(at, byte === -1 ? ended(inObject) : `"," or "${inObject ? '}' : ']'}" was wanted`)
      }
      at++
      stop[open] = at
      next[open] = count
      skip[open] = containers
      open = up[open] as number
      inObject = open !== NONE && bytes[start[node[open] as number] as number] === OPEN_OBJECT
      continue
    }

    if (want === WANT.key) {
      if (byte !== QUOTE) return fault(at, byte === -1 ? ended(true) : 'a key in quotes was wanted')
      at++
      at = skipPlain(bytes, words, at, end)
      if (bytes[at] === QUOTE) at++
      else {
        const behind = skipString(bytes, words, at, end)
        if (typeof behind !== 'number') return { ok: false, fault: behind }
        at = behind
      }
      if (bytes[at] !== COLON) at = skipSpace(bytes, at, end)
      if (at >= end || bytes[at] !== COLON) return fault(at, at >= end ? ended(true) : '":" was wanted behind a key')
      at++
      want = WANT.value
      continue
    }

    if (byte === -1) return fault(at, open === NONE ? 'the text is empty' : ended(inObject))
    if (count === start.length) start = longer(start, count, guess(count, at, end))
    start[count++] = at
    if (open !== NONE) (children[open] as number)++
    want = WANT.separator

    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const object = byte === OPEN_OBJECT
      at = skipSpace(bytes, at + 1, end)
      if (at < end && bytes[at] === (object ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        at++
        continue
      }
      if (containers === node.length) {
        tables = grow(tables, containers, guess(containers, at, end))
        ;({ node, stop, next, skip, children, up } = tables)
      }
      node[containers] = count - 1
      up[containers] = open
      open = containers++
      inObject = object
      want = object ? WANT.key : WANT.value
      continue
    }

    if (byte === QUOTE) {
      at++
      at = skipPlain(bytes, words, at, end)
      if (bytes[at] === QUOTE) {
        at++
        continue
      }
      const behind = skipString(bytes, words, at, end)
      if (typeof behind !== 'number') return { ok: false, fault: behind }
      at = behind
      continue
    }
    let behind: number | JsonFault
    if (byte === MINUS || isDigit(byte)) behind = skipNumber(bytes, at, end)
    else {
      const word = byte === 0x74 ? TRUE : byte === 0x66 ? FALSE : byte === 0x6e ? NULL : null
      if (word === null) return fault(at, 'a value was wanted')
      behind = skipWord(bytes, at, end, word)
    }
    if (typeof behind !== 'number') return { ok: false, fault: behind }
    at = behind
  }
}

/** 1 for bytes that a string holds as they are. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? 0 : 1,
)

type Tables = Pick<JsonIndex, 'node' | 'stop' | 'next' | 'skip' | 'children' | 'up'>

const fault = (at: number, message: string): IndexResult => ({ ok: false, fault: { at, message } })

function allocate(capacity: number): Tables {
  const words = () => new Int32Array(capacity)
  return { node: words(), stop: words(), next: words(), skip: words(), children: words(), up: words() }
}

/** How much room the rest may need, by the density so far: `at` of `end` bytes are read. */
function guess(count: number, at: number, end: number): number {
  const whole = Math.ceil((count / Math.max(1, at)) * end * 1.05)
  return Math.min(end, Math.max(whole, count + (count >> 2))) + 1
}

function longer(from: Int32Array, count: number, capacity: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(capacity)
  to.set(from.subarray(0, count))
  return to
}

function grow(from: Tables, count: number, capacity: number): Tables {
  const { node, stop, next, skip, children, up } = from
  const more = (column: Int32Array) => longer(column, count, capacity)
  return {
    node: more(node),
    stop: more(stop),
    next: more(next),
    skip: more(skip),
    children: more(children),
    up: more(up),
  }
}

/** Views of what is used: a copy would need all of the room once more. */
function cut(start: Int32Array, count: number, tables: Tables, containers: number): JsonIndex {
  const part = (column: Int32Array) => column.subarray(0, containers)
  const { node, stop, next, skip, children, up } = tables
  return {
    count,
    start: start.subarray(0, count),
    containers,
    node: part(node),
    stop: part(stop),
    next: part(next),
    skip: part(skip),
    children: part(children),
    up: part(up),
  }
}

const ended = (object: boolean): string => `the text ends inside ${object ? 'an object' : 'an array'}`

function skipWord(bytes: Uint8Array, from: number, end: number, word: readonly number[]): number | JsonFault {
  for (let n = 0; n < word.length; n++) {
    const at = from + n
    if (at >= end) return { at: end, message: 'the text ends inside a word' }
    if (bytes[at] !== word[n]) return { at, message: 'no word that JSON knows' }
  }
  return from + word.length
}

function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    at++
  }
  return at
}

/**
 * `from` is inside a string; returns the first place at or behind it where a quote, a backslash or a control character stands, or `end`. Four bytes at a time: in a word less 1 in
 * each byte, the highest bit is set first where a byte was 0 (a borrow goes upward only, so that the lowest mark is always a true one); likewise less 0x20 for control characters.
 */
function skipPlain(bytes: Uint8Array, words: DataView, from: number, end: number): number {
  let at = from
  for (const last = end - 4; at <= last; at += 4) {
    const word = words.getInt32(at, true)
    const quotes = word ^ 0x22222222
    const slashes = word ^ 0x5c5c5c5c
    const marks =
      (((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes) | ((word - 0x20202020) & ~word)) &
      0x80808080
    if (marks !== 0) return at + ((31 - Math.clz32(marks & -marks)) >> 3)
  }
  while (at < end && PLAIN[bytes[at] as number] === 1) at++
  return at
}

/** `from` is inside a string; returns the place behind its closing quote. */
function skipString(bytes: Uint8Array, words: DataView, from: number, end: number): number | JsonFault {
  let at = from
  for (;;) {
    at = skipPlain(bytes, words, at, end)
    if (at >= end) return { at: end, message: 'the text ends inside a string' }
    const byte = bytes[at]
    if (byte === QUOTE) return at + 1
    if (byte !== BACKSLASH) return { at, message: 'a control character stands in a string unescaped' }
    const stop = skipEscape(bytes, at, end)
    if (typeof stop !== 'number') return stop
    at = stop
  }
}

function skipEscape(bytes: Uint8Array, from: number, end: number): number | JsonFault {
  if (from + 1 >= end) return { at: end, message: 'the text ends inside a string' }
  const letter = bytes[from + 1] as number
  if (letter !== 0x75) {
    return ESCAPES.includes(letter) ? from + 2 : { at: from, message: 'no escape that JSON knows' }
  }
  for (let at = from + 2; at < from + 6; at++) {
    if (at >= end) return { at: end, message: 'the text ends inside a string' }
    if (!isHex(bytes[at] as number)) return { at, message: 'four hexadecimal digits were wanted behind \\u' }
  }
  return from + 6
}

/** `" \ / b f n r t` */
const ESCAPES: readonly number[] = [QUOTE, BACKSLASH, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39
const isHex = (byte: number): boolean =>
  isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)

/** `from` is at the sign or the first digit; returns the place behind the last one. */
function skipNumber(bytes: Uint8Array, from: number, end: number): number | JsonFault {
  let at = from
  if (bytes[at] === MINUS) at++
  if (at >= end || !isDigit(bytes[at] as number)) return { at, message: 'a digit was wanted' }
  if (bytes[at] === ZERO) at++
  else at = skipDigits(bytes, at, end)
  if (at < end && bytes[at] === DOT) {
    at++
    if (at >= end || !isDigit(bytes[at] as number)) return { at, message: 'a digit was wanted behind the point' }
    at = skipDigits(bytes, at, end)
  }
  if (at < end && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    at++
    if (at < end && (bytes[at] === 0x2b || bytes[at] === MINUS)) at++
    if (at >= end || !isDigit(bytes[at] as number)) return { at, message: 'a digit was wanted in the exponent' }
    at = skipDigits(bytes, at, end)
  }
  return at
}

function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && isDigit(bytes[at] as number)) at++
  return at
}
