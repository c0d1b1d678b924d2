import { aCall, anUpstreamCall } from '../../shared/an-exchange.ts'
import type { Exchange, Finding, Frame, UpstreamCall } from '../../shared/exchange.ts'
import { anExchange, aRequest } from './an-exchange.ts'
import { idAt } from './exchanges.ts'

const finding = (
  severity: Finding['severity'],
  rule: string,
  message: string,
  advice: string,
  path?: string,
): Finding => ({
  rule,
  severity,
  message,
  advice,
  path: path ?? null,
  doc: 'Pages Router: getServerSideProps',
})

const FRAMES: readonly Frame[] = [
  { function: 'ask', file: '/home/lena/shop/lib/upstream.ts', line: 5, column: 26, own: true },
  { function: 'getServerSideProps', file: '/home/lena/shop/pages/product/[id].tsx', line: 23, column: 19, own: true },
  {
    function: null,
    file: '/home/lena/shop/node_modules/next/dist/server/render.js',
    line: 618,
    column: 17,
    own: false,
  },
]

const UPSTREAM = 'http://127.0.0.1:4500'
const calls: readonly UpstreamCall[] = [
  anUpstreamCall({
    url: `${UPSTREAM}/products/7`,
    startMs: 5,
    ttfbMs: 20,
    durationMs: 24,
    responseBytes: 412,
    frames: FRAMES,
    requestHeaders: [
      ['accept', '*/*'],
      ['cookie', 'session=‹4be1c09a›'],
      ['authorization', 'Bearer ‹91d0aa3e›'],
    ],
    forwarded: { cookies: ['session'], otherCookies: [], authorization: 'different' },
  }),
  anUpstreamCall({
    url: `${UPSTREAM}/products/7/reviews`,
    startMs: 30,
    ttfbMs: 40,
    durationMs: 58,
    responseBytes: 21_340,
  }),
  anUpstreamCall({
    url: 'http://localhost:3000/api/item?id=7',
    startMs: 31,
    ttfbMs: 30,
    durationMs: 31,
    exchange: idAt(1),
  }),
  anUpstreamCall({
    via: 'http',
    method: 'POST',
    url: 'https://search.internal/v2/related?seed=7&limit=4',
    status: 503,
    startMs: 32,
    ttfbMs: 12,
    durationMs: 13,
  }),
  anUpstreamCall({
    via: 'span',
    method: 'SELECT',
    url: 'postgresql://db:5432 SELECT id, name FROM prices WHERE id = $1',
    status: null,
    startMs: 92,
    ttfbMs: null,
    durationMs: 7,
    forwarded: null,
    responseBytes: null,
  }),
  anUpstreamCall({
    via: 'socket',
    method: 'TCP',
    url: 'tcp://127.0.0.1:6379',
    status: null,
    startMs: 101,
    ttfbMs: 1,
    durationMs: 1.4,
    forwarded: null,
    responseBytes: 64,
  }),
  anUpstreamCall({
    url: 'http://127.0.0.1:2/nobody',
    status: null,
    startMs: 104,
    ttfbMs: null,
    durationMs: 1.1,
    responseBytes: null,
    error: 'connect ECONNREFUSED 127.0.0.1:2',
  }),
]

const request = (url: string): Exchange['request'] => {
  const base = aRequest(url, '/product/[id]')
  return {
    ...base,
    headers: [...base.headers, ['cookie', 'session=abc; theme=dark; cart=4.1'], ['authorization', 'Bearer x']],
  }
}

/** One page whose call has everything to it that can be explained, the request that it caused, and earlier ones for the cache. */
export function anExplainedVisit(): Exchange[] {
  const base = anExchange()
  const policy = 'public, s-maxage=10, stale-while-revalidate=59'
  const page = anExchange({
    request: request('/product/7'),
    durationMs: 131,
    call: aCall({
      startMs: 4,
      durationMs: 104,
      calls,
      waitingMs: 92.3,
      reads: ['params.id', 'cookies.cart', 'cookies.session', 'headers.user-agent', 'query'],
      readsUnseen: ['method', 'url'],
      setHeaders: [{ name: 'cache-control', value: policy, atMs: 100 }],
      mistakes: [
        {
          kind: 'answer-and-props',
          message: 'It returned props beside redirect: Next looks at redirect first and throws the props away.',
          advice: 'Return redirect alone.',
        },
      ],
    }),
    phases: [
      { name: 'getServerSideProps', startMs: 4, durationMs: 104 },
      { name: 'render', startMs: 108, durationMs: 18 },
      { name: 'send', startMs: 126, durationMs: 5 },
    ],
    cache: { declared: policy, sent: 'no-store', inProduction: policy },
    props: base.props && {
      ...base.props,
      lost: [
        { path: 'product.added', type: 'Date', becomes: 'string' },
        { path: 'product.stock', type: 'Map', becomes: '{}' },
        { path: 'reviews[3].rating', type: 'NaN', becomes: 'null' },
        { path: 'cursor', type: 'BigInt', becomes: 'error' },
      ],
    },
    findings: [
      finding(
        'error',
        'secret-in-props',
        'The value of the environment variable STRIPE_SECRET stands in the props at payment.secretKey, and so in the source of every answer.',
        'Take it out and use it on the server only; if it was ever sent to a browser, replace it with a new one.',
        'payment.secretKey',
      ),
      finding(
        'error',
        'cache-leak',
        `Shared caches may keep this answer (${policy}), but the call looked at cookies.cart and cookies.session: one visitor’s page is served to others.`,
        'Say private (or nothing) where the page depends on the visitor, or leave what is the visitor’s to the browser and keep the page the same for all.',
      ),
      finding(
        'warning',
        'own-api-route',
        'It asks its own API route over HTTP: GET http://localhost:3000/api/item?id=7, 31 ms.',
        'Call the function behind the route instead: it runs in the same process, without a connection, JSON and headers in between.',
      ),
      finding(
        'info',
        'error-swallowed',
        'POST https://search.internal/v2/related?seed=7&limit=4 answered 422, and the page went out with 200.',
        'If the page cannot do without it, throw, return notFound, or set res.statusCode: caches and search engines take this for a good page.',
      ),
    ],
    silenced: [
      finding(
        'warning',
        'slow-call',
        'getServerSideProps took 1.4 s: 1.3 s of it waiting for upstream calls.',
        'Cache what upstream answers.',
      ),
    ],
  })
  const api = anExchange({
    kind: 'api',
    request: aRequest('/api/item?id=7', null),
    durationMs: 29,
    outcome: 'none',
    call: null,
    props: null,
    phases: [],
    causedBy: idAt(0),
    cache: { declared: null, sent: 'public, max-age=0', inProduction: null },
  })
  const again = () => ({
    ...page,
    findings: [],
    silenced: [],
    call: page.call && { ...page.call, calls: calls.slice(0, 2), mistakes: [] },
  })
  const other = { ...again(), request: request('/product/8') }
  return [page, api, ...Array.from({ length: 9 }, again), other, other]
}
