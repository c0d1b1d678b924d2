import { useEffect, useMemo, useState } from 'react'
import { type JsonTree, keyOf } from './decode.ts'
import { ChildLists, canOpen, type Order, openWithin, rowKey, type TreeRow, visibleRows } from './rows.ts'
import type { TreeView } from './use-props-tree.ts'

/** Everything within reason: more lines than anybody reads, and few enough to be found at once. */
const ALL = { rows: 20_000, children: 1_000 }
/** What a fresh tree shows: the small things open, the long lists closed. */
const FIRST = { rows: 40, children: 12 }

export interface Tree extends TreeView {
  readonly rows: readonly TreeRow[]
  /** Index of the active row, -1 for none. */
  readonly activeRow: number
  /** Opening all stopped at its bounds. */
  readonly bounded: boolean
  stateOf(row: TreeRow): 'leaf' | 'open' | 'closed'
  /** The row's own key, an element's number, or a group's first number: what typing finds. */
  nameOf(row: TreeRow): string
  activate(row: TreeRow | undefined): void
  setOpen(row: TreeRow, open: boolean): void
  setOrder(order: Order): void
  openAll(): void
  closeAll(): void
}

/** Which rows a tree shows, which one is active, and the ways to change that; `remember` is told of every change. */
export function useTree(tree: JsonTree, before: TreeView | null, remember: (view: TreeView) => void): Tree {
  const { index } = tree
  const [view, setView] = useState<TreeView>(
    () => before ?? { opened: openWithin(index, FIRST).opened, order: 'payload', active: null },
  )
  const [bounded, setBounded] = useState(false)
  const lists = useMemo(() => new ChildLists(index, view.order), [index, view.order])
  const rows = useMemo(() => visibleRows(lists, view.opened), [lists, view.opened])
  const activeRow = useMemo(
    () => (view.active === null ? -1 : rows.findIndex(row => rowKey(row) === view.active)),
    [rows, view.active],
  )
  useEffect(() => remember(view), [remember, view])
  const put = (change: Partial<TreeView>) => setView(old => ({ ...old, ...change }))
  return {
    ...view,
    rows,
    activeRow,
    bounded,
    stateOf: row => (canOpen(index, row) ? (view.opened.has(rowKey(row)) ? 'open' : 'closed') : 'leaf'),
    nameOf: row =>
      row.kind === 'range' ? String(row.from) : (keyOf(tree, row.node)?.text ?? String(row.element ?? '')),
    activate: row => put({ active: row ? rowKey(row) : null }),
    setOpen(row, open) {
      const opened = new Set(view.opened)
      if (open) opened.add(rowKey(row))
      else opened.delete(rowKey(row))
      put({ opened, active: rowKey(row) })
    },
    setOrder: order => put({ order }),
    openAll() {
      const { opened, whole } = openWithin(index, ALL)
      setBounded(!whole)
      put({ opened })
    },
    closeAll() {
      setBounded(false)
      put({ opened: new Set() })
    },
  }
}
