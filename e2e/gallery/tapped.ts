import type { Exchange, Kind, Reason, Wire } from '../../shared/exchange.ts'
import { anExchange, aRequest } from './an-exchange.ts'
import { idAt } from './exchanges.ts'

/** What the tap saw of a request; say what is different. */
export function aWire(over: Partial<Wire> = {}): Wire {
  return {
    connection: 2,
    ordinal: 2,
    protocol: 'HTTP/1.1',
    encrypted: false,
    sent: { head: 612, body: 0, framed: 0 },
    received: { head: 318, body: 4102, framed: 4130 },
    encoding: 'gzip',
    requestSentMs: 0.3,
    informational: [],
    trailers: null,
    abortedBy: null,
    answeredBy: 'server',
    upgraded: false,
    ...over,
  }
}

const BECAUSE: Partial<Record<Reason['name'], string>> = {
  document: 'sec-fetch-mode: navigate and sec-fetch-dest: document say that the browser loads a page.',
  'client-transition': 'x-nextjs-data: 1 says that Next’s client asked for the props of the page.',
  prefetch: 'purpose: prefetch says that it was asked for ahead of a click.',
  reload: 'cache-control: max-age=0 with sec-fetch-mode: navigate says that the page was loaded again.',
  'back-forward': 'sec-fetch-mode: navigate with if-none-match, and no referer of another page.',
  bot: 'user-agent: Googlebot/2.1 is a crawler’s.',
  'health-check': 'user-agent: kube-probe/1.31 is a health check’s.',
  favicon: 'The path is /favicon.ico with sec-fetch-dest: image, and the route /[slug] caught it.',
  tool: 'user-agent: curl/8.5.0 is a program’s.',
}

interface Seen {
  readonly url: string
  readonly page: string
  readonly reason: Reason['name']
  readonly kind?: Kind
  readonly source?: Exchange['source']
  /** Index of the request that began the navigation. */
  readonly of?: number | null
  readonly ms?: number
}

function seen(
  { url, page, reason, kind = 'document', source = 'both', of = null, ms = 40 }: Seen,
  over: Partial<Exchange> = {},
) {
  const base = anExchange()
  const isData = kind === 'data' || kind === 'prefetch'
  const [path = '', query] = url.split('?')
  const wire = source === 'agent' ? null : aWire()
  const drawn = isData ? 0 : 9
  return anExchange({
    kind,
    source,
    request: aRequest(
      isData ? `/_next/data/aB3xQ/${path.slice(1) || 'index'}.json${query ? `?${query}` : ''}` : url,
      page,
    ),
    durationMs: 6 + ms + drawn,
    reason: { name: reason, because: BECAUSE[reason] ?? '' },
    navigation: of === null ? null : idAt(of),
    wire,
    response: base.response && { ...base.response, wireBytes: wire ? 4102 : null },
    ledger: {
      props: 11_612,
      embedded: isData ? 11_612 : 12_204,
      document: isData ? 11_650 : 16_690,
      wire: wire ? 4102 : null,
      wireProps: wire ? 2740 : null,
    },
    call: base.call && { ...base.call, startMs: 3, durationMs: ms },
    phases: [
      { name: 'getServerSideProps', startMs: 3, durationMs: ms },
      ...(drawn > 0 ? [{ name: 'render' as const, startMs: 4 + ms, durationMs: drawn }] : []),
      { name: 'send', startMs: 4 + ms + drawn, durationMs: 2 },
    ],
    ...over,
  })
}

const OWN_PAGE = (status: number): Partial<Exchange> => ({
  outcome: 'none',
  call: null,
  props: null,
  ledger: null,
  phases: [],
  cache: { declared: null, sent: 'no-store', inProduction: null },
  response: {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Cache-Control', 'no-store'],
    ],
    bodyBytes: 412,
    wireBytes: 412,
    ttfbMs: 1.1,
  },
  durationMs: 1.4,
  wire: aWire({
    connection: 9,
    ordinal: 0,
    answeredBy: 'tap',
    encoding: null,
    received: { head: 280, body: 412, framed: 412 },
  }),
})

/** A visit through the tap, with requests beside it that went past it. */
export function aTappedVisit(): Exchange[] {
  const product = { page: '/product/[id]' }
  return [
    seen({ url: '/', page: '/', reason: 'document', of: 0, ms: 12 }),
    seen({ ...product, url: '/product/3?id=3', reason: 'prefetch', kind: 'prefetch', of: 0, ms: 31 }),
    seen({ ...product, url: '/product/4?id=4', reason: 'prefetch', kind: 'prefetch', of: 0, ms: 35 }),
    seen({ url: '/health', page: '/health', reason: 'health-check', source: 'agent', ms: 1 }),
    seen({ ...product, url: '/product/4?id=4&ref=home', reason: 'client-transition', kind: 'data', of: 4, ms: 38 }),
    seen({ ...product, url: '/product/5?id=5', reason: 'prefetch', kind: 'prefetch', of: 4, ms: 33 }),
    seen({ ...product, url: '/product/7?ref=home', reason: 'reload', of: 6, ms: 38 }, tricky()),
    seen(
      { url: '/favicon.ico', page: '/[slug]', reason: 'favicon', of: 6, ms: 4 },
      { outcome: 'notFound', props: null, ledger: null },
    ),
    seen({ url: '/search?q=lamp', page: '/search', reason: 'form', of: 8, ms: 90 }),
    seen({ url: '/search?q=lamp', page: '/search', reason: 'back-forward', of: 9, ms: 71 }),
    seen(
      { ...product, url: '/product/8?id=8', reason: 'client-transition', kind: 'data', of: 10, ms: 2 },
      {
        skew: { asked: 'aB3xQ', serves: 'kP9wZ-2026-11-24' },
        outcome: 'none',
        call: null,
        props: null,
        ledger: null,
        phases: [],
        response: { status: 404, headers: [], bodyBytes: 2, wireBytes: 2, ttfbMs: 1 },
        durationMs: 3,
      },
    ),
    seen({ ...product, url: '/product/8', reason: 'document', of: 11, ms: 44 }),
    seen({ url: '/sitemap', page: '/sitemap', reason: 'bot', source: 'agent', ms: 120 }),
    seen(
      { url: '/account', page: '/account', reason: 'tool', source: 'tap', ms: 9 },
      {
        outcome: 'none',
        call: null,
        props: null,
        ledger: null,
        phases: [{ name: 'send', startMs: 14, durationMs: 1 }],
        gaps: [],
      },
    ),
    seen({ url: '/cart', page: '/cart', reason: 'document', source: 'tap', of: 14 }, OWN_PAGE(502)),
    seen({ url: '/cart', page: '/cart', reason: 'reload', source: 'tap', of: 15 }, OWN_PAGE(502)),
    seen({ url: '/cart', page: '/cart', reason: 'reload', of: 16, ms: 18 }),
    seen({ url: 'http://evil.example/', page: '/', reason: 'tool', source: 'tap' }, OWN_PAGE(403)),
  ]
}

/** Early hints, trailers, headers that were replaced and ones that were not sent. */
function tricky(): Partial<Exchange> {
  const base = anExchange()
  return {
    wire: aWire({
      informational: [103],
      trailers: 'Server-Timing: db;dur=31.2\r\nX-Checksum: 9f2c',
      encoding: 'br',
    }),
    response: base.response && {
      ...base.response,
      wireBytes: 4102,
      ttfbMs: 47,
      headers: [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Cache-Control', 'no-store, must-revalidate'],
        ['Content-Encoding', 'br'],
        ['Set-Cookie', 'seen=7; Path=/; SameSite=Lax'],
        ['X-Powered-By', 'Next.js'],
        ['Transfer-Encoding', 'chunked'],
        ['Trailer', 'Server-Timing, X-Checksum'],
        ['Date', 'Tue, 24 Nov 2026 03:10:00 GMT'],
      ],
    },
    call: base.call && {
      ...base.call,
      startMs: 3,
      durationMs: 38,
      setHeaders: [
        { name: 'cache-control', value: 'public, s-maxage=10, stale-while-revalidate=59', atMs: 12 },
        { name: 'Set-Cookie', value: ['seen=7; Path=/; SameSite=Lax'], atMs: 13 },
        { name: 'X-Dropped', value: 'by a proxy', atMs: 14 },
      ],
    },
  }
}

/** What only the wire knows of hostile requests. */
export function nastyWires(): Exchange[] {
  const long = 'x'.repeat(3000)
  return [
    seen(
      { url: `/search?q=${long}`, page: '/search', reason: 'document', of: 0 },
      {
        reason: { name: 'tool', because: `user-agent: \u202Eevil\u202C <script>alert(1)</script> ${long}` },
        skew: { asked: `\u202E${long}`, serves: '<b>build</b>' },
        wire: aWire({
          protocol: 'HTTP/\u202E1.1',
          trailers: `X-T: <img src=x onerror=alert(1)>\r\n${long}`,
          informational: Array.from({ length: 40 }, () => 103),
          encoding: `br, ${long.slice(0, 60)}`,
          ordinal: 1_000_020,
          received: { head: 100_000, body: 5_000_000_000, framed: 5_000_000_777 },
        }),
        ledger: {
          props: 4_000_000_000,
          embedded: 4_800_000_000,
          document: 4_900_000_000,
          wire: 5_000_000_000,
          wireProps: 1,
        },
      },
    ),
    seen(
      { url: '/cut', page: '/cut', reason: 'fetch', source: 'tap', of: 0 },
      {
        aborted: true,
        response: null,
        wire: aWire({
          received: null,
          requestSentMs: null,
          protocol: null,
          abortedBy: 'client',
          encoding: null,
          upgraded: true,
        }),
        ledger: { props: 0, embedded: null, document: 0, wire: null, wireProps: null },
        outcome: 'none',
        call: null,
        props: null,
        phases: [],
        gaps: ['Not understood, and forwarded as it came: a header line without a colon'],
      },
    ),
  ]
}
