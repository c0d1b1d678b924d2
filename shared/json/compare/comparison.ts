import type { NodeKind } from '../json-index.ts'

/** A value on one side. */
export interface Side {
  /** As JavaScript writes it behind `props`; empty for the props themselves. */
  readonly path: string
  /** Entry of the side's index. */
  readonly node: number
  readonly kind: NodeKind
  /** Of its JSON text. */
  readonly bytes: number
  /** The beginning of a scalar's text; `{5}` and `[500]` for containers. */
  readonly preview: string
}

/**
 * `moved`: the same value stands elsewhere, or an element has another place among those that are on both sides. An element that only has another number since others
 * came or went before it is not told.
 */
export type Difference =
  | { readonly kind: 'added'; readonly after: Side }
  | { readonly kind: 'removed'; readonly before: Side }
  | { readonly kind: 'changed'; readonly before: Side; readonly after: Side }
  | { readonly kind: 'moved'; readonly before: Side; readonly after: Side }

export interface Comparison {
  /** Of all differences, also of those that are not listed. */
  readonly counts: Readonly<Record<Difference['kind'], number>>
  /** Values that differ and are under an ignored path. */
  readonly ignored: number
  /** Of both payloads as they are written. */
  readonly bytes: { readonly before: number; readonly after: number }
  /** The members of the props, in the order of the second, then what only the first has; null where a side has none. */
  readonly top: readonly { readonly key: string; readonly before: number | null; readonly after: number | null }[]
  /** In the order of the walk, at most `limit`. */
  readonly differences: readonly Difference[]
  /** There are more than are listed. */
  readonly cut: boolean
}

export interface CompareOptions {
  /** Patterns of paths (`path-pattern.ts`) that are left out, as `*.updatedAt`. */
  readonly ignore?: readonly string[]
  /** Differences to list. */
  readonly limit?: number
}

export const isSame = ({ counts }: Comparison): boolean =>
  counts.added + counts.removed + counts.changed + counts.moved === 0
