import { countOfFindings } from '../../../shared/filter/fields.ts'
import type { Order } from '../../state/order.ts'

export const COLUMN_IDS = [
  'result',
  'start',
  'kind',
  'source',
  'page',
  'url',
  'status',
  'outcome',
  'call',
  'total',
  'props',
  'wire',
  'cache',
  'calls',
  'findings',
  'bars',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

/** What decides which columns are there where the user has not. */
export interface ColumnContext {
  /** Some rows were seen on the wire, or a tap is open. */
  readonly wired: boolean
  /** No agent looks on. */
  readonly wireOnly: boolean
}

export interface Column {
  readonly id: ColumnId
  readonly name: string
  readonly title?: string
  readonly numbers?: boolean
  /** In px: what it has at least, and where it does not grow. */
  readonly min: number
  /** In px, where words are left out for lack of room. */
  readonly tight?: number
  /** Its share of the room that is left; 0 or left out: none. */
  readonly grow?: number
  /** Where there is no room for all, the lowest go first. */
  readonly rank: number
  readonly shown: (context: ColumnContext) => boolean
  readonly sortBy?: Order['key']
}

const always = () => true
const never = () => false

export const COLUMNS: readonly Column[] = [
  { id: 'result', name: 'Result', min: 88, tight: 18, rank: 100, shown: always },
  {
    id: 'start',
    name: 'Start',
    title: 'When the request came',
    min: 88,
    rank: 35,
    shown: never,
    sortBy: row => row.startedAt,
  },
  {
    id: 'kind',
    name: 'Kind',
    title: 'Kind of the request, and why it was made',
    min: 80,
    rank: 72,
    shown: always,
    sortBy: row => row.kind,
  },
  {
    id: 'source',
    name: 'Source',
    title: 'Who saw it: the agent inside the server, the tap on the wire, or both',
    min: 58,
    tight: 18,
    rank: 62,
    shown: always,
    sortBy: row => row.source,
  },
  { id: 'page', name: 'Page', min: 100, grow: 1.1, rank: 75, shown: always, sortBy: row => row.page },
  { id: 'url', name: 'URL', min: 110, grow: 1.4, rank: 95, shown: always, sortBy: row => row.url },
  { id: 'status', name: 'Status', numbers: true, min: 46, rank: 90, shown: always, sortBy: row => row.status },
  {
    id: 'outcome',
    name: 'Outcome',
    title: 'What getServerSideProps came to',
    min: 66,
    rank: 30,
    shown: never,
    sortBy: row => row.outcome,
  },
  {
    id: 'call',
    name: 'Call',
    title: 'Time in getServerSideProps',
    numbers: true,
    min: 66,
    rank: 85,
    shown: ({ wireOnly }) => !wireOnly,
    sortBy: row => row.callMs,
  },
  {
    id: 'total',
    name: 'Total',
    title: 'Until the last byte was sent',
    numbers: true,
    min: 66,
    rank: 45,
    shown: always,
    sortBy: row => row.durationMs,
  },
  {
    id: 'props',
    name: 'Props',
    title: 'Size of the props as JSON',
    numbers: true,
    min: 72,
    rank: 80,
    shown: always,
    sortBy: row => row.propsBytes,
  },
  {
    id: 'wire',
    name: 'Wire',
    title: 'Bytes of the answer as sent, after compression',
    numbers: true,
    min: 66,
    rank: 44,
    shown: ({ wired }) => wired,
    sortBy: row => row.wireBytes,
  },
  {
    id: 'cache',
    name: 'Cache',
    title: 'Cache-Control: declared, struck out where another was sent',
    min: 100,
    rank: 50,
    shown: always,
    sortBy: row => row.cacheDeclared ?? row.cacheSent,
  },
  {
    id: 'calls',
    name: 'Calls',
    title: 'Calls that getServerSideProps made',
    numbers: true,
    min: 42,
    rank: 25,
    shown: never,
    sortBy: row => row.upstream.length,
  },
  {
    id: 'findings',
    name: 'Findings',
    title: 'What the rules found',
    numbers: true,
    min: 58,
    rank: 40,
    shown: never,
    sortBy: countOfFindings,
  },
  { id: 'bars', name: 'Phases over time', min: 110, grow: 1.5, rank: 70, shown: always },
]

const GAP = 10
const PADDING = 24
/** Narrower than this, words beside shapes are left out; the same as in `columns.module.css`. */
export const TIGHT = 1240

export interface ColumnChoice {
  /** What the user has said of a column; the others come as they do. */
  readonly shown: Partial<Readonly<Record<ColumnId, boolean>>>
  /** Widths that the user dragged, in px. */
  readonly widths: Partial<Readonly<Record<ColumnId, number>>>
}

/** The columns that fit into `width` px, in their order. Where not all do, those of the lowest rank are left out. */
export function fitColumns(width: number, choice: ColumnChoice, context: ColumnContext): readonly Column[] {
  const wanted = COLUMNS.filter(({ id, shown }) => choice.shown[id] ?? shown(context))
  let room = width - PADDING + GAP - wanted.reduce((sum, column) => sum + leastOf(column, width, choice) + GAP, 0)
  const out = new Set<ColumnId>()
  for (const column of [...wanted].sort((a, b) => a.rank - b.rank)) {
    if (room >= 0 || wanted.length - out.size <= 2) break
    out.add(column.id)
    room += leastOf(column, width, choice) + GAP
  }
  return wanted.filter(({ id }) => !out.has(id))
}

function leastOf({ id, min, tight }: Column, width: number, { widths }: ColumnChoice): number {
  return widths[id] ?? (width < TIGHT ? (tight ?? min) : min)
}

/** The width of each column in whole px: what is left of `width` goes to those that grow, by their shares. Definite widths let a row be laid out without looking at what stands in it. */
export function widthsOf(columns: readonly Column[], width: number, choice: ColumnChoice): readonly number[] {
  const least = columns.map(column => leastOf(column, width, choice))
  const grows = columns.map(column => (choice.widths[column.id] === undefined ? (column.grow ?? 0) : 0))
  const left = width - PADDING + GAP - least.reduce((sum, one) => sum + one + GAP, 0)
  let shares = grows.reduce((sum, one) => sum + one, 0)
  let room = Math.max(0, left)
  return least.map((one, index) => {
    const share = grows[index] ?? 0
    if (share === 0 || shares === 0) return one
    const more = Math.abs(shares - share) < 1e-6 ? room : Math.floor((room * share) / shares)
    room -= more
    shares -= share
    return one + more
  })
}

/** For `grid-template-columns`. */
export const templateOf = (widths: readonly number[]): string => widths.map(px => `${px}px`).join(' ')
