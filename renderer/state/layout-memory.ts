import type { AppState } from '../../shared/api.ts'
import type { Layout } from '../../shared/layout.ts'
import { saveFilter, useSavedFilters } from '../filter/saved.ts'
import { COLUMN_IDS, type ColumnId } from '../timeline/rows/columns.ts'
import { backend } from './backend.ts'
import { changeFilter, useFilter } from './filter-state.ts'
import { changeLayout, useLayout } from './layout-state.ts'
import { usePins } from './pins.ts'
import { useStore } from './store.ts'
import { setTheme, useTheme } from './theme.ts'

/** Whoever drags an edge is not saved at each px. */
const SETTLE_MS = 400

let project: string | null = null
let timer: ReturnType<typeof setTimeout> | null = null
/** The project whose last change is not saved yet. */
let owed: string | null = null
/** What is remembered is being fetched and put in place: that is no change of the user's. */
let putting = false

/** Brings back how the window was the last time for the project that is looked at, and remembers what is changed. The window of time is no part of it: it lies in the time of one session, and would hide all of the next. Call once. */
export function startLayoutMemory(): void {
  useStore.subscribe(({ app, link }) => {
    const now = link.kind === 'open' && app ? projectOf(app) : null
    if (now === null || now === project) return
    project = now
    void bringBack(now)
  })
  for (const store of [useLayout, useFilter, useSavedFilters, useTheme, usePins]) store.subscribe(saveSoon)
  window.addEventListener('pagehide', saveOwed)
}

/** The folder of the first server that is looked at; else its address. */
export function projectOf({ servers }: Pick<AppState, 'servers'>): string | null {
  for (const { connection, tap, origin } of servers) {
    if (connection.kind === 'attached' || connection.kind === 'waiting')
      return connection.server.folder ?? connection.server.origin
    if (tap.kind === 'open') return tap.target
    if (origin !== null) return origin
  }
  return null
}

async function bringBack(of: string): Promise<void> {
  putting = true
  const layout = await backend.readLayout(of).catch(() => null)
  if (of !== project) return
  if (layout !== null) put(layout)
  putting = false
}

function put(layout: Layout): void {
  const { shown, widths, sorting, bars, view, detailsShare } = layout
  if (layout.theme !== useTheme.getState().theme) setTheme(layout.theme)
  useSavedFilters.setState({ saved: [] })
  for (const text of [...layout.savedFilters].reverse()) saveFilter(text)
  changeLayout({
    shown: known(shown),
    widths: known(widths),
    sorting: sorting && isColumn(sorting.column) ? { column: sorting.column, down: sorting.down } : null,
    bars,
    view,
    detailsShare,
  })
  usePins.setState({ pins: layout.pins })
  changeFilter({ text: layout.filter, kinds: new Set(layout.kinds) })
}

const isColumn = (name: string): name is ColumnId => COLUMN_IDS.some(id => id === name)

/** Of columns that there are in this version. */
function known<Value>(of: Readonly<Record<string, Value>>): Partial<Record<ColumnId, Value>> {
  const kept: Partial<Record<ColumnId, Value>> = {}
  for (const [name, value] of Object.entries(of)) if (isColumn(name)) kept[name] = value
  return kept
}

/** At once, and whatever follows shortly after in one go: who closes the window right away has lost nothing. */
function saveSoon(): void {
  if (putting || project === null) return
  const of = project
  if (timer === null) save(of)
  else {
    clearTimeout(timer)
    owed = of
  }
  timer = setTimeout(() => {
    timer = null
    saveOwed()
  }, SETTLE_MS)
}

function saveOwed(): void {
  if (owed !== null) save(owed)
}

function save(of: string): void {
  owed = null
  void backend.rememberLayout(of, now()).catch(() => undefined)
}

function now(): Layout {
  const { shown, widths, sorting, bars, view, detailsShare } = useLayout.getState()
  const { text, kinds } = useFilter.getState().filter
  return {
    theme: useTheme.getState().theme,
    filter: text.slice(0, 4000),
    kinds: [...kinds],
    savedFilters: [...useSavedFilters.getState().saved],
    shown: defined(shown),
    widths: defined(widths),
    sorting,
    bars,
    view,
    detailsShare,
    pins: [...usePins.getState().pins],
  }
}

const defined = <Value>(of: Partial<Readonly<Record<string, Value>>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(of).filter((entry): entry is [string, Value] => entry[1] !== undefined))
