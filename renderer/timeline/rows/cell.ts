import type { ExchangeSummary } from '../../../shared/exchange.ts'
import type { Fold } from '../../state/feed.ts'
import type { RowStatus } from '../row-status.ts'

/** Where times lie in the column of bars. */
export interface BarSpace {
  /** Changes whenever any bar would lie elsewhere. */
  readonly version: number
  /** Width of the column in px. */
  readonly width: number
  /** `own`: each bar begins at its own start, on one scale; `clock`: where its time lies among the rows in sight. */
  readonly mode: 'own' | 'clock'
  /** Length of the scale in ms, of `own`. */
  readonly maxMs: number
  /** Place in px of an epoch time, of `clock`. */
  readonly x: (epochMs: number) => number
  /** Lines of the ruler, in px. */
  readonly lines: readonly number[]
}

/** What a cell is drawn from, beside its row. */
export interface Moment {
  readonly status: RowStatus
  /** How long a running request has taken so far; 0 for all others. */
  readonly elapsedMs: number
  /** What tells the row from those of other servers; null where one server's rows are shown. */
  readonly serverTag: (origin: string) => string | null
  readonly bars: BarSpace
  /** Of a row that stands for a whole repeat or navigation; null for all others. */
  readonly foldOf: (row: ExchangeSummary) => Fold | null
}

export interface CellView {
  readonly element: HTMLElement
  /** Writes what differs from what stands there. */
  update(row: ExchangeSummary, moment: Moment): void
}

export function newCell(className: string): HTMLElement {
  const element = document.createElement('span')
  element.setAttribute('role', 'gridcell')
  element.className = className
  return element
}
