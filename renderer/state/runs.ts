import { create } from 'zustand'
import type { PageChange, ReplayRun } from '../../shared/replay.ts'

/** The runs of replays of this session, by their ids, in the order in which they began. */
export const useRuns = create<{ readonly runs: ReadonlyMap<string, ReplayRun> }>()(() => ({ runs: new Map() }))

const AT_MOST = 100

export function putRun(run: ReplayRun): void {
  useRuns.setState(({ runs }) => ({ runs: new Map([...runs, [run.id, run] as const].slice(-AT_MOST)) }))
}

export function putRuns(all: readonly ReplayRun[]): void {
  useRuns.setState({ runs: new Map(all.map(run => [run.id, run])) })
}

/** The last change of the page's file that is watched; null: none was seen, or it was answered. */
export const usePageChange = create<{ readonly change: PageChange | null }>()(() => ({ change: null }))

export const putPageChange = (change: PageChange | null): void => usePageChange.setState({ change })
