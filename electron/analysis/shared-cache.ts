import CachePolicy from 'http-cache-semantics'
import type { CachedRequest, CachedUrl, CacheSimulation } from '../../shared/cache-simulation.ts'
import type { Exchange } from '../../shared/exchange.ts'

/** The policy that caches would see in production: what `next start` sends, by what the page declared. */
const productionPolicy = ({ cache }: Exchange): string | null => cache.inProduction ?? cache.declared ?? cache.sent

const URLS_AT_MOST = 200
const REQUESTS_AT_MOST = 500

/**
 * What a shared cache (a CDN) in front of `next start` would have made of these exchanges of one server, in the order of their starts: RFC 9111 and stale-while-revalidate (RFC 5861) by http-cache-semantics, an answer a
 * method and URL, with Vary. It is as large as it needs to be, and a failed fetch behind the scenes does not happen. `url`: of which each request is told.
 */
export function simulateSharedCache(exchanges: Iterable<Exchange>, url: string): CacheSimulation {
  const byUrl = new Map<string, { total: CachedUrl; requests: CachedRequest[]; stored: CachePolicy | null }>()
  const sorted = [...exchanges].filter(isCounted).sort((a, b) => a.startedAt - b.startedAt)
  let leftOut = 0
  for (const exchange of sorted) {
    const key = exchange.request.url
    const known = byUrl.get(key)
    if (!known && byUrl.size >= URLS_AT_MOST && key !== url) {
      leftOut += 1
      continue
    }
    const at = known ?? { total: emptyTotal(key), requests: [], stored: null }
    byUrl.set(key, at)
    const { request, stored } = look(exchange, at.stored)
    at.stored = stored
    at.total = add(at.total, request, exchange)
    at.requests.push(request)
  }
  const own = byUrl.get(url)
  return {
    urls: [...byUrl.values()].map(({ total }) => total).sort((a, b) => b.requests - a.requests),
    own: own?.requests.slice(-REQUESTS_AT_MOST) ?? [],
    leftOut,
  }
}

/** Requests for pages that have an answer: what a cache sees of the rest is not ours to tell. */
function isCounted({ kind, request, response, state, call, wire }: Exchange): boolean {
  if (state !== 'finished' || !response || wire?.answeredBy === 'tap' || !/^(GET|HEAD)$/.test(request.method))
    return false
  return call !== null && (kind === 'document' || kind === 'data' || kind === 'prefetch')
}

function look(exchange: Exchange, stored: CachePolicy | null): { request: CachedRequest; stored: CachePolicy | null } {
  const { id, startedAt, durationMs } = exchange
  const asked = requestOf(exchange)
  const told = (result: CachedRequest['result'], ageSeconds: number | null): CachedRequest => ({
    id,
    startedAt,
    result,
    ageSeconds: ageSeconds === null ? null : Math.round(ageSeconds),
  })
  if (stored) {
    stored.now = () => startedAt
    if (stored.satisfiesWithoutRevalidation(asked)) return { request: told('hit', stored.age()), stored }
    // Another visitor's variant, or a request that goes past caches, is no stale hit.
    if (stored._requestMatches(asked, false) && !goesPast(asked.headers) && stored['useStaleWhileRevalidate']()) {
      return { request: told('stale', stored.age()), stored: store(exchange, asked, startedAt + (durationMs ?? 0)) }
    }
  }
  const next = store(exchange, asked, startedAt + (durationMs ?? 0))
  return {
    request: told(next === null ? 'not-kept' : stored ? 'expired' : 'miss', stored ? stored.age() : null),
    stored: next,
  }
}

/** The answer as the cache keeps it; null where it may not. */
function store(exchange: Exchange, asked: ReturnType<typeof requestOf>, now: number): CachePolicy | null {
  const headers: Record<string, string> = {}
  for (const [name, value] of exchange.response?.headers ?? []) {
    const key = name.toLowerCase()
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  }
  const policy = productionPolicy(exchange)
  if (policy === null) delete headers['cache-control']
  else headers['cache-control'] = policy
  headers['date'] = new Date(now).toUTCString()
  delete headers['age']
  const made = new CachePolicy(asked, { status: exchange.response?.status ?? 0, headers }, { shared: true })
  made.now = () => now
  // Dates in headers are whole seconds; ages here are from the moment itself.
  const begun = now
  made.age = () => (made.now() - begun) / 1000
  return made.storable() && (made.maxAge() > 0 || made['useStaleWhileRevalidate']()) ? made : null
}

function requestOf({ request }: Exchange) {
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers) headers[name.toLowerCase()] = value
  return { method: request.method, url: request.url, headers }
}

const goesPast = (headers: Readonly<Record<string, string>>) =>
  /no-cache|no-store|max-age=0/.test(headers['cache-control'] ?? '') || headers['pragma'] === 'no-cache'

const emptyTotal = (url: string): CachedUrl => ({
  url,
  policy: null,
  requests: 0,
  hits: 0,
  staleHits: 0,
  misses: 0,
  savedMs: 0,
})

function add(total: CachedUrl, { result }: CachedRequest, exchange: Exchange): CachedUrl {
  const isServed = result === 'hit' || result === 'stale'
  return {
    url: total.url,
    policy: productionPolicy(exchange),
    requests: total.requests + 1,
    hits: total.hits + (result === 'hit' ? 1 : 0),
    staleHits: total.staleHits + (result === 'stale' ? 1 : 0),
    misses: total.misses + (isServed ? 0 : 1),
    savedMs: total.savedMs + (isServed ? (exchange.call?.durationMs ?? 0) : 0),
  }
}
