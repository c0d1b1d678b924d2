import { expect, it } from 'vitest'
import { aCall, anExchange } from '../../shared/an-exchange.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../shared/units.ts'
import { simulateSharedCache } from './shared-cache.ts'

const START = 1_763_870_000_000

/** Requests for one URL at these seconds, under one policy. */
function requests(
  policy: string | null,
  seconds: readonly number[],
  more: (second: number) => Partial<Exchange> = () => ({}),
) {
  return seconds.map(second =>
    anExchange({
      id: exchangeId(`at ${second}`),
      startedAt: epochMs(START + second * 1000),
      durationMs: 0,
      request: { ...anExchange().request, url: '/a', headers: [] },
      response: { status: 200, headers: [], bodyBytes: 1, wireBytes: null, ttfbMs: 0 },
      call: aCall({ durationMs: 100 }),
      cache: { declared: policy, sent: 'no-store', inProduction: policy },
      ...more(second),
    }),
  )
}
const results = (exchanges: readonly Exchange[]) => simulateSharedCache(exchanges, '/a').own.map(({ result }) => result)

it('serves while it is fresh, then stale once while it fetches anew, then fresh again', () => {
  const all = requests('public, s-maxage=10, stale-while-revalidate=20', [0, 5, 9, 15, 16, 24, 90])
  expect(results(all)).toEqual(['miss', 'hit', 'hit', 'stale', 'hit', 'hit', 'expired'])
  expect(simulateSharedCache(all, '/a').urls).toEqual([
    {
      url: '/a',
      policy: 'public, s-maxage=10, stale-while-revalidate=20',
      requests: 7,
      hits: 4,
      staleHits: 1,
      misses: 2,
      savedMs: 500,
    },
  ])
})

it.each([
  ['private, max-age=60'],
  ['private, no-cache, no-store, max-age=0, must-revalidate'],
  ['public, max-age=0'],
  [null],
])('keeps nothing under %s', policy => {
  expect(results(requests(policy, [0, 1]))).toEqual(['not-kept', 'not-kept'])
})

it('takes no stale answer where the policy forbids it', () => {
  expect(results(requests('s-maxage=10, must-revalidate', [0, 11]))).toEqual(['miss', 'expired'])
})

it('keeps apart what Vary keeps apart, and goes past the cache where the browser asks for that', () => {
  const vary = (second: number): Partial<Exchange> => ({
    request: { ...anExchange().request, url: '/a', headers: [['cookie', `visitor=${second}`]] },
    response: { status: 200, headers: [['vary', 'cookie']], bodyBytes: 1, wireBytes: null, ttfbMs: 0 },
  })
  expect(results(requests('s-maxage=60', [0, 1], vary))).toEqual(['miss', 'expired'])
  const reload = (second: number): Partial<Exchange> => ({
    request: { ...anExchange().request, url: '/a', headers: second === 1 ? [['cache-control', 'no-cache']] : [] },
  })
  expect(results(requests('s-maxage=60', [0, 1, 2], reload))).toEqual(['miss', 'expired', 'hit'])
})

it('counts pages with a call only, each URL for itself', () => {
  const [one, two] = requests('s-maxage=60', [0, 1])
  const other = { ...(two as Exchange), request: { ...(two as Exchange).request, url: '/b' } }
  const api = { ...(two as Exchange), kind: 'api' as const, call: null }
  const told = simulateSharedCache([one as Exchange, other, api], '/a')
  expect(told.urls.map(({ url, misses }) => [url, misses])).toEqual([
    ['/a', 1],
    ['/b', 1],
  ])
})
