import type { ExchangeSummary } from '../../shared/exchange.ts'
import { feed } from './backend.ts'
import type { SortedRows } from './rows.ts'
import type { ShownRows } from './shown-rows.ts'
import { useStore } from './store.ts'

export interface Rows {
  readonly all: SortedRows
  readonly shown: ShownRows
  /** The lines of the list: `shown`, with repeats folded. */
  readonly listed: ShownRows
  /** Some of `all` were seen on the wire. */
  readonly wired: boolean
  /** Changes whenever they did: the dependency for what is computed from them. */
  readonly version: number
}

/** The rows, and a new drawing of the component at most once a frame when they changed. */
export function useRows(): Rows {
  const version = useStore(state => state.rowsVersion)
  return { all: feed.all, shown: feed.shown, listed: feed.listed, wired: feed.wired, version }
}

/** What `read` says of the rows: draws again only when that changed, and not with every row that comes. */
export function useRowsFact<T extends string | number | boolean | null>(read: (rows: typeof feed) => T): T {
  return useStore(() => read(feed))
}

/** One row; draws again only when that row changed. */
export function useRow(id: string): ExchangeSummary | undefined {
  return useStore(state => (state.rowsVersion >= 0 ? feed.all.get(id) : undefined))
}
