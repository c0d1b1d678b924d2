import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { createGuest } from '../guest.ts'
import type { LiveRequest } from '../request/request.ts'
import { watchReads } from './reads.ts'

/** A request as Node and Next hand it to a call: headers made when asked for, cookies put there when asked for. */
function aRequest() {
  const req = new IncomingMessage(new Socket()) as IncomingMessage & { cookies: Record<string, string> }
  req.rawHeaders = ['host', 'x', 'user-agent', 'test']
  const parsed = req as unknown as { _addHeaderLines(lines: string[], count: number): void }
  parsed._addHeaderLines(req.rawHeaders, req.rawHeaders.length)
  Object.defineProperty(req, 'cookies', {
    configurable: true,
    enumerable: true,
    get() {
      const value = { theme: 'dark', cart: '1.2' }
      Object.defineProperty(req, 'cookies', { configurable: true, enumerable: true, writable: true, value })
      return value
    },
    set() {},
  })
  const response = new ServerResponse(req)
  const context = { req, res: response, query: { q: 'a', list: ['1', '2'] }, params: { id: '7' }, resolvedUrl: '/p' }
  return { req, context, live: { response } as unknown as LiveRequest }
}

it('tells what was looked at, in the order of the first look, and nothing else', () => {
  const { req, context, live } = aRequest()
  const watch = watchReads(createGuest(), live)
  watch.context(context)
  expect([req.cookies['theme'], req.headers['user-agent'], context.query.q, req.cookies['theme']]).toEqual([
    'dark',
    'test',
    'a',
    'dark',
  ])
  const { reads, unseen } = watch.end()
  expect(reads).toEqual(['cookies.theme', 'headers.user-agent', 'query.q'])
  expect(unseen).toEqual(['method', 'url'])
  // After the call nobody is watched any more.
  void req.cookies['cart']
  expect(reads).toHaveLength(3)
})

it('tells of an object that was asked for what it does not hold', () => {
  const { req, context, live } = aRequest()
  const watch = watchReads(createGuest(), live)
  watch.context(context)
  void req.cookies['absent']
  void context.params
  expect(watch.end().reads).toEqual(['cookies', 'params'])
})

it('says what it could not watch', () => {
  const { live } = aRequest()
  expect(watchReads(createGuest(), live).end()).toEqual({
    reads: [],
    unseen: ['method', 'url', 'query', 'params', 'previewData'],
  })
})

it('changes nothing that the call sees: identity, order, JSON, spreads, clones, prints', () => {
  const looks = (given: ReturnType<typeof aRequest>) => {
    const { req, context } = given
    return {
      same: new Set([req.cookies, req.cookies, req.headers, req.headers, context.query, context.query]).size,
      keys: [Object.keys(req.cookies), Object.keys(req.headers), Object.keys(context), Object.keys(req)],
      json: JSON.stringify([req.cookies, req.headers, context.query, context.params]),
      spread: { ...req.cookies, ...req.headers, ...context.query },
      clone: structuredClone([req.cookies, req.headers, context.query]),
      printed: inspect([req.cookies, req.headers, context.query, context.params]),
      own: ['q' in context.query, Object.hasOwn(req.cookies, 'theme'), 'nope' in req.headers],
      proto: Object.getPrototypeOf(req.headers) === Object.prototype,
      entries: Object.entries(context.query),
    }
  }
  const watched = aRequest()
  const watch = watchReads(createGuest(), watched.live)
  watch.context(watched.context)
  expect(looks(watched)).toEqual(looks(aRequest()))
  watch.end()
})

it('lets the call assign, delete and freeze, and leaves plain data behind', () => {
  const { req, context, live } = aRequest()
  const guest = createGuest()
  const watch = watchReads(guest, live)
  watch.context(context)
  context.query.q = 'b'
  delete (context.query as Partial<typeof context.query>).list
  req.cookies['theme'] = 'light'
  req.cookies['added'] = 'x'
  Object.freeze(context.params)
  expect([context.query, req.cookies, context.params.id]).toEqual([
    { q: 'b' },
    { theme: 'light', cart: '1.2', added: 'x' },
    '7',
  ])
  void req.headers
  watch.end()
  expect(guest.faults).toBe(0)
  const plain = (object: object) => Object.values(Object.getOwnPropertyDescriptors(object)).every(own => 'value' in own)
  expect([plain(context.query), plain(req.cookies), plain(req.headers)]).toEqual([true, true, true])
  expect(Object.getOwnPropertySymbols(req.cookies)).toEqual([])
  expect(Object.hasOwn(req, 'headers')).toBe(false)
})
