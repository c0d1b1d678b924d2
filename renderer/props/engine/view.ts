import { type JsonTree, NONE } from '../../../shared/json/json-index.ts'
import { resolvePath } from '../../../shared/json/resolve-path.ts'
import { keyOf, previewOf } from '../../../shared/json/text.ts'
import { kindOf, lengthOf, ordinalOf, startOf, stopOf } from '../../../shared/json/tree.ts'
import type { Action, RowView, TreeState } from './protocol.ts'
import {
  ChildLists,
  groupKey,
  nothingOpen,
  type Opened,
  type Order,
  openTo,
  openWithin,
  type Rows,
  toggledRows,
  visibleRows,
} from './rows.ts'
import { findTyped, moveFor, type TreeMove } from './tree-keys.ts'

/** Everything within reason: a browser cannot scroll much further than half a million lines. */
const ALL = { rows: 500_000, children: 500_000 }
/** What a fresh tree shows: the small things open, the long lists closed. */
const FIRST = { rows: 40, children: 12 }
/** Bytes of a string that a line shows; the panel below the tree shows the rest. */
const PREVIEW = 240
/** Bytes of a key that a line shows: the value wants room, too. */
const KEY = 60

/** Which lines a tree shows, which one is active, and the ways to change that. */
export interface View {
  readonly state: TreeState
  act(action: Action): void
  row(at: number): Omit<RowView, 'marks' | 'secret' | 'reads'>
}

export function createView(tree: JsonTree): View {
  const { index } = tree
  let order: Order = 'payload'
  let lists = new ChildLists(tree, order)
  let opened: Opened = openWithin(tree, FIRST).opened
  let rows: Rows = visibleRows(lists, opened)
  let version = 1
  let bounded = false
  let active = -1

  const isGroup = (at: number) => (rows.to[at] ?? 0) > 0
  const nodeAt = (at: number) => rows.node[at] ?? NONE
  const groupOf = (at: number) => groupKey(nodeAt(at), rows.from[at] ?? 0, rows.to[at] ?? 0)
  function stateOf(at: number): RowView['state'] {
    if (isGroup(at)) return opened.groups.has(groupOf(at)) ? 'open' : 'closed'
    if (ordinalOf(index, nodeAt(at)) === NONE) return 'leaf'
    return opened.nodes.has(nodeAt(at)) ? 'open' : 'closed'
  }
  /** The lines anew; the active one stays the same line where it is still there, else the one that hides it. */
  function rebuild(): void {
    const before = active >= 0 ? { node: nodeAt(active), from: rows.from[active], to: rows.to[active] } : null
    rows = visibleRows(lists, opened)
    version++
    if (before === null) return
    active = Math.min(active, rows.count - 1)
    for (let at = 0; at < rows.count; at++) {
      if (rows.node[at] === before.node && rows.from[at] === before.from && rows.to[at] === before.to) {
        active = at
        return
      }
    }
  }
  function setOpen(at: number, open: boolean): void {
    active = at
    if (open === (stateOf(at) === 'open')) return
    const set: Set<string | number> = isGroup(at) ? opened.groups : opened.nodes
    const key = isGroup(at) ? groupOf(at) : nodeAt(at)
    if (open) set.add(key)
    else set.delete(key)
    rows = toggledRows(lists, opened, rows, at, open)
    version++
  }
  function move({ kind, ...to }: TreeMove): void {
    if ('to' in to) active = to.to
    else setOpen(to.row, kind === 'open' || (kind === 'toggle' && stateOf(to.row) === 'closed'))
  }
  function reveal(node: number): void {
    if (node <= 0 || node >= index.count) return
    openTo(lists, opened, node)
    rows = visibleRows(lists, opened)
    version++
    for (let at = 0; at < rows.count; at++) if (nodeAt(at) === node && !isGroup(at)) active = at
  }
  /** The row's own key, an element's number, or a group's first number: what typing finds. */
  function nameOf(at: number): string {
    if (isGroup(at)) return String(rows.from[at])
    const element = rows.element[at] ?? NONE
    return element !== NONE ? String(element) : (keyOf(tree, nodeAt(at))?.text ?? '')
  }
  function bytesOf(at: number): number {
    const node = nodeAt(at)
    if (!isGroup(at)) return lengthOf(tree, node)
    const { nodes, lengths } = lists.of(ordinalOf(index, node))
    const from = rows.from[at] ?? 0
    const to = rows.to[at] ?? 0
    if (lengths) return lengths.subarray(from, to).reduce((sum, length) => sum + length, 0)
    return stopOf(tree, nodes[to - 1] ?? 0) - startOf(tree, nodes[from] ?? 0)
  }

  return {
    get state() {
      const node = active >= 0 ? nodeAt(active) : NONE
      return { version, rows: rows.count, active, node, order, bounded }
    },
    act(action) {
      switch (action.kind) {
        case 'toggle':
          if (action.row < rows.count && stateOf(action.row) !== 'leaf') {
            setOpen(action.row, stateOf(action.row) === 'closed')
          }
          return
        case 'activate':
          active = Math.min(action.row, rows.count - 1)
          return
        case 'order':
          order = action.order
          lists = new ChildLists(tree, order)
          // A group is other elements in another order.
          opened = { nodes: opened.nodes, groups: new Set() }
          return rebuild()
        case 'open-all': {
          const all = openWithin(tree, ALL)
          opened = all.opened
          bounded = !all.whole
          return rebuild()
        }
        case 'close-all':
          opened = nothingOpen()
          bounded = false
          return rebuild()
        case 'key': {
          const to = moveFor(action.key, { rows, active, state: stateOf, page: action.page })
          if (to) move(to)
          return
        }
        case 'type': {
          const found = findTyped(rows.count, active, action.text, nameOf)
          if (found >= 0) active = found
          return
        }
        case 'reveal':
          return reveal(action.node)
        case 'reveal-path':
          return reveal(resolvePath(tree, action.path) ?? NONE)
        case 'look':
          return
      }
    },
    row(at) {
      const node = nodeAt(at)
      const group = isGroup(at)
      const element = rows.element[at] ?? NONE
      const key = group || element !== NONE ? null : keyOf(tree, node, KEY)
      const preview = group ? { text: '', rest: 0 } : previewOf(tree, node, PREVIEW)
      return {
        at,
        node,
        depth: rows.depth[at] ?? 0,
        position: rows.position[at] ?? 1,
        of: rows.of[at] ?? 1,
        state: stateOf(at),
        key: key && { text: key.text, cut: key.rest > 0 },
        element: element === NONE ? null : element,
        group: group ? { first: rows.from[at] ?? 0, last: (rows.to[at] ?? 0) - 1 } : null,
        kind: kindOf(tree, node),
        ...preview,
        bytes: bytesOf(at),
      }
    },
  }
}
