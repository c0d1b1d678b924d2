import type { Exchange, UpstreamCall } from './exchange.ts'
import { epochMs, exchangeId } from './units.ts'

/** An exchange for tests and the gallery: the one that EXCHANGE.md writes out, with what `change` says instead. The one place that a new field is added to. */
export function anExchange(change: Partial<Exchange> = {}): Exchange {
  return {
    id: exchangeId('01JD8000000000000000000000'),
    kind: 'document',
    source: 'both',
    server: { origin: 'http://localhost:3000', next: '16.4.6', mode: 'dev', pid: 4033 },
    startedAt: epochMs(1_763_870_000_000.12),
    durationMs: 231.4,
    aborted: false,
    state: 'finished',
    request: {
      method: 'GET',
      url: '/product/7?q=a%20b',
      headers: [['accept', 'text/html']],
      page: '/product/[id]',
      params: { id: '7' },
      query: { q: 'a b' },
      buildId: null,
      locale: null,
      body: { bytes: 0, captured: true },
    },
    response: {
      status: 200,
      headers: [['cache-control', 'no-store']],
      bodyBytes: 13_032,
      wireBytes: 4_100,
      ttfbMs: 220.1,
    },
    outcome: 'props',
    call: aCall({
      startMs: 180.2,
      durationMs: 38.6,
      setHeaders: [{ name: 'cache-control', value: 'public, s-maxage=10', atMs: 190.3 }],
    }),
    props: { bytes: 11_873, keys: [{ path: 'list', bytes: 11_000 }], lost: [], truncated: false },
    propsDigest: null,
    secrets: null,
    cache: { declared: 'public, s-maxage=10', sent: 'no-store', inProduction: 'public, s-maxage=10' },
    phases: [
      { name: 'compile', startMs: 2, durationMs: 178 },
      { name: 'getServerSideProps', startMs: 180.2, durationMs: 38.6 },
    ],
    findings: [],
    silenced: [],
    gaps: [],
    unkept: null,
    renderError: null,
    reason: null,
    navigation: null,
    wire: null,
    ledger: null,
    skew: null,
    replayOf: null,
    causedBy: null,
    replayRun: null,
    ...change,
  }
}

/** A call for tests and the gallery that took 10 ms and of which nothing else is known. */
export function aCall(change: Partial<NonNullable<Exchange['call']>> = {}): NonNullable<Exchange['call']> {
  return {
    startMs: 0,
    durationMs: 10,
    setHeaders: [],
    reads: null,
    readsUnseen: [],
    calls: null,
    callsLeftOut: 0,
    waitingMs: null,
    mistakes: [],
    redirect: null,
    error: null,
    source: null,
    ...change,
  }
}

/** An upstream call for tests and the gallery: a fetch that took 10 ms and went well. */
export function anUpstreamCall(change: Partial<UpstreamCall> = {}): UpstreamCall {
  return {
    via: 'fetch',
    method: 'GET',
    url: 'http://127.0.0.1:4500/featured',
    status: 200,
    startMs: 1,
    durationMs: 10,
    ttfbMs: 9,
    requestBytes: 0,
    responseBytes: 120,
    requestHeaders: [],
    forwarded: { cookies: [], otherCookies: [], authorization: 'none' },
    frames: [],
    exchange: null,
    error: null,
    ...change,
  }
}
