import type { Exchange, Reason } from '../../shared/exchange.ts'
import { put } from './bounded.ts'
import { headerValue } from './headers.ts'
import { type History, newHistory, referred, visited } from './history.ts'
import { placeOf, refererOf } from './place.ts'
import { isFramed, isUpgrade } from './reason.ts'
import { readDataPath, splitUrl } from './route.ts'
import { type Shown, type ShownPages, show, shownBy } from './shown-pages.ts'

/** The requests of one navigation: a document or a client transition, and what followed from it. */
export interface Navigation {
  /** Of the exchange that began it. */
  id: string
  /** Epoch milliseconds. */
  began: number
  /** When the last of its requests so far was over, or began where it still runs. */
  lastAt: number
  /** The request that began it is not answered yet. */
  running: boolean
  /** Connections of the client through the tap; a list, since it is mostly one, and a set takes ten times its room in each of thousands. */
  readonly connections: number[]
}

/** Where an answer sent the client: a redirect, or a data request that failed, after which the router loads the page as a document. */
interface Sent {
  /** The exchange whose answer it was. */
  readonly by: string
  readonly navigation: Navigation
  readonly at: number
  readonly search: string | null
  readonly referer: string | null
  /** What was answered, in words. */
  readonly words: string
  /** It began with a form. */
  readonly byForm: boolean
  takenBy: string | null
}

interface Decision {
  readonly client: string
  /** Its own where it began one. */
  navigation: Navigation | null
  began: boolean
  reason: Reason | null
  /** The answer that sent the client here. */
  sent: Sent | null
}

/** What is known of the navigations of one session. Bounded; every request costs the same. */
export interface Navigations {
  readonly decisions: Map<string, Decision>
  readonly pages: ShownPages
  readonly sent: Map<string, Sent>
  readonly history: History
  /** Where the data answer that was read just now sends the router to; only the bytes say so where no agent saw the call. */
  redirect: string | null
}

const DECISIONS_AT_MOST = 5000
const SENT_AT_MOST = 1000
/** A client that was sent somewhere goes at once; a busy machine may take its time. */
const GOES_WITHIN_MS = 10_000

export const newNavigations = (): Navigations => ({
  decisions: new Map(),
  pages: new Map(),
  sent: new Map(),
  history: newHistory(),
  redirect: null,
})

/**
 * The navigation that an exchange belongs to, and its reason as far as the requests before it tell. `reason`: what its headers say. May be called again with the same exchange when
 * more of it is known. A request that names no page (Referer) belongs to none: better none than a wrong one.
 */
export function place(
  state: Navigations,
  exchange: Exchange,
  reason: Reason | null,
): { readonly navigation: string | null; readonly reason: Reason | null } {
  const { headers } = exchange.request
  if (isUpgrade(headers) || exchange.wire?.upgraded === true) return { navigation: null, reason }
  const client = headerValue(headers, 'user-agent') ?? ''
  const decision = state.decisions.get(exchange.id) ?? {
    client,
    navigation: null,
    began: false,
    reason: null,
    sent: null,
  }
  put(state.decisions, exchange.id, decision, DECISIONS_AT_MOST)
  if (begins(exchange, reason)) begin(state, decision, exchange, reason)
  else if (!decision.navigation) join(state, decision, exchange, reason)
  const { navigation } = decision
  if (navigation) {
    navigation.lastAt = Math.max(navigation.lastAt, exchange.startedAt + (exchange.durationMs ?? 0))
    const { connections } = navigation
    const connection = exchange.wire?.connection
    if (connection !== undefined && connections.length < 32 && !connections.includes(connection))
      connections.push(connection)
  }
  return { navigation: navigation?.id ?? null, reason: decision.began ? told(decision) : reason }
}

function begins({ kind, request }: Exchange, reason: Reason | null): reason is Reason {
  switch (reason?.name) {
    case 'document':
    case 'reload':
    case 'form':
      return !isFramed(request.headers)
    case 'client-transition':
      return true
    case 'bot':
      return kind === 'document'
    default:
      return false
  }
}

function begin(state: Navigations, decision: Decision, exchange: Exchange, reason: Reason): void {
  const { id, request, startedAt } = exchange
  const { path, search } = placeOf(request.url)
  const own = decision.began && decision.navigation
  const navigation = own || { id, began: startedAt, lastAt: startedAt, running: true, connections: [] }
  decision.navigation = navigation
  if (!decision.began) {
    decision.began = true
    decision.reason = visited(state.history, decision.client, exchange, reason)
    show(state.pages, pageOf(decision.client, path), {
      navigation,
      search,
      cookie: headerValue(request.headers, 'cookie'),
    })
  }
  // That it was sent here may be learned late: what answered it is read in its own time.
  if (navigation.id === id) {
    const sent = sentTo(state, decision.client, exchange)
    if (sent) {
      navigation.id = sent.navigation.id
      navigation.began = Math.min(navigation.began, sent.navigation.began)
      decision.sent = sent
    }
  }
  if (exchange.durationMs !== null) navigation.running = false
  const target = whereTo(exchange, state.redirect)
  const key = target && pageOf(decision.client, target.path)
  if (target && key !== null && state.sent.get(key)?.by !== id) {
    put(
      state.sent,
      key,
      {
        by: id,
        navigation,
        at: startedAt,
        search: target.search,
        referer: headerValue(request.headers, 'referer'),
        words: sentWords(exchange),
        byForm: reason.name === 'form' || decision.sent?.byForm === true,
        takenBy: null,
      },
      SENT_AT_MOST,
    )
  }
}

/** Where a form's answer sends to, the browser goes with the headers of a reload (cache-control: max-age=0). */
function told({ reason, sent }: Decision): Reason | null {
  if (!reason || !sent) return reason
  const name = sent.byForm && reason.name === 'reload' ? 'document' : reason.name
  return { name, because: name === 'document' ? sent.words : reason.because }
}

function sentWords({ request: { method, url }, response }: Exchange): string {
  const from = url.length > 200 ? `${url.slice(0, 200)}…` : url
  const status = response?.status ?? 0
  if (status < 400) return `The answer to ${method} ${from} sent the browser here (${status}, location).`
  return `${method} ${from} was answered ${status}, so Next’s router loaded the page as a whole.`
}

function sentTo(state: Navigations, client: string, { id, request, startedAt }: Exchange): Sent | null {
  const { path, search } = placeOf(request.url)
  const sent = state.sent.get(pageOf(client, path))
  if (!sent || (sent.takenBy !== null && sent.takenBy !== id)) return null
  if (startedAt < sent.at || startedAt > sent.navigation.lastAt + GOES_WITHIN_MS) return null
  if (sent.search !== null && search !== null && sent.search !== search) return null
  // Whoever is sent on names the page that it came from, not the one that sent it.
  if (sent.referer !== headerValue(request.headers, 'referer')) return null
  sent.takenBy = id
  return sent
}

function whereTo(
  { request, response, outcome, call }: Exchange,
  read: string | null,
): { path: string; search: string | null } | null {
  if (!response) return null
  const isData = readDataPath(splitUrl(request.url).path) !== null
  if (isData && response.status >= 400 && outcome !== 'notFound') return placeOf(request.url)
  const location = isData
    ? outcome === 'redirect' && (call?.redirect?.destination ?? read)
    : response.status >= 300 && response.status < 400 && headerValue(response.headers, 'location')
  if (!location) return null
  const found = /^(?:https?:\/\/([^/?#]+))?(\/[^#]*)?/i.exec(location)
  const isHere =
    found?.[1] === undefined || found[1].toLowerCase() === headerValue(request.headers, 'host')?.toLowerCase()
  return isHere && found?.[2] !== undefined ? placeOf(found[2]) : null
}

/** A request of a page: of its navigation, by the page that it names. */
function join(state: Navigations, decision: Decision, exchange: Exchange, reason: Reason | null): void {
  const { request, startedAt } = exchange
  if (reason?.name === 'tool' || reason?.name === 'health-check' || reason?.name === 'replay') return
  const referer = refererOf(request.headers)
  if (!referer) return
  referred(state.history, decision.client, exchange)
  const found = shownBy(state.pages, pageOf(decision.client, referer.path), {
    search: referer.search,
    cookie: headerValue(request.headers, 'cookie'),
    connection: exchange.wire?.connection ?? null,
    at: startedAt,
    isMoreToCome: exchange.state === 'running' && exchange.source !== 'agent',
  })
  if (!found) return
  decision.navigation = found.navigation
  const { path, search } = placeOf(request.url)
  // What a style sheet or an inner page asks for names that, not the page around it.
  if (/\.css$/.test(path) || isFramed(request.headers)) {
    const inner: Shown = { navigation: found.navigation, search, cookie: found.cookie }
    show(state.pages, pageOf(decision.client, path), inner)
  }
}

const pageOf = (client: string, path: string) => `${client}\n${path}`
