/** Finding one's way in the UTF-8 bytes of JSON without building its values: 100 MB of it as a tree is several times that. */

/** From the first byte to behind the last. */
export interface Extent {
  readonly from: number
  readonly to: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]
const [COMMA, COLON] = [0x2c, 0x3a]

/** The members of an object, by their keys; of two of one name the last, as in JavaScript. */
export type Members = ReadonlyMap<string, Extent>

export interface ObjectRead {
  readonly members: Members
  /** Those of the member that was asked for; null where that is no object, or a broken one. */
  readonly within: Members | null
  /** Behind the object. */
  readonly end: number
}

/**
 * Reads the object that begins at `from` (white space before it is skipped), and within it the object of its member `key`, in the same go: a payload is passed over once. Values are only
 * skipped, so what is wrong inside them is not seen. null where no whole object is there.
 */
export function readObject(bytes: Buffer, from: number, to: number, key: string | null = null): ObjectRead | null {
  const members = new Map<string, Extent>()
  let within: Members | null = null
  let at = skipSpace(bytes, from, to)
  if (at >= to || bytes[at] !== OPEN_OBJECT) return null
  at = skipSpace(bytes, at + 1, to)
  if (at < to && bytes[at] === CLOSE_OBJECT) return { members, within, end: at + 1 }
  while (at < to) {
    const keyEnd = bytes[at] === QUOTE ? skipString(bytes, at, to) : -1
    if (keyEnd < 0) return null
    const name = readString(bytes, { from: at, to: keyEnd })
    at = skipSpace(bytes, keyEnd, to)
    if (name === null || bytes[at] !== COLON) return null
    const valueFrom = skipSpace(bytes, at + 1, to)
    const read = name === key ? readObject(bytes, valueFrom, to) : null
    if (name === key) within = read?.members ?? null
    const valueTo = read?.end ?? skipValue(bytes, valueFrom, to)
    if (valueTo < 0) return null
    members.set(name, { from: valueFrom, to: valueTo })
    at = skipSpace(bytes, valueTo, to)
    if (at < to && bytes[at] === CLOSE_OBJECT) return { members, within, end: at + 1 }
    if (bytes[at] !== COMMA) return null
    at = skipSpace(bytes, at + 1, to)
  }
  return null
}

/** A small value, parsed; undefined where it is none. */
export function valueAt(bytes: Buffer, extent: Extent | undefined): unknown {
  if (!extent) return undefined
  try {
    return JSON.parse(bytes.toString('utf8', extent.from, extent.to))
  } catch {
    return undefined
  }
}

function readString(bytes: Buffer, extent: Extent): string | null {
  const value = valueAt(bytes, extent)
  return typeof value === 'string' ? value : null
}

/** Behind the value that begins at `from`; -1 where it is not whole. */
function skipValue(bytes: Buffer, from: number, to: number): number {
  let depth = 0
  let at = from
  while (at < to) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      at = skipString(bytes, at, to)
      if (at < 0) return -1
      if (depth === 0) return at
      continue
    }
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1
      if (depth === 0) return at + 1
      if (depth < 0) return at > from ? at : -1
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return at > from ? at : -1
    at += 1
  }
  return -1
}

/** Behind the closing quote of the string whose opening one is at `from`; -1 where there is none. */
function skipString(bytes: Buffer, from: number, to: number): number {
  let at = from + 1
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at)
    if (quote < 0 || quote >= to) return -1
    let escapes = 0
    while (bytes[quote - 1 - escapes] === BACKSLASH && quote - 1 - escapes > from) escapes += 1
    if (escapes % 2 === 0) return quote + 1
    at = quote + 1
  }
}

function skipSpace(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && isSpace(bytes[at])) at += 1
  return at
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
