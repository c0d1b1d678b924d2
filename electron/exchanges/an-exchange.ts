import { anExchange as anyExchange } from '../../shared/an-exchange.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../shared/units.ts'

/** A finished exchange of which nothing but the request is known, with what matters in `more`. */
export function anExchange({ id = 'x', ...more }: Partial<Omit<Exchange, 'id'>> & { id?: string } = {}): Exchange {
  return anyExchange({
    id: exchangeId(id),
    source: 'agent',
    server: { origin: 'http://localhost:3000', next: '16.4.6', mode: 'dev', pid: 1 },
    startedAt: epochMs(1_763_870_000_000),
    durationMs: 10,
    request: {
      method: 'GET',
      url: '/',
      headers: [],
      page: '/',
      params: {},
      query: {},
      buildId: null,
      locale: null,
      body: null,
    },
    response: { status: 200, headers: [], bodyBytes: 1, wireBytes: null, ttfbMs: 5 },
    outcome: 'none',
    call: null,
    props: null,
    cache: { declared: null, sent: null, inProduction: null },
    phases: [],
    ...more,
  })
}
