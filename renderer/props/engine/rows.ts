import { type JsonIndex, type JsonTree, NONE } from '../../../shared/json/json-index.ts'
import { childNodes, eachChild, isArray, ordinalOf, parentOrdinal } from '../../../shared/json/tree.ts'

/** `payload`: as the JSON has them; `size`: largest first. */
export type Order = 'payload' | 'size'

/** Children are shown in groups of this many. */
export const GROUP = 100

/**
 * What is open: entries of containers, and groups of children (`groupKey`), of which 500,000 rows may have very many.
 */
export interface Opened {
  readonly nodes: Set<number>
  readonly groups: Set<string>
}

export const nothingOpen = (): Opened => ({ nodes: new Set(), groups: new Set() })
export const groupKey = (node: number, from: number, to: number): string => `${node}:${from}-${to}`

/** A container's children in the order shown. `lengths`: bytes of each, in the order shown; null as written. */
export interface ChildList {
  readonly nodes: Int32Array
  /** Positions in the payload; null as written. */
  readonly positions: Int32Array | null
  readonly lengths: Int32Array | null
}

/** Children in the order shown, found once for each container: a walk over siblings costs as much as there are. */
export class ChildLists {
  readonly #lists = new Map<number, ChildList>()

  constructor(
    readonly tree: JsonTree,
    readonly order: Order,
  ) {}

  of(ordinal: number): ChildList {
    const known = this.#lists.get(ordinal)
    if (known) return known
    const list = this.order === 'size' ? bySize(this.tree, ordinal) : asWritten(this.tree.index, ordinal)
    this.#lists.set(ordinal, list)
    return list
  }

  /** The place of a child among its siblings as they are shown. */
  placeOf(ordinal: number, node: number): number {
    return this.of(ordinal).nodes.indexOf(node)
  }
}

const asWritten = (index: JsonIndex, ordinal: number): ChildList => ({
  nodes: childNodes(index, ordinal),
  positions: null,
  lengths: null,
})

/** Largest value first; equal ones stay as written. Numbers sort without a comparing function, which is much faster. */
function bySize(tree: JsonTree, ordinal: number): ChildList {
  const count = tree.index.children[ordinal] ?? 0
  const written = new Int32Array(count)
  const sizes = new Int32Array(count)
  const keys = new Float64Array(count)
  eachChild(tree, ordinal, (child, position) => {
    const size = child.stop - (tree.index.start[child.node] ?? 0)
    written[position] = child.node
    sizes[position] = size
    keys[position] = position - size * count
  })
  keys.sort()
  const positions = Int32Array.from(keys, key => ((key % count) + count) % count)
  return {
    nodes: positions.map(position => written[position] ?? 0),
    positions,
    lengths: positions.map(position => sizes[position] ?? 0),
  }
}

/** The lines of the tree, as columns: there may be half a million. */
export interface Rows {
  readonly count: number
  /** The entry; of a group, the container that it is in. */
  readonly node: Int32Array
  readonly depth: Int32Array
  /** Of a group: its children `from` to `to` (behind the last) in the order shown. `to` is 0 for a value's own line. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** Which of how many siblings, from 1. */
  readonly position: Int32Array
  readonly of: Int32Array
  /** Position in the payload where the parent is an array, else `NONE`. */
  readonly element: Int32Array
}

interface Cursor {
  readonly ordinal: number
  readonly depth: number
  readonly step: number
  /** Children are elements of an array. */
  readonly array: boolean
  at: number
  readonly end: number
  readonly from: number
  /** The next child and the container at or behind it, where they are gone over as written; else `NONE`, and the list of them says. */
  node: number
  inner: number
}

/** The lines to show, with no recursion. The props themselves have no line; their children stand at the top. */
export function visibleRows(lists: ChildLists, opened: Opened): Rows {
  const { tree } = lists
  const { index } = tree
  const root = index.count === 0 ? NONE : ordinalOf(index, 0)
  if (root !== NONE) return rowsFrom(lists, opened, cursor(lists, root, 0, 0, index.children[root] ?? 0))
  const rows = new Growing()
  // A scalar has a line of its own; an empty container has none.
  const first = tree.bytes[index.start[0] ?? 0]
  if (index.count > 0 && first !== 0x7b && first !== 0x5b) rows.add(0, 0, 0, 0, 1, 1, NONE)
  return rows.result()
}

/** The lines once the one at `at`, which has just been opened or closed, shows what is in it or not: of half a million the others are only moved. */
export function toggledRows(lists: ChildLists, opened: Opened, rows: Rows, at: number, open: boolean): Rows {
  const depth = rows.depth[at] ?? 0
  let behind = at + 1
  while (behind < rows.count && (rows.depth[behind] as number) > depth) behind++
  if (!open) return spliced(rows, at + 1, behind, null)
  const { index } = lists.tree
  const ordinal = ordinalOf(index, rows.node[at] ?? 0)
  const to = rows.to[at] ?? 0
  const within = to > 0 ? { from: rows.from[at] ?? 0, to } : { from: 0, to: index.children[ordinal] ?? 0 }
  return spliced(
    rows,
    at + 1,
    behind,
    rowsFrom(lists, opened, cursor(lists, ordinal, depth + 1, within.from, within.to)),
  )
}

/** The lines with those `from` to `to` (behind the last) replaced. */
function spliced(rows: Rows, from: number, to: number, others: Rows | null): Rows {
  const added = others?.count ?? 0
  const count = rows.count - (to - from) + added
  const column = (of: Exclude<keyof Rows, 'count'>): Int32Array => {
    const all = new Int32Array(count)
    all.set(rows[of].subarray(0, from))
    if (others) all.set(others[of].subarray(0, added), from)
    all.set(rows[of].subarray(to, rows.count), from + added)
    return all
  }
  return {
    count,
    node: column('node'),
    depth: column('depth'),
    from: column('from'),
    to: column('to'),
    position: column('position'),
    of: column('of'),
    element: column('element'),
  }
}

/** All lines of the children that `first` goes over. */
function rowsFrom(lists: ChildLists, opened: Opened, first: Cursor): Rows {
  const { index } = lists.tree
  const rows = new Growing()
  const stack = [first]
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (top.at >= top.end) {
      stack.pop()
      continue
    }
    const { ordinal, depth, step, at, end } = top
    const position = Math.floor((at - top.from) / step) + 1
    const of = Math.ceil((end - top.from) / step)
    top.at += step
    if (step > 1) {
      const to = Math.min(at + step, end)
      const container = index.node[ordinal] ?? 0
      rows.add(container, depth, at, to, position, of, NONE)
      if (opened.groups.has(groupKey(container, at, to))) stack.push(cursor(lists, ordinal, depth + 1, at, to))
      continue
    }
    let node = top.node
    let own: number = NONE
    let element = at
    if (node === NONE) {
      const list = lists.of(ordinal)
      node = list.nodes[at] ?? 0
      element = list.positions?.[at] ?? at
      own = ordinalOf(index, node)
    } else if (index.node[top.inner] === node) {
      own = top.inner
      top.node = index.next[own] as number
      top.inner = index.skip[own] as number
    } else top.node++
    rows.add(node, depth, 0, 0, position, of, top.array ? element : NONE)
    if (own !== NONE && opened.nodes.has(node)) {
      stack.push(cursor(lists, own, depth + 1, 0, index.children[own] ?? 0))
    }
  }
  return rows.result()
}

function cursor({ tree, order }: ChildLists, ordinal: number, depth: number, from: number, end: number): Cursor {
  const { index } = tree
  const step = stepFor(end - from)
  // Found one after the other, a list of them need not be kept.
  const written = order === 'payload' && step === 1 && from === 0
  const container = index.node[ordinal] ?? 0
  return {
    ordinal,
    depth,
    step,
    array: isArray(tree, container),
    at: from,
    end,
    from,
    node: written ? container + 1 : NONE,
    inner: ordinal + 1,
  }
}

/** How many children one line stands for, so that no more than `GROUP` lines are needed. */
export function stepFor(count: number): number {
  let step = 1
  while (count / step > GROUP) step *= GROUP
  return step
}

class Growing {
  #node = new Int32Array(256)
  #depth = new Int32Array(256)
  #from = new Int32Array(256)
  #to = new Int32Array(256)
  #position = new Int32Array(256)
  #of = new Int32Array(256)
  #element = new Int32Array(256)
  #count = 0

  add(node: number, depth: number, from: number, to: number, position: number, of: number, element: number): void {
    const at = this.#count++
    if (at === this.#node.length) this.#grow()
    this.#node[at] = node
    this.#depth[at] = depth
    this.#from[at] = from
    this.#to[at] = to
    this.#position[at] = position
    this.#of[at] = of
    this.#element[at] = element
  }

  #grow(): void {
    const longer = (column: Int32Array) => {
      const more = new Int32Array(column.length * 2)
      more.set(column)
      return more
    }
    this.#node = longer(this.#node)
    this.#depth = longer(this.#depth)
    this.#from = longer(this.#from)
    this.#to = longer(this.#to)
    this.#position = longer(this.#position)
    this.#of = longer(this.#of)
    this.#element = longer(this.#element)
  }

  result(): Rows {
    return {
      count: this.#count,
      node: this.#node,
      depth: this.#depth,
      from: this.#from,
      to: this.#to,
      position: this.#position,
      of: this.#of,
      element: this.#element,
    }
  }
}

export interface OpenBounds {
  /** No more lines than this. */
  readonly rows: number
  /** Containers with more children stay closed. */
  readonly children: number
}

/** What to open, level by level from the top, within bounds. `whole`: everything is open. */
export function openWithin(
  { index }: JsonTree,
  bounds: OpenBounds,
): { readonly opened: Opened; readonly whole: boolean } {
  const opened = nothingOpen()
  const root = index.count === 0 ? NONE : ordinalOf(index, 0)
  if (root === NONE) return { opened, whole: true }
  const first = index.children[root] ?? 0
  let rows = linesFor(first, opened, 0, first <= bounds.rows)
  let whole = first <= bounds.rows
  let level = whole ? [root] : []
  while (level.length > 0) {
    const below: number[] = []
    for (const ordinal of level) {
      // The containers among the children, by way of those behind each other.
      for (let inner = ordinal + 1; inner < (index.skip[ordinal] ?? 0); inner = index.skip[inner] ?? inner + 1) {
        const children = index.children[inner] ?? 0
        if (children > bounds.children || rows + children * 1.02 + 2 > bounds.rows) {
          whole = false
          continue
        }
        const node = index.node[inner] ?? 0
        opened.nodes.add(node)
        rows += linesFor(children, opened, node, true)
        below.push(inner)
      }
    }
    level = below
  }
  return { opened, whole }
}

/** How many lines the children of `node` have, with those of the groups, which are opened. */
function linesFor(count: number, opened: Opened, node: number, open: boolean): number {
  let lines = 0
  const waiting = [{ from: 0, to: count }]
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const step = stepFor(part.to - part.from)
    for (let from = part.from; from < part.to; from += step) {
      lines++
      if (step === 1 || !open) continue
      const to = Math.min(from + step, part.to)
      opened.groups.add(groupKey(node, from, to))
      waiting.push({ from, to })
    }
  }
  return lines
}

/** Opens all that `node` is in, groups too, so that its line is there. */
export function openTo(lists: ChildLists, opened: Opened, node: number): void {
  const { index } = lists.tree
  for (let at = node, parent = parentOrdinal(index, at); parent !== NONE; parent = parentOrdinal(index, at)) {
    const container = index.node[parent] ?? 0
    if (container !== 0) opened.nodes.add(container)
    const place = lists.placeOf(parent, at)
    let from = 0
    let to = index.children[parent] ?? 0
    for (let step = stepFor(to - from); step > 1; step = stepFor(to - from)) {
      from += Math.floor((place - from) / step) * step
      to = Math.min(from + step, to)
      opened.groups.add(groupKey(container, from, to))
    }
    at = container
  }
}
