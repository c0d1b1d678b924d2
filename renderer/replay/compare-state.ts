import { create } from 'zustand'
import type { GroupRef } from '../../shared/replay.ts'
import { feed } from '../state/backend.ts'
import { select } from '../state/selection.ts'
import { useStore } from '../state/store.ts'

/** One side: what it is, and its name for people. */
export interface Side {
  readonly ref: GroupRef
  readonly label: string
}

interface CompareState {
  readonly left: Side | null
  /** null while `left` waits for it. */
  readonly right: Side | null
  /** Patterns of paths of the props that do not count, one a line; kept from one comparison to the next. */
  readonly ignore: string
}

export const useCompare = create<CompareState>()(() => ({ left: null, right: null, ignore: '' }))

export const ignoreLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

export function compareSides(left: Side, right: Side): void {
  useCompare.setState({ left, right })
  useStore.setState(({ selected }) => ({ detailsOpen: selected !== null }))
}

/** Whether the request is one of those that are compared, or one side still waits for the other. */
export function isCompared(id: string): boolean {
  const { left, right } = useCompare.getState()
  if (!left || !right) return true
  return [left, right].some(({ ref }) =>
    ref.kind === 'run' ? feed.all.get(id)?.replayRun?.id === ref.run : ref.ids.includes(id),
  )
}

export function endComparison(): void {
  useCompare.setState({ left: null, right: null })
}

export function sideOf(id: string): Side {
  const row = feed.all.get(id)
  return { ref: { kind: 'exchanges', ids: [id] }, label: row ? `${row.method} ${row.url}` : 'a request' }
}

/** The `d` key: a replay is compared with what it repeats; else the first press takes one side, the second the other. */
export function compareSelected(id: string): void {
  const { left, right } = useCompare.getState()
  if (left && !right) {
    const isSame = left.ref.kind === 'exchanges' && left.ref.ids[0] === id
    if (isSame) return endComparison()
    compareSides(left, sideOf(id))
    return select(id, true)
  }
  const original = feed.all.get(id)?.replayOf ?? null
  if (original !== null && feed.all.get(original)) {
    compareSides(sideOf(original), sideOf(id))
    return select(id, true)
  }
  useCompare.setState({ left: sideOf(id), right: null })
}
