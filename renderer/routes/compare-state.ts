import { create } from 'zustand'
import type { TimeWindow } from '../timeline/filter.ts'

/** The two times that the routes compare; null: not chosen. */
export const useCompare = create<{ readonly before: TimeWindow | null; readonly after: TimeWindow | null }>()(() => ({
  before: null,
  after: null,
}))

/** Everything up to now against everything from now on: for an edit that is made now. */
export function splitNow(): void {
  const now = Date.now()
  useCompare.setState({ before: { fromMs: 0, toMs: now }, after: { fromMs: now, toMs: Number.MAX_SAFE_INTEGER } })
}
export const stopComparing = (): void => useCompare.setState({ before: null, after: null })
