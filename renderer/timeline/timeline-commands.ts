import { type Command, registerCommands, registerPlaces } from '../commands/registry.ts'
import { knownValues } from '../filter/known-values.ts'
import { saveFilter } from '../filter/saved.ts'
import { splitNow } from '../routes/compare-state.ts'
import { feed } from '../state/backend.ts'
import { changeFilter, setFilter, useFilter } from '../state/filter-state.ts'
import { changeLayout, useLayout } from '../state/layout-state.ts'
import { togglePin, usePins } from '../state/pins.ts'
import { foldAll, foldSelected, moveSelection, select } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { safeText, shorten } from '../ui/safe-text.ts'
import { FIRST_FILTER, isNarrowed, toggleTerm } from './filter.ts'
import { useTimeView } from './overview/time-view.ts'
import { COLUMNS } from './rows/columns.ts'

/** Rows that Page Up and Page Down move by. */
const PAGE = 20

const chosen = () => {
  const { selected } = useStore.getState()
  return selected === null ? undefined : feed.all.get(selected)
}
const nothingChosen = () => (chosen() ? null : 'choose a request first')
const notFoldable = () => {
  const row = chosen()
  return row && (row.replayRun !== null || row.navigation !== null)
    ? null
    : 'choose a request of a navigation or replay'
}
const noRows = () => (feed.listed.length === 0 ? 'no requests in the list' : null)
const toggle = (term: string) => changeFilter({ text: toggleTerm(useFilter.getState().filter.text, term) })

const COMMANDS: readonly Command[] = [
  {
    id: 'requests.page-down',
    group: 'Requests',
    title: 'A page down',
    keys: ['PageDown'],
    unavailable: noRows,
    run: () => moveSelection(PAGE),
    keyOnly: true,
  },
  {
    id: 'requests.page-up',
    group: 'Requests',
    title: 'A page up',
    keys: ['PageUp'],
    unavailable: noRows,
    run: () => moveSelection(-PAGE),
    keyOnly: true,
  },
  {
    id: 'request.unfold',
    group: 'Request',
    title: 'Show all requests of a folded navigation or replay',
    keys: ['ArrowRight'],
    words: ['expand', 'runs', 'repeat', 'group'],
    unavailable: notFoldable,
    run: () => foldSelected(true),
  },
  {
    id: 'request.fold',
    group: 'Request',
    title: 'Fold the navigation, or the replay, into one row',
    keys: ['ArrowLeft'],
    words: ['collapse', 'runs', 'repeat', 'group'],
    unavailable: notFoldable,
    run: () => foldSelected(false),
  },
  {
    id: 'requests.unfold',
    group: 'Requests',
    title: 'Show the requests of all navigations',
    keys: ['Shift+ArrowRight'],
    words: ['expand', 'unfold', 'everything'],
    run: () => foldAll(true),
  },
  {
    id: 'requests.fold',
    group: 'Requests',
    title: 'Fold all navigations',
    keys: ['Shift+ArrowLeft'],
    words: ['collapse', 'group', 'everything'],
    run: () => foldAll(false),
  },
  {
    id: 'request.pin',
    group: 'Request',
    title: 'Pin the request above the list, or let it go',
    keys: ['p'],
    unavailable: nothingChosen,
    run: () => {
      const row = chosen()
      if (row) togglePin(row.id)
    },
  },
  {
    id: 'requests.unpin',
    group: 'Requests',
    title: 'Let all pinned requests go',
    unavailable: () => (usePins.getState().pins.length === 0 ? 'none is pinned' : null),
    run: () => usePins.setState({ pins: [] }),
  },
  {
    id: 'request.same-page',
    group: 'Request',
    title: 'Only requests of this page',
    unavailable: () => (chosen()?.page == null ? 'choose a request of a page first' : null),
    run: () => {
      const page = chosen()?.page
      if (page != null) toggle(`page:${page.includes(' ') ? `"${page}"` : page}`)
    },
  },
  {
    id: 'filter.reset',
    group: 'Filter',
    title: 'Reset the filter',
    unavailable: () => (isNarrowed(useFilter.getState().filter) ? null : 'nothing is filtered'),
    run: () => setFilter(FIRST_FILTER),
  },
  {
    id: 'filter.save',
    group: 'Filter',
    title: 'Save this filter',
    unavailable: () => (useFilter.getState().filter.text.trim() === '' ? 'nothing is written' : null),
    run: () => saveFilter(useFilter.getState().filter.text),
  },
  ...(
    [
      ['is:error', 'Only errors, or all again'],
      ['is:slow', 'Only slow calls, or all again'],
      ['has:finding', 'Only requests with findings, or all again'],
      ['is:running', 'Only what runs, or all again'],
    ] as const
  ).map(([term, title]): Command => ({ id: `filter.${term}`, group: 'Filter', title, run: () => toggle(term) })),
  {
    id: 'view.window',
    group: 'View',
    title: 'Only the time that the overview shows',
    words: ['zoom', 'window'],
    unavailable: () => (useTimeView.getState().view === null ? 'it shows all' : null),
    run: () => changeFilter({ window: useTimeView.getState().view }),
  },
  {
    id: 'view.all-times',
    group: 'View',
    title: 'Show all times',
    unavailable: () =>
      useFilter.getState().filter.window === null && useTimeView.getState().view === null ? 'they are shown' : null,
    run: () => {
      useTimeView.setState({ view: null })
      changeFilter({ window: null })
    },
  },
  {
    id: 'view.routes',
    group: 'View',
    title: 'Timeline, or one row a page',
    keys: ['v'],
    words: ['routes', 'pages'],
    run: () => changeLayout({ view: useLayout.getState().view === 'timeline' ? 'routes' : 'timeline' }),
  },
  {
    id: 'view.compare-now',
    group: 'View',
    title: 'Compare the routes before and after this moment',
    words: ['edit', 'split'],
    run: () => {
      splitNow()
      changeLayout({ view: 'routes' })
    },
  },
  {
    id: 'view.bars',
    group: 'View',
    title: 'Bars from their own start, or by the clock',
    keys: ['w'],
    words: ['waterfall', 'concurrency', 'time'],
    run: () => changeLayout({ bars: useLayout.getState().bars === 'own' ? 'clock' : 'own' }),
  },
  ...COLUMNS.filter(({ sortBy }) => sortBy).map(
    ({ id, name, numbers = false }): Command => ({
      id: `view.sort.${id}`,
      group: 'View',
      title: `Sort by ${name.toLowerCase()}`,
      run: () => changeLayout({ sorting: { column: id, down: numbers } }),
    }),
  ),
  {
    id: 'view.sort',
    group: 'View',
    title: 'In the order of their starts',
    words: ['sort'],
    unavailable: () => (useLayout.getState().sorting === null ? 'they are' : null),
    run: () => changeLayout({ sorting: null }),
  },
]

/** One for each page that was asked for, the busiest first: to its newest request in the list. */
function pages(): Command[] {
  const newest = new Map<string, string>()
  feed.shown.forEach(({ id, page }) => {
    if (page !== null) newest.set(page, id)
  })
  return knownValues('page').map(({ value }) => ({
    id: `page.${value}`,
    group: 'Pages',
    title: `Go to page ${safeText(shorten(value, 120))}`,
    words: ['newest', 'route'],
    unavailable: () => (newest.has(value) ? null : 'the filter hides its requests'),
    run: () => {
      const id = newest.get(value)
      if (id === undefined) return
      changeLayout({ view: 'timeline' })
      select(id, true)
    },
  }))
}

/** The commands of the list; call once. */
export function startTimelineCommands(): void {
  registerCommands(COMMANDS)
  registerPlaces(pages)
}
