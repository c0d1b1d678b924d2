import { create } from 'zustand'
import type { RowTest } from '../../shared/filter/compile.ts'
import { parseFilter } from '../../shared/filter/parse.ts'
import { FIRST_FILTER, type Filter, makeTest } from '../timeline/filter.ts'
import { feed } from './backend.ts'
import { propSearch } from './prop-search.ts'
import { chosenOrigin } from './servers.ts'
import { useStore } from './store.ts'

export const useFilter = create<{ readonly filter: Filter }>()(() => ({ filter: FIRST_FILTER }))

/** Shows other rows from now on; one pass over all of them. */
export function setFilter(filter: Filter): void {
  useFilter.setState({ filter })
  apply()
}

export const changeFilter = (change: Partial<Filter>): void => setFilter({ ...useFilter.getState().filter, ...change })

/** The rows are tested from the start, before the first one comes, and again whenever another server is chosen. */
export function startFilter(): void {
  setFilter(FIRST_FILTER)
  let before: string | null = null
  useStore.subscribe(({ app, chosen }) => {
    const now = chosenOrigin(app, chosen)
    if (now === before) return
    before = now
    apply()
  })
}

function apply(): void {
  const { app, chosen } = useStore.getState()
  const { filter } = useFilter.getState()
  const origin = chosenOrigin(app, chosen)
  const ofServer = (test: RowTest): RowTest => (origin === null ? test : row => row.server === origin && test(row))
  const test = ofServer(makeTest(filter, propSearch.test))
  feed.setFilter(test)
  propSearch.start(parseFilter(filter.text), ofServer(makeTest(filter)), test)
}
