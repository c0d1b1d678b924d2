import type { PropsReading, ReadPath } from '../../props-reading.ts'
import type { Job } from '../job.ts'
import { type JsonTree, NONE } from '../json-index.ts'
import { accessTo, pathOf, readString } from '../text.ts'
import { eachChild, isArray, isContainer, keyStartBefore, lengthOf, ordinalOf, startOf } from '../tree.ts'
import { type MatchedReads, READ } from './match-reads.ts'

/** A summary, with the numbers of the places in it. */
export interface ReadsSummary extends Omit<PropsReading, 'whole'> {
  readonly whole: readonly { readonly path: string; readonly place: number }[]
}

const PATHS_AT_MOST = 500
/** So many different ones are counted; objects that are keyed by ids have as many as they have ids. */
const COUNTED_AT_MOST = 50_000
const WHOLE_AT_MOST = 1000
const STEPS = 5000
const STATES: Readonly<Record<number, ReadPath['state']>> = {
  [READ.unread]: 'unread',
  [READ.lookedAt]: 'looked-at',
  [READ.notWatched]: 'not-watched',
  [READ.unknown]: 'unknown',
}

interface Group {
  readonly path: string
  readonly state: ReadPath['state']
  readonly first: number
  bytes: number
  count: number
}

/** Which paths were not read, with elements of arrays taken together, largest first; and what one function took whole. */
export function* summariseReads(tree: JsonTree, { states, whole }: MatchedReads): Job<ReadsSummary> {
  const groups = new Map<string, Group>()
  const standing = new Map<string, number>()
  const sums = { unread: 0, 'looked-at': 0, 'not-watched': 0, unknown: 0 }
  let leftOut = 0
  const open: { readonly node: number; readonly path: string }[] = []

  /** `more`: bytes of its key and comma. */
  function add(node: number, path: string, more: number): void {
    const found = states[node]
    if (standing.size < COUNTED_AT_MOST || standing.has(path)) standing.set(path, (standing.get(path) ?? 0) + 1)
    if (found === READ.partly) open.push({ node, path })
    const state = STATES[found ?? READ.read]
    if (state === undefined) return
    const bytes = state === 'looked-at' ? insideOf(tree, node) : lengthOf(tree, node) + more
    sums[state] += bytes
    const key = `${state} ${path}`
    const group = groups.get(key)
    if (group) {
      group.bytes += bytes
      group.count += 1
    } else if (groups.size < COUNTED_AT_MOST) groups.set(key, { path, state, first: node, bytes, count: 1 })
    else leftOut += 1
  }

  add(0, '', 0)
  let steps = 0
  for (let top = open.pop(); top; top = open.pop()) {
    const { node, path } = top
    const array = isArray(tree, node)
    const ordinal = ordinalOf(tree.index, node)
    if (ordinal === NONE) continue
    const inside = array ? `${path}[*]` : path
    eachChild(tree, ordinal, child => {
      steps += 1
      if (array) return add(child.node, inside, 1) as undefined
      const start = startOf(tree, child.node)
      const from = keyStartBefore(tree.bytes, start)
      const access = accessTo(readString(tree.bytes, from, 200).text)
      add(child.node, path === '' && access.startsWith('.') ? access.slice(1) : path + access, start - from + 1)
      return undefined
    })
    if (steps > STEPS) {
      steps = 0
      yield startOf(tree, node) / tree.bytes.length
    }
  }
  const paths = [...groups.values()].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
  return {
    bytes: tree.bytes.length,
    unreadBytes: sums.unread,
    lookedAtBytes: sums['looked-at'],
    notWatchedBytes: sums['not-watched'],
    unknownBytes: sums.unknown,
    paths: paths.slice(0, PATHS_AT_MOST).map(({ first, ...group }) => ({
      ...group,
      example: pathOf(tree, first),
      of: standing.get(group.path) ?? group.count,
    })),
    pathsLeftOut: leftOut + Math.max(0, paths.length - PATHS_AT_MOST),
    whole: whole.slice(0, WHOLE_AT_MOST).map(({ node, place }) => ({ path: pathOf(tree, node), place })),
  }
}

/** What a value could lose and still be there: what stands between its brackets or quotes. */
function insideOf(tree: JsonTree, node: number): number {
  const quoted = tree.bytes[startOf(tree, node)] === 0x22
  return quoted || isContainer(tree, node) ? lengthOf(tree, node) - 2 : 0
}
