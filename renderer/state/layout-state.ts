import { create } from 'zustand'
import type { ColumnId } from '../timeline/rows/columns.ts'
import { COLUMNS, type ColumnChoice } from '../timeline/rows/columns.ts'
import { feed } from './backend.ts'

export type ListView = 'timeline' | 'routes'
export interface Sorting {
  readonly column: ColumnId
  readonly down: boolean
}

/** How the user has set the list up; remembered with the project (`layout.ts`). */
export interface ListLayout extends ColumnChoice {
  /** null: in the order of their starts. */
  readonly sorting: Sorting | null
  /** `own`: each bar begins at its own start; `clock`: at its time. */
  readonly bars: 'own' | 'clock'
  readonly view: ListView
  /** Width of the details in percent. */
  readonly detailsShare: number
}

export const FIRST_LAYOUT: ListLayout = {
  shown: {},
  widths: {},
  sorting: null,
  bars: 'own',
  view: 'timeline',
  detailsShare: 40,
}

export const useLayout = create<ListLayout>()(() => FIRST_LAYOUT)

export function changeLayout(change: Partial<ListLayout>): void {
  useLayout.setState(change)
  if ('sorting' in change) applySorting()
}

/** A click on a column's name: up, down, and back to the order of the starts. */
export function sortBy(column: ColumnId): void {
  const { sorting } = useLayout.getState()
  const next = sorting?.column !== column ? { column, down: isNumber(column) } : flip(sorting)
  changeLayout({ sorting: next })
}

/** Of numbers the largest are asked for first. */
const isNumber = (id: ColumnId) => COLUMNS.find(column => column.id === id)?.numbers === true
const flip = ({ column, down }: Sorting): Sorting | null => (down === isNumber(column) ? { column, down: !down } : null)

function applySorting(): void {
  const { sorting } = useLayout.getState()
  const key = sorting && COLUMNS.find(({ id }) => id === sorting.column)?.sortBy
  feed.setOrder(sorting && key ? { key, down: sorting.down } : null)
}
