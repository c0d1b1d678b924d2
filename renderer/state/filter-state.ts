import { create } from 'zustand'
import { FIRST_FILTER, type Filter, makeTest } from '../timeline/filter.ts'
import { feed } from './backend.ts'

export const useFilter = create<{ readonly filter: Filter }>()(() => ({ filter: FIRST_FILTER }))

/** Shows other rows from now on; one pass over all of them. */
export function setFilter(filter: Filter): void {
  useFilter.setState({ filter })
  feed.setFilter(makeTest(filter))
}

/** The rows are tested from the start, before the first one comes. */
export function startFilter(): void {
  setFilter(FIRST_FILTER)
}
