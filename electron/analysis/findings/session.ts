import type { Budget } from '../../../shared/budget.ts'
import type { Exchange } from '../../../shared/exchange.ts'

/** What the rules may know of earlier exchanges of a session. Owned by `createFindings`, changed in place, bounded. */
export interface SessionFacts {
  /** Names of cookies that were set with HttpOnly. */
  readonly httpOnly: Set<string>
  /** By page, last used last. */
  readonly pages: Map<string, PageFacts>
  /** The last calls, newest last. */
  readonly recent: Ran[]
  /** What the project's own config says. */
  config: ProjectConfig
  /** What was learned of late: an exchange is told again where its wire's half comes late. */
  readonly learned: Set<string>
}

export interface ProjectConfig {
  readonly budgets: readonly Budget[]
  /** What is wrong with it, in words. */
  readonly problem: string | null
}

/** What the calls of one page had in common so far. */
export interface PageFacts {
  /** Calls that returned props whose bytes were read. */
  calls: number
  /** The props of all of them were the same; the digest, else null. */
  digest: string | null
  /** Those of the last URL, and how often one after the other it gave the same props. */
  byUrl: Map<string, { digest: string; times: number }>
  /** What any of the calls that were watched looked at. */
  readonly reads: Set<string>
  /** How many were watched. */
  watched: number
  /** Parts of the request of which it is not known of some call whether it looked at them. */
  unseen: Set<string>
  /** Addresses that were asked for, bounded. */
  urls: Set<string>
  /** One of the calls set a cookie. */
  setCookie: boolean
}

/** One call that ended. */
export interface Ran {
  readonly id: string
  readonly navigation: string | null
  readonly page: string
  readonly kind: Exchange['kind']
  readonly place: string
  readonly url: string
  /** What tells one browser from another, as far as headers do. */
  readonly client: string
  readonly referer: string
  readonly startedAt: number
  readonly outcome: Exchange['outcome']
}

const PAGES_AT_MOST = 500
const URLS_AT_MOST = 50
const RECENT_AT_MOST = 500
const COOKIES_AT_MOST = 500
const LEARNED_AT_MOST = 2000

export const newSession = (): SessionFacts => ({
  httpOnly: new Set(),
  pages: new Map(),
  recent: [],
  config: { budgets: [], problem: null },
  learned: new Set(),
})

/** Takes in a finished exchange, before the rules see it. */
export function learn(session: SessionFacts, exchange: Exchange): void {
  const { learned } = session
  if (learned.has(exchange.id)) return
  learned.add(exchange.id)
  if (learned.size > LEARNED_AT_MOST) learned.delete(learned.values().next().value ?? exchange.id)
  learnCookies(session.httpOnly, exchange)
  const { request, call } = exchange
  if (!call || request.page === null) return
  learnPage(session.pages, request.page, exchange, call)
  session.recent.push(ranOf(exchange, request.page))
  if (session.recent.length > RECENT_AT_MOST) session.recent.splice(0, session.recent.length - RECENT_AT_MOST)
}

export function ranOf(exchange: Exchange, page: string): Ran {
  const { id, navigation, kind, request, startedAt, outcome } = exchange
  return {
    ...{ id, navigation, page, kind, startedAt, outcome },
    place: placeOf(exchange),
    url: request.url,
    client: clientOf(exchange),
    referer: headerOf(request, 'referer'),
  }
}

/** Params and query of a request as one text: equal for a document and the data request of the same page. */
export function placeOf({ request }: Exchange): string {
  const entries = (record: Readonly<Record<string, unknown>> | null) =>
    Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([entries(request.params), entries(request.query)])
}

function clientOf({ request }: Pick<Exchange, 'request'>): string {
  return ['user-agent', 'accept-language', 'host'].map(name => headerOf(request, name)).join('\n')
}

/** The first of that name; empty where there is none. */
function headerOf({ headers }: Exchange['request'], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
}

function learnCookies(httpOnly: Set<string>, { response, call }: Exchange): void {
  const set = (response?.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value)
  const inside = (call?.setHeaders ?? []).filter(({ name }) => name === 'set-cookie').flatMap(({ value }) => value)
  for (const cookie of [...set, ...inside]) {
    const name = /^\s*([^=;\s]+)=/.exec(cookie)?.[1]
    if (name === undefined || !/;\s*httponly\b/i.test(cookie)) continue
    if (httpOnly.size < COOKIES_AT_MOST) httpOnly.add(name)
  }
}

function learnPage(
  pages: Map<string, PageFacts>,
  page: string,
  exchange: Exchange,
  call: NonNullable<Exchange['call']>,
): void {
  const digest = exchange.propsDigest
  if (exchange.outcome !== 'props' || digest === null || exchange.request.method !== 'GET') return
  const known = pages.get(page)
  const facts: PageFacts = known ?? {
    calls: 0,
    digest,
    byUrl: new Map(),
    reads: new Set(),
    watched: 0,
    unseen: new Set(),
    urls: new Set(),
    setCookie: false,
  }
  pages.delete(page)
  pages.set(page, facts)
  if (pages.size > PAGES_AT_MOST) pages.delete(pages.keys().next().value ?? page)
  facts.calls += 1
  if (facts.digest !== digest) facts.digest = null
  if (call.reads !== null) facts.watched += 1
  for (const read of call.reads ?? []) if (facts.reads.size < URLS_AT_MOST) facts.reads.add(read)
  for (const part of call.readsUnseen) facts.unseen.add(part)
  if (facts.urls.size < URLS_AT_MOST) facts.urls.add(exchange.request.url)
  facts.setCookie ||= call.setHeaders.some(({ name }) => name === 'set-cookie')
  const place = placeOf(exchange)
  const before = facts.byUrl.get(place)
  facts.byUrl.delete(place)
  facts.byUrl.set(place, { digest, times: before?.digest === digest ? before.times + 1 : 1 })
  if (facts.byUrl.size > URLS_AT_MOST) facts.byUrl.delete(facts.byUrl.keys().next().value ?? place)
}
