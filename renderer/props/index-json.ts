import { type IndexResult, type JsonFault, type JsonIndex, NODE, NONE } from './json-index.ts'

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

const LITERALS = {
  true: { kind: NODE.true, text: [0x74, 0x72, 0x75, 0x65] },
  false: { kind: NODE.false, text: [0x66, 0x61, 0x6c, 0x73, 0x65] },
  null: { kind: NODE.null, text: [0x6e, 0x75, 0x6c, 0x6c] },
} as const

/** What may stand at the place the scanner is at. */
const WANT = { value: 0, firstElement: 1, firstKey: 2, key: 3, separator: 4 } as const

/**
 * Scans UTF-8 JSON once and returns an entry for every value. Accepts exactly what `JSON.parse` accepts, with no recursion, so that
 * no depth of nesting overflows the stack. Duplicate keys are all kept, as they are all in the payload. A text that is not JSON
 * is a fault with the place in bytes. FACTS.md, "Large JSON: index the bytes, do not build the tree".
 */
export function indexJson(bytes: Uint8Array): IndexResult {
  const end = bytes.length
  // Plain locals, none of them captured by a closure: that makes the loop four times as fast.
  let tables = allocate(Math.max(16, end >> 4))
  let { kind, start, length, keyStart, parent, next, children } = tables
  let count = 0
  let at = 0
  /** The container that is open, `NONE` outside the root. */
  let open: number = NONE
  let key: number = NONE
  let want: number = WANT.value

  for (;;) {
    at = skipSpace(bytes, at, end)
    const byte = at < end ? (bytes[at] as number) : -1

    if (want === WANT.separator) {
      if (open === NONE) {
        return byte === -1 ? cut(tables, count) : fault(at, 'the text goes on behind its value')
      }
      const object = kind[open] === NODE.object
      if (byte === COMMA) {
        want = object ? WANT.key : WANT.value
        at++
        continue
      }
      if (byte !== (object ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        return fault(at, byte === -1 ? ended(object) : `"," or "${object ? '}' : ']'}" was wanted`)
      }
    }

    if (
      want === WANT.separator ||
      (byte === CLOSE_OBJECT && want === WANT.firstKey) ||
      (byte === CLOSE_ARRAY && want === WANT.firstElement)
    ) {
      at++
      length[open] = at - (start[open] as number)
      next[open] = count
      open = parent[open] as number
      want = WANT.separator
      continue
    }

    if (want === WANT.key || want === WANT.firstKey) {
      if (byte !== QUOTE) return fault(at, byte === -1 ? ended(true) : 'a key in quotes was wanted')
      key = at
      const stop = skipString(bytes, at, end)
      if (typeof stop !== 'number') return { ok: false, fault: stop }
      at = skipSpace(bytes, stop, end)
      if (at >= end || bytes[at] !== COLON) return fault(at, at >= end ? ended(true) : '":" was wanted behind a key')
      at++
      want = WANT.value
      continue
    }

    if (byte === -1) return fault(at, open === NONE ? 'the text is empty' : ended(kind[open] === NODE.object))
    if (count === kind.length) {
      tables = grow(tables, count, at, end)
      ;({ kind, start, length, keyStart, parent, next, children } = tables)
    }
    const node = count++
    start[node] = at
    keyStart[node] = key
    parent[node] = open
    if (open !== NONE) (children[open] as number)++
    key = NONE

    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      kind[node] = byte === OPEN_OBJECT ? NODE.object : NODE.array
      open = node
      want = byte === OPEN_OBJECT ? WANT.firstKey : WANT.firstElement
      at++
      continue
    }

    let stop: number | JsonFault
    if (byte === QUOTE) {
      kind[node] = NODE.string
      stop = skipString(bytes, at, end)
    } else if (byte === MINUS || isDigit(byte)) {
      kind[node] = NODE.number
      stop = skipNumber(bytes, at, end)
    } else {
      const literal = literalOf(byte)
      if (literal === null) return fault(at, 'a value was wanted')
      kind[node] = literal.kind
      stop = skipWord(bytes, at, end, literal.text)
    }
    if (typeof stop !== 'number') return { ok: false, fault: stop }
    length[node] = stop - at
    next[node] = count
    at = stop
    want = WANT.separator
  }
}

type Tables = Omit<JsonIndex, 'count'>

const fault = (at: number, message: string): IndexResult => ({ ok: false, fault: { at, message } })

function allocate(capacity: number): Tables {
  const words = () => new Int32Array(capacity)
  return {
    kind: new Uint8Array(capacity),
    start: words(),
    length: words(),
    keyStart: words(),
    parent: words(),
    next: words(),
    children: words(),
  }
}

/** More room, by the density of values so far: `at` of `end` bytes are read. */
function grow(from: Tables, count: number, at: number, end: number): Tables {
  const guess = Math.ceil((count / Math.max(1, at)) * end * 1.1)
  const to = allocate(Math.min(end, Math.max(guess, count + (count >> 1))) + 1)
  for (const name of COLUMNS) to[name].set(from[name])
  return to
}

function cut(tables: Tables, count: number): IndexResult {
  const part = (array: Int32Array) => (array.length === count ? array : array.slice(0, count))
  const { kind, start, length, keyStart, parent, next, children } = tables
  return {
    ok: true,
    index: {
      count,
      kind: kind.slice(0, count),
      start: part(start),
      length: part(length),
      keyStart: part(keyStart),
      parent: part(parent),
      next: part(next),
      children: part(children),
    },
  }
}

const COLUMNS = ['kind', 'start', 'length', 'keyStart', 'parent', 'next', 'children'] as const

const ended = (object: boolean): string => `the text ends inside ${object ? 'an object' : 'an array'}`

function skipWord(bytes: Uint8Array, from: number, end: number, word: readonly number[]): number | JsonFault {
  for (let n = 0; n < word.length; n++) {
    const at = from + n
    if (at >= end) return { at: end, message: 'the text ends inside a word' }
    if (bytes[at] !== word[n]) return { at, message: 'no word that JSON knows' }
  }
  return from + word.length
}

function literalOf(byte: number): (typeof LITERALS)[keyof typeof LITERALS] | null {
  if (byte === 0x74) return LITERALS.true
  if (byte === 0x66) return LITERALS.false
  return byte === 0x6e ? LITERALS.null : null
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

/** `from` is at the opening quote; returns the place behind the closing one. */
function skipString(bytes: Uint8Array, from: number, end: number): number | JsonFault {
  let at = from + 1
  while (at < end) {
    const byte = bytes[at] as number
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) {
      const stop = skipEscape(bytes, at, end)
      if (typeof stop !== 'number') return stop
      at = stop
    } else if (byte < 0x20) {
      return { at, message: 'a control character stands in a string unescaped' }
    } else {
      at++
    }
  }
  return { at: end, message: 'the text ends inside a string' }
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
  const peek = (place: number): number => (place < end ? (bytes[place] as number) : -1)
  let at = from
  if (peek(at) === MINUS) at++
  if (!isDigit(peek(at))) return { at, message: 'a digit was wanted' }
  if (peek(at) === ZERO) at++
  else while (isDigit(peek(at))) at++
  if (peek(at) === DOT) {
    at++
    if (!isDigit(peek(at))) return { at, message: 'a digit was wanted behind the point' }
    while (isDigit(peek(at))) at++
  }
  if (peek(at) === 0x65 || peek(at) === 0x45) {
    at++
    if (peek(at) === 0x2b || peek(at) === MINUS) at++
    if (!isDigit(peek(at))) return { at, message: 'a digit was wanted in the exponent' }
    while (isDigit(peek(at))) at++
  }
  return at
}
