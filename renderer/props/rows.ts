import { isContainer, type JsonIndex, NODE } from './json-index.ts'

/** `payload`: as the JSON has them; `size`: largest first. */
export type Order = 'payload' | 'size'

/** One line of the tree. `depth` counts from 0 at the top level of the props. */
export type TreeRow =
  | {
      readonly kind: 'node'
      /** Entry of the index. */
      readonly node: number
      readonly depth: number
      /** In the payload's order, where the parent is an array; else null. */
      readonly element: number | null
      readonly place: Place
    }
  /** Children `from` to `to` (behind the last) of `node` in the order shown, where it has too many to list them all. */
  | {
      readonly kind: 'range'
      readonly node: number
      readonly from: number
      readonly to: number
      readonly depth: number
      readonly place: Place
    }

/** Which of how many siblings a row is, from 1. */
export interface Place {
  readonly position: number
  readonly of: number
}

/** Children are shown in groups of this many. */
export const GROUP = 1000

/** The keys of what is open; see `rowKey`. */
export type Opened = ReadonlySet<string>

export function rowKey(row: TreeRow): string {
  return row.kind === 'node' ? String(row.node) : `${row.node}:${row.from}-${row.to}`
}

export function canOpen(index: JsonIndex, row: TreeRow): boolean {
  return row.kind === 'range' || (isContainer(index, row.node) && (index.children[row.node] ?? 0) > 0)
}

/** Children in the order shown, found once for each container: a walk over siblings costs as much as there are. */
export class ChildLists {
  readonly #lists = new Map<number, { nodes: Int32Array; positions: Int32Array }>()

  constructor(
    readonly index: JsonIndex,
    readonly order: Order,
  ) {}

  /** The children's entries, and their positions in the payload. */
  of(node: number): { readonly nodes: Int32Array; readonly positions: Int32Array } {
    const known = this.#lists.get(node)
    if (known) return known
    const { index } = this
    const count = index.children[node] ?? 0
    const written = new Int32Array(count)
    for (let n = 0, at = node + 1; n < count; n++, at = index.next[at] ?? 0) written[n] = at
    const positions = this.order === 'size' ? bySize(index, written) : Int32Array.from(written, (_, n) => n)
    const list = { nodes: positions.map(position => written[position] ?? 0), positions }
    this.#lists.set(node, list)
    return list
  }
}

/** Positions, largest value first; equal ones stay as written. Numbers sort without a comparing function, which is much faster. */
function bySize(index: JsonIndex, nodes: Int32Array): Int32Array {
  const count = nodes.length
  const keys = Float64Array.from(nodes, (node, position) => position - (index.length[node] ?? 0) * count)
  keys.sort()
  return Int32Array.from(keys, key => ((key % count) + count) % count)
}

interface Cursor {
  readonly container: number
  readonly depth: number
  readonly step: number
  at: number
  readonly end: number
  readonly from: number
}

/** The lines to show, with no recursion. The props themselves have no line; their children stand at the top. */
export function visibleRows(lists: ChildLists, opened: Opened): TreeRow[] {
  const { index } = lists
  const rows: TreeRow[] = []
  if (index.count === 0) return rows
  if (!isContainer(index, 0)) {
    return [{ kind: 'node', node: 0, depth: 0, element: null, place: { position: 1, of: 1 } }]
  }
  const stack: Cursor[] = [cursor(0, 0, 0, index.children[0] ?? 0)]
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (top.at >= top.end) {
      stack.pop()
      continue
    }
    const { container, depth, step, at, end } = top
    const place = { position: Math.floor((at - top.from) / step) + 1, of: Math.ceil((end - top.from) / step) }
    top.at += step
    if (step > 1) {
      const to = Math.min(at + step, end)
      const row: TreeRow = { kind: 'range', node: container, from: at, to, depth, place }
      rows.push(row)
      if (opened.has(rowKey(row))) stack.push(cursor(container, depth + 1, at, to))
      continue
    }
    const list = lists.of(container)
    const node = list.nodes[at] ?? 0
    const element = index.kind[container] === NODE.array ? (list.positions[at] ?? 0) : null
    rows.push({ kind: 'node', node, depth, element, place })
    if (opened.has(String(node)) && isContainer(index, node)) {
      stack.push(cursor(node, depth + 1, 0, index.children[node] ?? 0))
    }
  }
  return rows
}

function cursor(container: number, depth: number, from: number, end: number): Cursor {
  let step = 1
  while ((end - from) / step > GROUP) step *= GROUP
  return { container, depth, step, at: from, end, from }
}

export interface OpenBounds {
  /** No more lines than this. */
  readonly rows: number
  /** Containers with more children stay closed. */
  readonly children: number
}

/** What to open, level by level from the top, within bounds. `whole`: everything is open. */
export function openWithin(
  index: JsonIndex,
  bounds: OpenBounds,
): { readonly opened: Set<string>; readonly whole: boolean } {
  const opened = new Set<string>()
  let rows = index.children[0] ?? 0
  let whole = rows <= GROUP
  let level = whole ? [0] : []
  while (level.length > 0) {
    const below: number[] = []
    for (const container of level) {
      const count = index.children[container] ?? 0
      for (let n = 0, at = container + 1; n < count; n++, at = index.next[at] ?? 0) {
        const children = isContainer(index, at) ? (index.children[at] ?? 0) : 0
        if (children === 0) continue
        if (children > bounds.children || children > GROUP || rows + children > bounds.rows) {
          whole = false
          continue
        }
        rows += children
        opened.add(String(at))
        below.push(at)
      }
    }
    level = below
  }
  return { opened, whole }
}
