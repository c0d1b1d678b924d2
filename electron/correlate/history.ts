import type { Exchange, Reason } from '../../shared/exchange.ts'
import { put } from './bounded.ts'
import { headerValue } from './headers.ts'
import { pageKey, refererOf } from './place.ts'
import { readDataPath, splitUrl } from './route.ts'

/** What one client's pages were, as far as its requests told. */
interface Visit {
  /** Tabs that may show it: how often it was opened, without those that a client transition is known to have left. */
  open: number
  /** The page that a client transition came to it from. */
  from: string | null
  /** It was opened by hand or from another site, and so without a Referer. */
  byHand: boolean
  /** What it asked for named it as Referer: its links would too. */
  refers: boolean
}

/** The pages of every client, and where each was last. Owned by the session's context. */
export interface History {
  readonly visits: Map<string, Visit>
  readonly last: Map<string, string>
}

const VISITS_AT_MOST = 5000
const CLIENTS_AT_MOST = 500

export const newHistory = (): History => ({ visits: new Map(), last: new Map() })

/**
 * Notes a navigation, once for each, and says what the requests before it tell of its reason that its own headers do not: a reload past the cache, a step through the browser's history.
 * `client`: who sent it.
 */
export function visited(history: History, client: string, { request }: Exchange, reason: Reason): Reason {
  const { headers, url } = request
  const key = `${client}\n${pageKey(url)}`
  const visit = history.visits.get(key) ?? { open: 0, from: null, byHand: false, refers: false }
  const last = history.last.get(client)
  const told = readDataPath(splitUrl(url).path) ? transition() : document()
  put(history.visits, key, visit, VISITS_AT_MOST)
  put(history.last, client, key, CLIENTS_AT_MOST)
  return told

  function document(): Reason {
    const site = headerValue(headers, 'sec-fetch-site')
    const cache = headerValue(headers, 'cache-control')
    const hasReferer = headerValue(headers, 'referer') !== null
    const wasByHand = visit.byHand
    const wasOpen = visit.open
    if (site === 'none' || site === 'cross-site') visit.byHand = true
    if (reason.name === 'reload' || (cache === 'no-cache' && last === key)) {
      visit.open = Math.max(1, wasOpen)
      if (reason.name !== 'document') return reason
      const because = 'This client had the page already and asks for it past every cache (cache-control: no-cache).'
      return { name: 'reload', because }
    }
    visit.open += 1
    if (reason.name !== 'document' || site !== 'same-origin' || hasReferer || !wasByHand || !visit.refers) return reason
    if (last === key || cache !== null) return reason
    const because =
      'This client had opened the page by hand before, and comes to it from this site without a referer (sec-fetch-site: same-origin): a browser that goes back asks so.'
    return { name: 'back-forward', because }
  }

  function transition(): Reason {
    const referer = refererOf(headers)
    const from = referer && `${client}\n${pageKey(referer.search ? `${referer.path}?${referer.search}` : referer.path)}`
    if (from === key) {
      const isStep = visit.open === 0 && history.visits.has(key)
      if (!isStep)
        return { ...reason, because: `${reason.because} It is the page that the browser shows already (referer).` }
      visit.open = 1
      const left = last === undefined ? undefined : history.visits.get(last)
      // One step back, or forward again: the page that was left then is known.
      if (left && (left.from === key || visit.from === last)) left.open = Math.max(0, left.open - 1)
      const because =
        'The address bar shows the page already (referer) that this client had left before: the browser went through its history, and Next’s router asked for the props (x-nextjs-data: 1).'
      return { name: 'back-forward', because }
    }
    visit.open += 1
    visit.from = from
    const left = from === null ? undefined : history.visits.get(from)
    if (left) left.open = Math.max(0, left.open - 1)
    return reason
  }
}

/** Notes that a page names itself where it asks for something. */
export function referred(history: History, client: string, exchange: Exchange): void {
  const referer = refererOf(exchange.request.headers)
  if (!referer) return
  const visit = history.visits.get(
    `${client}\n${pageKey(referer.search ? `${referer.path}?${referer.search}` : referer.path)}`,
  )
  if (visit) visit.refers = true
}
