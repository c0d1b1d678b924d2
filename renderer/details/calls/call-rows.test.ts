import { expect, it } from 'vitest'
import { aCall, anExchange, anUpstreamCall } from '../../../shared/an-exchange.ts'
import { auditOf, callRows, readGroups } from './call-rows.ts'

it('puts the upstream calls on the axis of their call', () => {
  const calls = [
    anUpstreamCall({ url: 'http://db:1/a', startMs: 110, durationMs: 50, ttfbMs: 25 }),
    anUpstreamCall({ via: 'socket', url: 'tcp://127.0.0.1:5432', startMs: 180, durationMs: null, ttfbMs: null }),
  ]
  const { rows, totalMs } = callRows(aCall({ startMs: 100, durationMs: 100, calls }), 0)
  expect(totalMs).toBe(100)
  expect(rows.map(({ label, host, left, width, head }) => [label, host, left, width, head])).toEqual([
    ['/a', 'db:1', 0.1, 0.5, expect.closeTo(0.25)],
    ['127.0.0.1:5432', '', 0.8, expect.closeTo(0.2), null],
  ])
})

it('audits what was carried on to whom', () => {
  const calls = [
    anUpstreamCall({ url: 'http://a/1', forwarded: { cookies: ['sid'], otherCookies: [], authorization: 'none' } }),
    anUpstreamCall({ url: 'http://a/2', forwarded: { cookies: ['sid'], otherCookies: ['x'], authorization: 'same' } }),
    anUpstreamCall({ url: 'https://b/', forwarded: { cookies: [], otherCookies: [], authorization: 'different' } }),
  ]
  const headers = [
    ['cookie', 'sid=1; theme=dark'],
    ['authorization', 'Bearer x'],
  ] as const
  const exchange = anExchange({ call: aCall({ calls }), request: { ...anExchange().request, headers } })
  expect(auditOf(exchange)).toEqual({
    sent: [
      { name: 'sid', kind: 'cookie', hosts: ['a'] },
      { name: 'theme', kind: 'cookie', hosts: [] },
      { name: 'authorization', kind: 'authorization', hosts: ['a'] },
    ],
    own: [
      { name: 'x', kind: 'cookie', hosts: ['a'] },
      { name: 'authorization', kind: 'authorization', hosts: ['b'] },
    ],
  })
})

it('gathers reads by what they are of', () => {
  expect(readGroups(['cookies.theme', 'query', 'cookies.a.b', 'headers.user-agent'])).toEqual([
    { part: 'cookies', members: ['theme', 'a.b'] },
    { part: 'query', members: [] },
    { part: 'headers', members: ['user-agent'] },
  ])
})
