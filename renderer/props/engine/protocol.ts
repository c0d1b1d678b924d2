import type { Comparison } from '../../../shared/json/compare/comparison.ts'
import type { JsonFault, NodeKind } from '../../../shared/json/json-index.ts'
import type { MapNode } from '../../../shared/json/weight/map.ts'
import type { ReadPath } from '../../../shared/props-reading.ts'
import type { Order } from './rows.ts'

/*
 * What the view asks the worker, and what it is told. The worker holds the bytes, the index and which rows are open; the view holds the rows on screen.
 */

export type Loaded =
  | { readonly ok: true; readonly facts: Facts; readonly first: Frame }
  /** No JSON: the fault, and the text around its beginning. */
  | {
      readonly ok: false
      readonly fault: JsonFault
      readonly bytes: number
      readonly text: string
      readonly around: string
    }

export interface Facts {
  readonly bytes: number
  readonly values: number
  readonly kind: NodeKind
  /** Direct children of the props. */
  readonly children: number
}

/** One line of the tree as it is drawn. */
export interface RowView {
  /** Place among all rows. */
  readonly at: number
  readonly node: number
  readonly depth: number
  readonly position: number
  readonly of: number
  readonly state: 'leaf' | 'open' | 'closed'
  /** Members' keys; null for elements, groups and a scalar root. `cut`: there is more of it. */
  readonly key: { readonly text: string; readonly cut: boolean } | null
  /** Position in an array. */
  readonly element: number | null
  /** Of a group of children: the first and the last, in the order shown. */
  readonly group: { readonly first: number; readonly last: number } | null
  readonly kind: NodeKind
  /** What is shown of the value; `rest` counts bytes left out. */
  readonly text: string
  readonly rest: number
  /** Of the value's JSON text; of a group, of all in it. */
  readonly bytes: number
  /** What kind of secret is not shown here; null where it is no secret, or was revealed. */
  readonly secret: string | null
  /** What the search found in it: places in `key.text` and in `text`, an empty list where it is not known which; null where nothing was found. */
  /** How the render read it, where that was recorded and there is something to say. `first`: what it is in has not been said the same of; `bytes`, of `partly`: what was never read in it. */
  readonly reads: {
    readonly state: ReadPath['state'] | 'partly'
    readonly first: boolean
    readonly bytes: number
  } | null
  readonly marks: { readonly key: readonly Span[] | null; readonly value: readonly Span[] | null } | null
}

/** Characters `from` to `to`, behind the last. */
export type Span = readonly [from: number, to: number]

export interface Frame {
  readonly state: TreeState
  readonly rows: readonly RowView[]
}

export interface TreeState {
  /** Counts up whenever the lines change. */
  readonly version: number
  readonly rows: number
  /** The active line, -1 for none. */
  readonly active: number
  /** Its entry, -1 for none. */
  readonly node: number
  readonly order: Order
  /** Not everything could be opened at once. */
  readonly bounded: boolean
}

/** Lines `from` to `to`, behind the last. */
export interface Window {
  readonly from: number
  readonly to: number
}

export type Action =
  | { readonly kind: 'toggle'; readonly row: number }
  | { readonly kind: 'activate'; readonly row: number }
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'open-all' | 'close-all' }
  /** A key pressed; `page`: rows on one screen. `handled` is decided before, by `isTreeKey`. */
  | { readonly kind: 'key'; readonly key: string; readonly page: number }
  | { readonly kind: 'type'; readonly text: string }
  /** Opens what a value is in, and makes its line the active one. */
  | { readonly kind: 'reveal'; readonly node: number }
  | { readonly kind: 'reveal-path'; readonly path: string }
  | { readonly kind: 'look' }

/** All about one value. */
export interface Value {
  readonly node: number
  readonly path: string
  readonly kind: NodeKind
  readonly bytes: number
  readonly share: number
  readonly children: number
  /** Of a scalar: as much as was asked for; null for containers. */
  readonly text: string | null
  readonly rest: number
  readonly secret: string | null
  /** Estimated bytes once compressed; null before the payload was weighed. */
  readonly compressed: number | null
}

/** `json` is indented; `text` is a string without quotes, of everything else its JSON as it is written. */
export type CopyAs = 'path' | 'text' | 'json' | 'type'

export type Copied = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

/** How far a search is: keys and values that hold what is looked for, those of them that can be gone to, and how much was read, 0 to 1. */
export interface Found {
  readonly count: number
  readonly kept: number
  readonly done: number
}

export type FindEnd =
  /** `slow`: the pattern was ended, since it took too long. */
  | {
      readonly ok: true
      readonly count: number
      readonly kept: number
      readonly end: 'whole' | 'stopped' | 'slow'
      readonly ms: number
    }
  | { readonly ok: false; readonly why: string }

/** A value in a list. */
export interface Listed {
  readonly node: number
  readonly path: string
  readonly text: string
  readonly bytes: number
  /** Estimated, see `shared/json/weight/compressed.ts`. */
  readonly compressed: number | null
}

/** Where the bytes are. */
export interface Weights {
  readonly largest: readonly Listed[]
  readonly repeated: readonly (Listed & {
    readonly count: number
    /** What all but one of them take. */
    readonly saved: number
    /** The first of its places. */
    readonly places: readonly { readonly node: number; readonly path: string }[]
  })[]
  /** Of all, as gzip makes it; estimated where there are more than 16 MB. */
  readonly compressed: number
}

export type Compared =
  | { readonly ok: true; readonly comparison: Comparison }
  | { readonly ok: false; readonly why: string }

/** What the view is told unasked. */
export interface ViewApi {
  found(found: Found): void
  /** How much of a longer work is done, 0 to 1. */
  progress(done: number): void
}

export interface EngineApi {
  /** Takes the next piece of a payload of `total` bytes; the first one begins it. The piece is handed over. */
  append(piece: Uint8Array, total: number): void
  /** Indexes what has come, and returns the first lines with it. `secrets` are known to stand in the payload; what looks like one is found where it is shown. */
  index(secrets: readonly { readonly path: string; readonly name: string }[]): Loaded
  /** Does what is asked, and returns the lines of `window` as they are then; of -1, those around the active one. */
  act(action: Action, window: Window): Frame
  /** Lines; empty where the version is another one by now. */
  rows(version: number, window: Window): readonly RowView[]
  value(node: number, limit: number): Value
  copy(node: number, as: CopyAs): Copied
  /** The value's JSON, as it is written, in a form that can be downloaded. */
  file(node: number): Blob
  /** How the render read the props (`shared/json/reads/`); null takes it off again. False where it does not fit them. */
  knowReads(signs: string | null): boolean
  /** Shows a secret, or with null all of them. */
  reveal(node: number | null): void
  /** Looks for what a search box says (`shared/json/search/query.ts`); one that is under way is given up. */
  find(box: string, matchCase: boolean): Promise<FindEnd>
  stopFinding(): void
  /** Goes to a hit; -1: to the first one at or behind the active line. `hit` is null where there is none. */
  /** null where it was stopped. */
  weigh(): Promise<Weights | null>
  stopWeighing(): void
  map(node: number): MapNode
  /** Another payload to compare with, in pieces; `dropOther` lets it go, and ends the comparison. */
  appendOther(piece: Uint8Array, total: number): void
  /** What changed from the other payload to this one. `ignore`: patterns of paths; `secrets` are known to stand in the other one. */
  compare(
    ignore: readonly string[],
    secrets: readonly { readonly path: string; readonly name: string }[],
  ): Promise<Compared>
  dropOther(): void
  goToHit(hit: number, window: Window): Frame & { readonly hit: number | null }
  /** Ends what still runs; the engine is not asked again. */
  close(): void
}

/** What the view asks of the worker itself, whatever payload it holds. */
export interface ThreadApi {
  /** Lets the payload go, and gets ready for another one. */
  rest(): Promise<void>
}
