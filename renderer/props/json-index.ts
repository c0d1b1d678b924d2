/**
 * The index of a JSON text: one entry for every value in it, in the order of the text (a parent stands before its children), as
 * typed arrays that a worker can hand over without a copy. No value is built; what is shown is decoded from the bytes.
 */
export interface JsonIndex {
  /** Number of values; entry 0 is the whole text's value. */
  readonly count: number
  /** One of `NODE`. */
  readonly kind: Uint8Array
  /** Where the value's own JSON text begins, in bytes. */
  readonly start: Int32Array
  /** Bytes of the value's own JSON text, without its key. */
  readonly length: Int32Array
  /** Where its key's opening quote is, in bytes; `NONE` for elements of arrays and for the root. */
  readonly keyStart: Int32Array
  /** `NONE` for the root. */
  readonly parent: Int32Array
  /** The entry behind the value and all that is in it: its next sibling, where the parent is the same. */
  readonly next: Int32Array
  /** Number of direct children. */
  readonly children: Int32Array
}

/** What a JSON text breaks on: the place in bytes, and what was wanted there. */
export interface JsonFault {
  readonly at: number
  readonly message: string
}

export type IndexResult =
  | { readonly ok: true; readonly index: JsonIndex }
  | { readonly ok: false; readonly fault: JsonFault }

export const NONE = -1
export const NODE = { object: 0, array: 1, string: 2, number: 3, true: 4, false: 5, null: 6 } as const
export type NodeKind = keyof typeof NODE

const NAMES: readonly NodeKind[] = ['object', 'array', 'string', 'number', 'true', 'false', 'null']

export function kindOf(index: JsonIndex, node: number): NodeKind {
  return NAMES[index.kind[node] ?? NODE.null] ?? 'null'
}

export function isContainer(index: JsonIndex, node: number): boolean {
  return (index.kind[node] ?? NODE.null) <= NODE.array
}

/** The buffers to put on a `postMessage` transfer list. */
export function buffersOf(index: JsonIndex): ArrayBuffer[] {
  const { kind, start, length, keyStart, parent, next, children } = index
  return [kind, start, length, keyStart, parent, next, children].map(array => array.buffer as ArrayBuffer)
}
