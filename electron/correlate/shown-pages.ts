import { put } from './bounded.ts'
import type { Navigation } from './navigation.ts'

/** A page that a client has, as its requests name it. */
export interface Shown {
  readonly navigation: Navigation
  /** null: any, since a data request does not tell. */
  readonly search: string | null
  readonly cookie: string | null
}

/** By client and path; the newest last, a few of each. */
export type ShownPages = Map<string, Shown[]>

const PATHS_AT_MOST = 3000
const EACH_AT_MOST = 8
/** After so long without a request, what a page asks for is no part of its navigation any more: it polls, or the visitor did something. */
const QUIET_MS = 15_000
const LASTS_AT_MOST_MS = 120_000
/** Two clocks may have told the times. */
const CLOCKS_DIFFER_MS = 50

export function show(pages: ShownPages, key: string, page: Shown): void {
  const shown = pages.get(key) ?? []
  shown.push(page)
  if (shown.length > EACH_AT_MOST) shown.shift()
  put(pages, key, shown, PATHS_AT_MOST)
}

interface Asking {
  readonly search: string | null
  readonly cookie: string | null
  /** null where the tap did not see it. */
  readonly connection: number | null
  /** Epoch milliseconds. */
  readonly at: number
  /** Its connection will be known when it is over. */
  readonly isMoreToCome: boolean
}

/** The page under `key` that asks: the newest that is still at it, with the same query, no other cookies, and not over a connection of another browser's. */
export function shownBy(pages: ShownPages, key: string, asking: Asking): Shown | null {
  const { at, search, cookie, connection } = asking
  const fitting = (pages.get(key) ?? []).filter(
    ({ navigation, ...page }) =>
      navigation.began <= at + CLOCKS_DIFFER_MS &&
      (navigation.running || at <= navigation.lastAt + QUIET_MS) &&
      at <= navigation.began + LASTS_AT_MOST_MS &&
      (page.search === null || search === null || page.search === search) &&
      isOneClients(page.cookie, cookie),
  )
  if (fitting.length < 2) return fitting[0] ?? null
  if (connection === null) return asking.isMoreToCome ? null : (fitting.at(-1) ?? null)
  const newest = fitting.at(-1)
  const holder = fitting.findLast(page => page.navigation.connections.includes(connection))
  if (!newest || !holder) return newest ?? null
  // A browser that loads a page again uses the connections that it has; two browsers share none.
  const { connections } = newest.navigation
  const isOneBrowser = connections.length === 0 || connections.some(one => holder.navigation.connections.includes(one))
  return isOneBrowser ? newest : holder
}

/** Two sets of cookies that differ in a value are two clients'; one that only holds more is the same one, later. */
function isOneClients(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b) return true
  const values = new Map(a.split(/; */).map(pair))
  return b.split(/; */).every(one => {
    const [name, value] = pair(one)
    const before = values.get(name)
    return before === undefined || before === value
  })
}

function pair(text: string): readonly [string, string] {
  const mark = text.indexOf('=')
  return mark < 0 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)]
}
