import { aCall, anExchange, anUpstreamCall } from '../../../shared/an-exchange.ts'
import type { Call, Exchange, UpstreamCall } from '../../../shared/exchange.ts'
import { exchangeId } from '../../../shared/units.ts'
import { createFindings } from './findings.ts'
import type { Rule } from './rule.ts'

/** For tests: what one rule says of the last of these exchanges, as `severity message`, after it has seen the others. */
export function told(rule: Rule, ...exchanges: Exchange[]): string[] {
  const findings = createFindings([rule])
  const all = exchanges.map((exchange, nth) => findings.of({ ...exchange, id: exchangeId(`x${nth}`) }))
  return (all.at(-1)?.findings ?? []).map(({ severity, message }) => `${severity} ${message}`)
}

type CallChange = Omit<Partial<Call>, 'calls'> & { readonly calls?: readonly Partial<UpstreamCall>[] }

/** For tests: a page's document with props, whose call did what is said. */
export function page(call: CallChange = {}, more: Partial<Exchange> = {}): Exchange {
  const { calls, ...rest } = call
  return anExchange({
    request: {
      method: 'GET',
      url: '/product/7',
      headers: [],
      page: '/product/[id]',
      params: { id: '7' },
      query: {},
      buildId: null,
      locale: null,
      body: null,
    },
    cache: { declared: null, sent: null, inProduction: 'private, no-cache, no-store, max-age=0, must-revalidate' },
    call: aCall({ reads: [], ...rest, calls: (calls ?? []).map(anUpstreamCall) }),
    ...more,
  })
}

export const request = (change: Partial<Exchange['request']>): Exchange['request'] => ({ ...page().request, ...change })
