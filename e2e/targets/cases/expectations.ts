import { asData, fails, loses, redirects, rejects, runsNone, shows } from './build-expectation.ts'
import type { Expectation } from './expectation.ts'

/**
 * What every page of `pages/` truly does, seen on real servers: Next 15.5.29 and 16.4.6, webpack and Turbopack, `dev` and `start`
 * (`npx tsx e2e/targets/cases/check.ts` asks them all again). The two bundlers answer alike, the two versions up to the
 * Cache-Control of `next dev`.
 */

const KNOWN = {
  title: 'Props',
  count: 42,
  price: 24.9,
  big: 1e21,
  zero: 0,
  yes: true,
  nothing: null,
  empty: { list: [], object: {}, text: '' },
  nested: { a: { b: { c: { d: ['deep', { e: 1 }] } } } },
  list: [1, 'two', [3], { four: 4 }],
  text: 'quote " backslash \\ newline \n tab \t é',
}
const HOSTILE = {
  script: '</script><script>globalThis.pwned = true</script><!-- <script>',
  separators: 'a\u2028b\u2029c',
  emoji: '👩‍🚀 𝄞',
  lone: 'x\ud83dy',
  proto: JSON.parse('{"__proto__":{"polluted":true},"after":1}'),
  constructor: { prototype: { polluted: true } },
  'key "with" </script>': '\u0000\u001f\u007f',
  markup: '<img src=x onerror="globalThis.pwned = true">&amp;',
  toString: 'not a function',
  length: 99,
}
const LINKS = [
  '/props',
  '/params/1?tab=a',
  '/params/2',
  '/docs/a/b',
  '/redirect/temporary',
  '/not-found',
  '/throw/later',
  '/static',
  '/built',
]
const PARAMS = { page: '/params/[id]' }
const params = (path: string, id: string, query: Record<string, string | readonly string[]>, resolvedUrl = path) =>
  shows(path, { params: { id }, query: { ...query, id }, resolvedUrl }, { ...PARAMS, params: { id }, query })
const docs = (path: string, slug: string[]) =>
  shows(path, { params: { slug } }, { page: '/docs/[...slug]', params: { slug } })
const echo = (method: string, body: string) =>
  shows(
    '/echo',
    { method, body },
    { request: { method, body: body || null, headers: { 'content-type': 'text/plain' } } },
  )
const ends = (path: string, answer: NonNullable<Parameters<typeof shows>[2]>['answer'], changes = {}) =>
  shows(path, {}, { answer: { cache: null, sent: false, ...answer }, ...changes })
const bare = { cache: null, headers: {} } as const

const REDIRECT = redirects('/redirect/temporary', 307, { destination: '/props?from=temporary', permanent: false })
const NOT_FOUND = shows('/not-found', undefined, { answer: { status: 404, outcome: 'notFound', sent: false } })
const CONNECTION = rejects('/throw/error', {
  name: 'ConnectionError',
  message: 'cannot reach database "cases"',
  code: 'E_CONNECTION',
  cause: {
    name: 'TypeError',
    message: 'no connection left in the pool',
    code: null,
    cause: { name: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:5432', code: 'ECONNREFUSED', cause: null },
  },
})

const props: Expectation[] = [
  shows('/props', KNOWN),
  asData(shows('/props', KNOWN)),
  shows('/props', KNOWN, { request: { method: 'HEAD' }, answer: { sent: false } }),
  shows('/props', KNOWN, { request: { method: 'POST', body: 'a=1', headers: { 'content-type': 'text/plain' } } }),
  shows('/props?a=%', KNOWN, { query: { a: '%' } }),
  shows('/empty', {}),
  asData(shows('/empty', {})),
  shows('/promised', { kept: true }),
  shows('/slow?ms=50', { ms: 50 }, { query: { ms: '50' } }),
  shows('/large?kb=3', { rows: [0, 1, 2].map(n => [100_000 + n, 'x'.repeat(988)]) }, { query: { kb: '3' } }),
  shows('/hostile', HOSTILE),
  asData(shows('/hostile', HOSTILE)),
  shows('/links', { targets: LINKS }),
  shows('/noisy', { lines: 500 }),
  shows('/own-api', { status: 200, body: { hello: 'own-api', method: 'GET' } }),
  shows('/calls', {
    both: [
      { hello: 'a', method: 'GET' },
      { hello: 'b', method: 'GET' },
    ],
    third: 200,
    refused: 'ECONNREFUSED',
  }),
  shows(
    '/concurrent?n=5',
    { n: '5', hello: '5', same: true },
    {
      query: { n: '5' },
      call: { setHeaders: [['x-number', '5']] },
      answer: { headers: { 'x-number': ['5'] } },
    },
  ),
  echo('GET', ''),
  echo('POST', 'hello body'),
  echo('PUT', 'put body'),
  echo('DELETE', ''),
  shows('/echo', { method: 'HEAD', body: '' }, { request: { method: 'HEAD' }, answer: { sent: false } }),
]

const redirectsAndMissing: Expectation[] = [
  REDIRECT,
  // The client is told in the data, with a 200.
  {
    ...asData(REDIRECT),
    dev: { ...REDIRECT.dev, status: 200, headers: { 'content-type': ['application/json; charset=utf-8'] } },
    start: { ...REDIRECT.start, status: 200, headers: { 'content-type': ['application/json; charset=utf-8'] } },
  },
  redirects(
    '/redirect/permanent',
    308,
    { destination: '/props?from=permanent', permanent: true },
    { refresh: ['0;url=/props?from=permanent'] },
  ),
  redirects('/redirect/see-other', 303, { destination: '/props', statusCode: 303 }),
  redirects('/redirect/no-base-path', 307, { destination: '/props', permanent: false, basePath: false }),
  redirects('/redirect/away', 307, { destination: 'https://example.com/elsewhere?a=1#b', permanent: false }),
  NOT_FOUND,
  {
    ...asData(NOT_FOUND),
    dev: { ...NOT_FOUND.dev, cache: 'private' },
    start: { ...NOT_FOUND.start, cache: 'private' },
  },
]

const errors: Expectation[] = [
  CONNECTION,
  asData(CONNECTION),
  rejects('/throw/string', { message: 'a plain string' }),
  rejects('/throw/null', { message: 'null' }),
  rejects('/throw/undefined', { message: 'undefined' }),
  rejects('/throw/object', { message: '{ status: 418, reason: not an Error }' }),
  rejects('/throw/later', { name: 'RangeError', message: 'rejected after an await' }),
  // Next itself trips over it in dev, and answers with the bare words.
  rejects('/throw/hostile', { name: 'Error', message: 'look but do not touch' }, { dev: bare }),
  fails('/throw/nothing', undefined, {
    dev: 'Your `getServerSideProps` function did not return an object.',
    start: 'Your `getServerSideProps` function did not return an object.',
  }),
  fails(
    '/throw/wrong-key',
    {},
    {
      dev: 'Additional keys were returned from `getServerSideProps`.',
      start: 'Additional keys were returned from `getServerSideProps`.',
    },
  ),
  fails(
    '/throw/getter',
    undefined,
    { dev: 'the getter threw', start: 'the getter threw' },
    {
      call: { lost: [{ path: 'broken', type: 'getter', becomes: 'its value at that moment' }] },
    },
  ),
  fails('/throw/render', { fine: true }, { dev: 'the render threw', start: 'the render threw' }),
]

const headers: Expectation[] = [
  shows(
    '/headers/cache',
    { cache: 'last one' },
    {
      call: {
        setHeaders: [
          ['cache-control', 'no-cache'],
          ['cache-control', 'private, max-age=5'],
          ['cache-control', 'public, s-maxage=10, stale-while-revalidate=59'],
        ],
      },
      start: { cache: { value: 'public, s-maxage=10, stale-while-revalidate=59' } },
    },
  ),
  shows(
    '/headers/many',
    { cookies: 3 },
    {
      call: {
        setHeaders: [
          ['x-list', ['one', 'two']],
          ['x-appended', 'first'],
          ['x-appended', 'second'],
          ['x-removed', 'never seen'],
          ['x-number', '7'],
          ['set-cookie', 'lost=1; Path=/'],
          ['set-cookie', ['a=1; Path=/', 'b=two%20words; Path=/; HttpOnly']],
          ['set-cookie', 'c=3; Path=/; Max-Age=60'],
        ],
      },
      answer: {
        headers: {
          'x-list': ['one', 'two'],
          'x-appended': ['first', 'second'],
          'x-removed': [],
          'x-number': ['7'],
          'set-cookie': ['a=1; Path=/', 'b=two%20words; Path=/; HttpOnly', 'c=3; Path=/; Max-Age=60'],
        },
      },
    },
  ),
  shows('/headers/status', { teapot: true }, { answer: { status: 418 } }),
  shows(
    '/headers/reads?q=a%20b',
    { theme: 'dark', agent: 'cases/1', q: 'a b' },
    {
      query: { q: 'a b' },
      request: { headers: { cookie: 'theme=dark; other=1', 'user-agent': 'cases/1' } },
    },
  ),
  ends(
    '/ends/end',
    { headers: { 'content-type': ['text/plain; charset=utf-8'] } },
    {
      props: '{"unseen":true}',
      call: { setHeaders: [['content-type', 'text/plain; charset=utf-8']] },
    },
  ),
  ends(
    '/ends/stream',
    { headers: { 'content-type': ['text/plain; charset=utf-8'] } },
    {
      call: { setHeaders: [['content-type', 'text/plain; charset=utf-8']] },
    },
  ),
  ends(
    '/ends/write-head',
    {
      status: 202,
      cache: { value: 'public, max-age=30' },
      headers: { 'content-type': ['application/json'], 'x-written': ['yes'] },
    },
    {
      props: '{"unseen":true}',
      call: {
        setHeaders: [
          ['content-type', 'application/json'],
          ['cache-control', 'public, max-age=30'],
          ['x-written', 'yes'],
        ],
      },
    },
  ),
  ends(
    '/ends/redirect',
    { status: 302, headers: { location: ['/props?from=hand'] } },
    {
      call: { setHeaders: [['location', '/props?from=hand']] },
    },
  ),
]

const lost: Expectation[] = [
  loses('date', 'Date', 'string', { kept: 1, value: '2026-01-02T00:00:00.000Z' }),
  loses('map', 'Map', '{}', { kept: 1, value: {} }),
  loses('class', 'Price', 'object', { kept: 1, value: { amount: 5 } }),
  loses('undefined', 'undefined', 'absent', { kept: 1 }),
  loses('function', 'function', 'absent', { kept: 1 }),
  loses('symbol', 'symbol', 'absent', { kept: 1 }),
  // Next lets these two through in dev as well.
  shows('/lost/nan', { kept: 1, value: null }, { call: { lost: [{ path: 'value', type: 'NaN', becomes: 'null' }] } }),
  shows(
    '/lost/negative-zero',
    { kept: 1, value: 0 },
    {
      call: { lost: [{ path: 'value', type: '-0', becomes: '0' }] },
    },
  ),
  loses('bigint', 'BigInt', 'error', undefined, {
    start: { status: 500, outcome: 'error', sent: false, refusal: 'Do not know how to serialize a BigInt' },
  }),
  loses('circle', 'circular', 'error', undefined, {
    path: 'value.self',
    start: { status: 500, outcome: 'error', sent: false, refusal: 'Converting circular structure to JSON' },
  }),
  loses(
    'all',
    'Date',
    'string',
    {
      when: '2026-01-02T00:00:00.000Z',
      list: [1, null, null, null],
      deep: { map: {}, set: {} },
      pattern: {},
      error: {},
      kept: 'yes',
    },
    {
      path: 'when',
      loss: [
        { path: 'when', type: 'Date', becomes: 'string' },
        { path: 'list[1]', type: 'undefined', becomes: 'null' },
        { path: 'list[2]', type: 'function', becomes: 'null' },
        { path: 'list[3]', type: 'Infinity', becomes: 'null' },
        { path: 'deep.map', type: 'Map', becomes: '{}' },
        { path: 'deep.set', type: 'Set', becomes: '{}' },
        { path: 'deep.nothing', type: 'undefined', becomes: 'absent' },
        { path: 'pattern', type: 'RegExp', becomes: '{}' },
        { path: 'error', type: 'Error', becomes: '{}' },
      ],
    },
  ),
]

const paths: Expectation[] = [
  params('/params/1', '1', {}),
  asData(params('/params/1', '1', {}), '?id=1'),
  params('/params/a%20b?tab=x&tab=y&empty=', 'a b', { tab: ['x', 'y'], empty: '' }),
  params('/params/a%2Fb', 'a/b', {}),
  params('/params/%E4%BD%A0%E5%A5%BD', '你好', {}),
  params('/params/%25', '%', {}),
  docs('/docs/a', ['a']),
  docs('/docs/a/b%2Fc/d%20e', ['a', 'b/c', 'd e']),
  shows('/optional', { params: {} }, { page: '/optional/[[...all]]' }),
  shows(
    '/optional/x/y',
    { params: { all: ['x', 'y'] } },
    {
      page: '/optional/[[...all]]',
      params: { all: ['x', 'y'] },
    },
  ),
  // Next adds what the rewrite adds to the page's query; the request's own query has none of it.
  shows(
    '/rewritten/9?tab=z',
    { params: { id: '9' }, query: { tab: 'z', via: 'rewrite', id: '9' }, resolvedUrl: '/params/9?tab=z' },
    {
      ...PARAMS,
      params: { id: '9' },
      query: { tab: 'z' },
    },
  ),
]

const none: Expectation[] = [
  runsNone('/static', { start: { cache: null } }),
  runsNone('/built', {
    answer: { headers: { 'x-nextjs-cache': ['HIT'] } },
    start: { cache: { value: 's-maxage=31536000' } },
  }),
  runsNone('/initial'),
  runsNone('/api/hello?from=x', { kind: 'api', page: null, query: { from: 'x' }, answer: { cache: null } }),
  runsNone('/no-such-page', { page: null, answer: { status: 404 } }),
  runsNone('/docs', { page: null, answer: { status: 404 } }),
  runsNone('/params/%E0%A4%A', { page: null, answer: { status: 400 } }),
  runsNone('/props', { request: { method: 'OPTIONS' }, answer: { status: 400, cache: null } }),
  runsNone('/props/', { page: null, answer: { status: 308, cache: null, headers: { location: ['/props'] } } }),
]

export const expectations: readonly Expectation[] = [
  ...props,
  ...redirectsAndMissing,
  ...errors,
  ...headers,
  ...lost,
  ...paths,
  ...none,
]
