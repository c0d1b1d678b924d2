import { now } from '../../../shared/json/job.ts'
import { type JsonTree, NONE } from '../../../shared/json/json-index.ts'
import { matchReads, READ } from '../../../shared/json/reads/match-reads.ts'
import { eachChild, ordinalOf, parentOf, startOf } from '../../../shared/json/tree.ts'
import type { RowView } from './protocol.ts'

/** Which values the render did not read, where that was recorded. */
export interface ReadsMarks {
  /** Takes the signs that were recorded, or with null none; false where they do not fit. */
  know(tree: JsonTree, signs: string | null): boolean
  of(tree: JsonTree, node: number): RowView['reads']
}

const SAID: Readonly<Record<number, NonNullable<RowView['reads']>['state']>> = {
  [READ.unread]: 'unread',
  [READ.lookedAt]: 'looked-at',
  [READ.notWatched]: 'not-watched',
  [READ.unknown]: 'unknown',
  [READ.partly]: 'partly',
}

export function createReadsMarks(): ReadsMarks {
  let states: Uint8Array | null = null
  /** By container: bytes of what was never read in it. */
  let unread = new Float64Array(0)
  return {
    know(tree, signs) {
      states = signs === null ? null : (now(matchReads(tree, signs))?.states ?? null)
      unread = states === null ? new Float64Array(0) : unreadIn(tree, states)
      return signs === null || states !== null
    },
    of({ index }, node) {
      const state = SAID[states?.[node] ?? READ.read]
      if (state === undefined) return null
      const bytes = state === 'partly' ? (unread[ordinalOf(index, node)] ?? 0) : 0
      if (state === 'partly' && bytes === 0) return null
      const parent = parentOf(index, node)
      return { state, bytes, first: parent === NONE || states?.[parent] !== states?.[node] }
    },
  }
}

/** Containers stand before what is in them: from the last one on, those inside are known. */
function unreadIn(tree: JsonTree, states: Uint8Array): Float64Array<ArrayBuffer> {
  const { index } = tree
  const sums = new Float64Array(index.containers)
  for (let ordinal = index.containers - 1; ordinal >= 0; ordinal--) {
    if (states[index.node[ordinal] ?? 0] !== READ.partly) continue
    let sum = 0
    eachChild(tree, ordinal, child => {
      const state = states[child.node]
      if (state === READ.unread) sum += child.stop - startOf(tree, child.node)
      else if (state === READ.partly && child.ordinal !== NONE) sum += sums[child.ordinal] ?? 0
      return undefined
    })
    sums[ordinal] = sum
  }
  return sums
}
