import { aCall, anExchange as anyExchange } from '../../shared/an-exchange.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../shared/units.ts'

/** A finished document of the shop's product page; say what is different. */
export function anExchange(over: Partial<Exchange> = {}): Exchange {
  return anyExchange({
    id: exchangeId('01J0000000'),
    source: 'agent',
    startedAt: epochMs(1_763_870_000_000),
    durationMs: 62,
    request: aRequest('/product/7?ref=home', '/product/[id]'),
    response: {
      status: 200,
      headers: [
        ['content-type', 'text/html; charset=utf-8'],
        ['cache-control', 'no-store, must-revalidate'],
        ['x-powered-by', 'Next.js'],
        ['set-cookie', 'seen=7; Path=/; SameSite=Lax'],
      ],
      bodyBytes: 16_690,
      wireBytes: null,
      ttfbMs: 55,
    },
    call: aCall({
      startMs: 4,
      durationMs: 38.4,
      setHeaders: [{ name: 'cache-control', value: 'public, s-maxage=10, stale-while-revalidate=59', atMs: 12 }],
    }),
    props: {
      bytes: 11_612,
      keys: [
        { path: 'list', bytes: 11_020 },
        { path: 'item', bytes: 412 },
        { path: 'session', bytes: 88 },
      ],
      lost: [],
      truncated: false,
    },
    cache: {
      declared: 'public, s-maxage=10, stale-while-revalidate=59',
      sent: 'no-store, must-revalidate',
      inProduction: null,
    },
    phases: [
      { name: 'getServerSideProps', startMs: 4, durationMs: 38.4 },
      { name: 'render', startMs: 43, durationMs: 11 },
      { name: 'send', startMs: 55, durationMs: 7 },
    ],
    ...over,
  })
}

export function aRequest(url: string, page: string | null, method = 'GET'): Exchange['request'] {
  return {
    method,
    url,
    headers: [
      ['host', 'localhost:3000'],
      [
        'user-agent',
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
      ],
      ['accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'],
      ['cookie', 'theme=dark; session=eyJhbGciOiJIUzI1NiJ9'],
    ],
    page,
    params: page?.includes('[id]') ? { id: '7' } : null,
    query: url.includes('ref=home') ? { ref: 'home' } : {},
    buildId: null,
    locale: null,
    body: { bytes: 0, captured: true },
  }
}
