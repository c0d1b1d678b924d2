import type { ExchangeSummary } from '../../shared/exchange.ts'

/** A row for tests: a finished document with props; say only what matters. */
export function aSummary(over: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: '01J0000000000000000000000A',
    kind: 'document',
    source: 'agent',
    server: 'http://localhost:3000',
    startedAt: 1_763_870_000_000,
    durationMs: 50,
    aborted: false,
    state: 'finished',
    outcome: 'props',
    phases: [
      { name: 'getServerSideProps', startMs: 2, durationMs: 38 },
      { name: 'render', startMs: 40, durationMs: 8 },
    ],
    navigation: null,
    skew: null,
    reason: null,
    wireBytes: null,
    answeredBy: null,
    replayOf: null,
    method: 'GET',
    url: '/product/7?ref=home',
    page: '/product/[id]',
    status: 200,
    callMs: 38,
    callStartMs: 2,
    calling: false,
    propsBytes: 11_612,
    bodyBytes: 13_032,
    cacheDeclared: null,
    cacheSent: 'no-store, must-revalidate',
    errorMessage: null,
    location: null,
    rules: [],
    upstream: [],
    findings: { error: 0, warning: 0, info: 0 },
    incomplete: false,
    ...over,
  }
}
