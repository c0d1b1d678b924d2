import { expect, test } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import type { PropsReadEvent } from '../../shared/raw-events.ts'
import type { Outgoing } from '../../shared/replay.ts'
import { createSourceMaps } from '../analysis/source-maps.ts'
import { readingOf } from './reading.ts'
import { asDocumentToRender } from './record-reads.ts'

const SOURCE = { maps: createSourceMaps(), folder: '/shop' }
const FACTS = { buildId: 'B', locales: [], defaultLocale: null }
const told = (reads: string | null, over: Partial<PropsReadEvent> = {}): PropsReadEvent => ({
  kind: 'props-read',
  ask: 1,
  reads,
  why: null,
  places: [],
  ...over,
})
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const props = anExchange({ outcome: 'props', renderError: null })

test('signs are put beside the props that were sent, and places led to the project', async () => {
  const places = [
    { by: 'JSON.stringify', stack: '    at render (node:internal/x:1:1)\n    at Page (/shop/pages/p.js:3:4)' },
  ]
  const found = await readingOf(told('(10j0;1)', { places }), props, json({ a: 1, b: 'xy', c: [2] }), SOURCE)
  expect(found).toMatchObject({
    reading: {
      bytes: 24,
      unreadBytes: 9,
      paths: [{ path: 'b', state: 'unread' }],
      whole: [{ path: 'c', count: 1, by: 'JSON.stringify', place: { file: '/shop/pages/p.js', line: 3, own: true } }],
    },
  })
})

test('elements of one list that one place takes whole are told once', async () => {
  const stack = '    at Page (/shop/pages/p.js:3:4)'
  const places = [
    { by: 'JSON.stringify', stack },
    { by: 'JSON.stringify', stack },
    { by: 'structuredClone', stack },
  ]
  const list = [{ a: 1 }, { a: 2 }, { a: 3 }]
  const found = await readingOf(told('((j0;1j1;1j2;1))', { places }), props, json({ list }), SOURCE)
  expect(found).toMatchObject({
    reading: {
      whole: [
        { path: 'list[*]', count: 2, by: 'JSON.stringify' },
        { path: 'list[*]', count: 1, by: 'structuredClone' },
      ],
    },
  })
})

test('where nothing can be told it says why', async () => {
  const why = async (
    ...[event, exchange, body]: Parameters<typeof readingOf> extends [infer A, infer B, infer C, unknown]
      ? [A, B, C]
      : never
  ) => readingOf(event, exchange, body, SOURCE).then(found => ('why' in found ? found.why : 'a reading'))
  for (const [outcome, words] of [
    ['redirect', 'redirect'],
    ['notFound', '404 page'],
    ['error', 'nothing was rendered'],
    ['none', 'getInitialProps'],
  ] as const)
    expect(await why(told(null, { why: 'no-app' }), anExchange({ outcome, call: null }), null)).toContain(words)
  expect(await why(null, props, json({}))).toContain('told nothing')
  expect(await why(told(null, { why: 'exceeded' }), props, json({}))).toContain('400,000')
  expect(await why(told('1'), props, null)).toContain('not captured')
  expect(await why(told('(1'), props, json({ a: 1 }))).toContain('does not fit')
})

test('what is asked for is the page, rendered and sent whole, and what was changed for that is said', () => {
  const request: Outgoing = {
    method: 'HEAD',
    url: '/_next/data/B/product/7.json?q=1',
    headers: [
      ['If-None-Match', '"x"'],
      ['X-Nextjs-Data', '1'],
      ['Accept', '*/*'],
    ],
    body: null,
  }
  const { request: sent, notes } = asDocumentToRender(request, '/product/[id]', FACTS)
  expect(sent).toMatchObject({ method: 'GET', url: '/product/7?q=1' })
  expect(sent.headers.map(([name]) => name.toLowerCase())).not.toContain('if-none-match')
  expect(notes).toHaveLength(3)
  const plain: Outgoing = { ...request, method: 'GET', url: '/product/7', headers: [['Accept', 'text/html']] }
  expect(asDocumentToRender(plain, '/product/[id]', FACTS)).toEqual({ request: plain, notes: [] })
})
