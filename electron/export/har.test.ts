import { expect, it } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import { HAR, HarSchema, harEntry } from './har.ts'

const NOTHING = { props: null, response: null, request: null }
const exchange = anExchange({
  request: {
    ...anExchange().request,
    headers: [
      ['cookie', 'theme=dark; session=S3CR3T'],
      ['accept', 'text/html'],
    ],
  },
  response: {
    status: 307,
    headers: [
      ['location', '/login'],
      ['set-cookie', 'session=S3CR3T; HttpOnly'],
      ['content-type', 'text/html'],
    ],
    bodyBytes: 100,
    wireBytes: 40,
    ttfbMs: 20,
  },
  durationMs: 25,
})
const bodies = { props: '{"user":{"token":"S3CR3T"},"a":1}', response: '<p>S3CR3T</p>', request: 'pw=S3CR3T' }

it('is a HAR, with whatever HAR has a place for in it', () => {
  const entries = [
    harEntry(exchange, bodies, true),
    harEntry(anExchange({ response: null, durationMs: null }), NOTHING, false),
  ]
  const text = HAR.begin('1.0') + entries.map(entry => JSON.stringify(entry)).join(HAR.between) + HAR.end
  const { log } = HarSchema.parse(JSON.parse(text))
  expect(log.entries).toHaveLength(2)
  expect(log.entries[0]).toMatchObject({
    time: 25,
    request: {
      url: 'http://localhost:3000/product/7?q=a%20b',
      queryString: [{ name: 'q', value: 'a b' }],
      cookies: [
        { name: 'theme', value: 'dark' },
        { name: 'session', value: 'S3CR3T' },
      ],
      postData: { text: 'pw=S3CR3T' },
    },
    response: {
      redirectURL: '/login',
      cookies: [{ name: 'session', value: 'S3CR3T' }],
      content: { size: 100, compression: 60, text: '<p>S3CR3T</p>' },
    },
    timings: { wait: 20, receive: 5 },
    _propscope: { id: exchange.id, call: { durationMs: 38.6 }, props: { value: { a: 1 } } },
  })
})

it('holds no secret unless that was asked for', () => {
  const text = JSON.stringify(harEntry(exchange, bodies, false))
  expect(text).not.toContain('S3CR3T')
  expect(text).toContain('"a":1')
})
