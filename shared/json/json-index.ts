/**
 * The index of a JSON text: one entry for every value in it, in the order of the text (a parent stands before its children). Of a value without
 * children only its place is kept, and what more is asked of it is read from the bytes; so the index takes 4 bytes for such a value, and 28 for one
 * with children ("container" here: an empty `{}` or `[]` is none). Containers are numbered in the order of the text, too.
 */
export interface JsonIndex {
  /** Number of values; entry 0 is the whole text's value. */
  readonly count: number
  /** Where each value's own JSON text begins, in bytes. */
  readonly start: Int32Array
  /** Number of containers. */
  readonly containers: number
  /** Entry of each container, ascending. */
  readonly node: Int32Array
  /** Behind its closing bracket, in bytes. */
  readonly stop: Int32Array
  /** The entry behind it and all that is in it. */
  readonly next: Int32Array
  /** The container behind it and all that is in it. */
  readonly skip: Int32Array
  /** Number of direct children. */
  readonly children: Int32Array
  /** The container that it is in; `NONE` for the root. */
  readonly up: Int32Array
}

/** A JSON payload's UTF-8 bytes with the index of what is in it. */
export interface JsonTree {
  readonly bytes: Uint8Array
  readonly index: JsonIndex
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
export type NodeKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null'
