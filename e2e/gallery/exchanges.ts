import type { Exchange, Finding } from '../../shared/exchange.ts'
import { epochMs, exchangeId } from '../../shared/units.ts'
import { anExchange, aRequest } from './an-exchange.ts'

/** Sortable by start, as ULIDs are. */
export const idAt = (index: number) => exchangeId(`01JGALLERY${String(index).padStart(8, '0')}`)

const warning = (rule: string, message: string): Finding => ({
  rule,
  severity: 'warning',
  message,
  advice: 'What to do about it stands here.',
  path: null,
  doc: null,
})

const NOT_CACHED: Exchange['cache'] = { declared: null, sent: 'no-store, must-revalidate', inProduction: null }

const call = (startMs: number, durationMs: number | null, over: Partial<NonNullable<Exchange['call']>> = {}) => ({
  ...(anExchange().call as NonNullable<Exchange['call']>),
  setHeaders: [],
  startMs,
  durationMs,
  ...over,
})

const phases = (gssp: number, render: number, send = 2, compile = 0): Exchange['phases'] => {
  const all: Exchange['phases'] = [
    { name: 'compile', startMs: 1, durationMs: compile },
    { name: 'getServerSideProps', startMs: 2 + compile, durationMs: gssp },
    { name: 'render', startMs: 3 + compile + gssp, durationMs: render },
    { name: 'send', startMs: 3 + compile + gssp + render, durationMs: send },
  ]
  return all.filter(phase => phase.durationMs > 0)
}

interface PageOptions {
  readonly kind?: Exchange['kind']
  readonly compile?: number
  readonly render?: number
  readonly bytes?: number
  readonly url?: string
}

/** A page that answered with props. */
function page(
  route: string,
  gssp: number,
  { kind = 'document', compile = 0, render = 6, bytes = 3100, url = route }: PageOptions,
  over: Partial<Exchange> = {},
): Exchange {
  const drawn = kind === 'document' ? render : 0
  const base = anExchange()
  return anExchange({
    kind,
    request: aRequest(
      kind === 'document'
        ? url
        : `/_next/data/development${url === '/' ? '/index' : url.split('?')[0]}.json${url.includes('?') ? `?${url.split('?')[1]}` : ''}`,
      route,
    ),
    durationMs: 5 + compile + gssp + drawn + 2,
    call: call(2 + compile, gssp),
    phases: phases(gssp, drawn, 2, compile),
    props: base.props ? { ...base.props, bytes } : null,
    cache: NOT_CACHED,
    ...over,
  })
}

function failure(route: string, message: string, over: Partial<Exchange> = {}): Exchange {
  const base = anExchange()
  return anExchange({
    request: aRequest(route, route),
    durationMs: 21,
    outcome: 'error',
    response: base.response ? { ...base.response, status: 500 } : null,
    props: null,
    cache: NOT_CACHED,
    phases: phases(3, 14),
    call: call(2, 3.2, {
      error: {
        name: 'TypeError',
        message,
        code: null,
        cause: {
          name: 'Error',
          message: 'connect ECONNREFUSED 127.0.0.1:5432',
          code: 'ECONNREFUSED',
          cause: null,
          stack: null,
          frames: [],
        },
        stack: `TypeError: ${message}\n    at getServerSideProps (pages/account.tsx:14:22)\n    at node_modules/next/dist/server/render.js:570:20`,
        frames: [
          { function: 'getServerSideProps', file: 'pages/account.tsx', line: 14, column: 22, own: true },
          { function: null, file: 'node_modules/next/dist/server/render.js', line: 570, column: 20, own: false },
        ],
      },
    }),
    ...over,
  })
}

const DECLARED = anExchange().cache

/** One visit to the shop: every kind of row. */
export function aVisit(): Exchange[] {
  const base = anExchange()
  const answer = (status: number) => (base.response ? { ...base.response, status } : null)
  return [
    page('/', 12.3, { compile: 640, render: 22 }),
    page(
      '/product/[id]',
      38.4,
      { compile: 178, url: '/product/7?ref=home', bytes: 11_612 },
      {
        cache: DECLARED,
        findings: [warning('own-api-route', 'Calls its own API route over HTTP')],
      },
    ),
    page('/product/[id]', 41.2, { kind: 'data', url: '/product/8?ref=list', bytes: 11_640 }, { cache: DECLARED }),
    page('/product/[id]', 36, { kind: 'prefetch', url: '/product/9', bytes: 11_590 }, { cache: DECLARED }),
    page(
      '/search',
      214,
      { kind: 'data', url: '/search?q=lamp', bytes: 182_300 },
      {
        findings: [warning('large-props', 'Large props'), warning('serial-calls', 'Calls one after the other')],
      },
    ),
    failure('/account', "Cannot read properties of undefined (reading 'email')"),
    anExchange({
      request: aRequest('/old-sale', '/old-sale'),
      durationMs: 4,
      outcome: 'redirect',
      response: answer(307),
      props: null,
      cache: NOT_CACHED,
      phases: phases(1.2, 0, 1),
      call: call(2, 1.2, {
        redirect: { destination: '/sale?from=old', statusCode: 307, permanent: false, basePath: null },
      }),
    }),
    page('/sale', 22, { url: '/sale?from=old', bytes: 8450 }),
    anExchange({
      request: aRequest('/product/999', '/product/[id]'),
      durationMs: 26,
      outcome: 'notFound',
      response: answer(404),
      props: null,
      cache: NOT_CACHED,
      phases: phases(8, 14),
      call: call(2, 8),
    }),
    page('/cart', 9.4, { url: '/cart', bytes: 640 }, { request: aRequest('/cart?add=7&qty=2', '/cart', 'POST') }),
    anExchange({
      request: aRequest('/about', '/about'),
      durationMs: 14,
      outcome: 'none',
      call: null,
      props: null,
      phases: phases(0, 9),
      cache: { declared: null, sent: 's-maxage=31536000', inProduction: null },
    }),
    page('/slow', 2380, { bytes: 1204 }),
    anExchange({
      request: aRequest('/report?year=2026', '/report'),
      durationMs: 120,
      aborted: true,
      response: null,
      outcome: 'none',
      props: null,
      cache: { declared: null, sent: null, inProduction: null },
      phases: [],
      call: call(3, null),
      gaps: ['The client went away before the call ended.'],
    }),
    page('/product/[id]', 9.1, { url: '/product/7?ref=home', bytes: 11_612 }, { replayOf: idAt(1), cache: DECLARED }),
    page('/dashboard', 64, { bytes: 48_700, url: '/dashboard' }, { gaps: ['The body was larger than what is kept.'] }),
    ...hidden(),
  ]
}

/** API routes and assets: there, and hidden at first. */
function hidden(): Exchange[] {
  const other = (kind: Exchange['kind'], url: string, ms: number) =>
    anExchange({
      kind,
      request: aRequest(url, null),
      durationMs: ms,
      outcome: 'none',
      call: null,
      props: null,
      phases: [],
      cache: { declared: null, sent: 'public, max-age=0', inProduction: null },
    })
  return [
    other('api', '/api/item?id=7', 31),
    other('asset', '/_next/static/chunks/main.js', 3),
    other('asset', '/favicon.ico', 1),
    other('other', '/_next/webpack-hmr', 2),
  ]
}

/** What a hostile or broken page can put into a row. */
export function nasties(): Exchange[] {
  const long = `/search?q=${'%F0%9F%9B%92'.repeat(400)}`
  return [
    page('/search', 20, { url: long }),
    page('/[...slug]', 5, { url: '/\u202Egpj.exe\u202C/<img src=x onerror=alert(1)>' }),
    page(`/${'very-long-segment-'.repeat(20)}[id]`, 1500, { url: '/a' }),
    failure('/throws', `<script>alert(1)</script>\nsecond line \u0000 \u2028 ${'x'.repeat(2000)}`),
    page('/zero', 0, { bytes: 0 }, { durationMs: 0, phases: [] }),
    page(
      '/huge',
      98_000,
      { bytes: 128_000_000 },
      { phases: [{ name: 'getServerSideProps', startMs: -5, durationMs: Number.NaN }] },
    ),
    page(
      '/emoji/👩‍💻',
      4,
      { url: '/emoji/%F0%9F%91%A9', bytes: 3 },
      { request: { ...aRequest('/emoji/👩‍💻', '/emoji/[name]'), method: 'PROPFIND-WITH-A-VERY-LONG-METHOD-NAME' } },
    ),
  ]
}

/** Gives a list its ids and its times, `everyMs` apart and ending at `end`. */
export function inOrder(list: readonly Exchange[], end: number, everyMs: number, firstIndex = 0): Exchange[] {
  return list.map((exchange, index) => ({
    ...exchange,
    id: idAt(firstIndex + index),
    startedAt: epochMs(end - (list.length - index) * everyMs),
  }))
}

/** Many rows: visits of several users, in bursts. */
export function many(count: number, end: number): Exchange[] {
  const visit = aVisit()
  const spread = 50 * 60_000
  return Array.from({ length: count }, (_, index) => {
    const exchange = visit[(index * 7 + Math.floor(index / 13)) % visit.length] ?? anExchange()
    const burst = Math.floor((index / count) * 90)
    const within = (((index * 7919) % 1000) / 1000) ** 2
    const at = end - spread + ((burst + within * (burst % 3 === 0 ? 0.9 : 0.3)) / 90) * spread
    return { ...exchange, id: idAt(index), startedAt: epochMs(at) }
  })
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((exchange, index) => ({ ...exchange, id: idAt(index) }))
}
