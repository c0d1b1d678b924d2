import { now } from '../../../shared/json/job.ts'
import { type JsonTree, NONE } from '../../../shared/json/json-index.ts'
import { matchReads, READ } from '../../../shared/json/reads/match-reads.ts'
import { parentOf } from '../../../shared/json/tree.ts'
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
}

export function createReadsMarks(): ReadsMarks {
  let states: Uint8Array | null = null
  return {
    know(tree, signs) {
      states = signs === null ? null : (now(matchReads(tree, signs))?.states ?? null)
      return signs === null || states !== null
    },
    of({ index }, node) {
      const state = SAID[states?.[node] ?? READ.read]
      if (state === undefined) return null
      const parent = parentOf(index, node)
      return { state, first: parent === NONE || states?.[parent] !== states?.[node] }
    },
  }
}
