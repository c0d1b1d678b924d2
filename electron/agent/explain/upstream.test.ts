import { createServer, get, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type WatchedCall, watchedCall } from '../call/watched-call.ts'
import type { LiveRequest } from '../request/request.ts'
import { type UpstreamWatch, watchUpstream } from './upstream.ts'

let server: Server
let origin: string
let call: WatchedCall
let watch: UpstreamWatch
const channels = ['undici:request:create', 'http.client.request.start', 'undici:client:sendHeaders']

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/chunked') response.write('abc')
    else if (request.url !== '/empty') response.setHeader('content-length', 5)
    if (request.url === '/missing') response.statusCode = 404
    response.end(request.url === '/chunked' ? 'de' : request.url === '/empty' ? undefined : 'hello')
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  call = watchedCall()
  watch = watchUpstream(call.node, call.guest, call.context, call.emit)
})
afterEach(async () => {
  watch.stop()
  call.stop()
  server.closeAllConnections()
  await new Promise(done => server.close(done))
  expect(call.guest.lastFault).toBe(null)
  expect(channels.filter(name => call.node.diagnostics.hasSubscribers(name))).toEqual([])
})

const text = async (path: string, init?: RequestInit) => (await fetch(origin + path, init)).text()
const requested = (path: string) =>
  new Promise<void>((done, failed) => {
    get(origin + path, response => response.resume().on('end', done)).on('error', failed)
  })

it('tells of a fetch: what was asked, what came and how large, and who asked', async () => {
  await call.run(async function page() {
    await text('/a?n=1', { method: 'POST', body: 'four' })
  })
  expect(call.of('upstream-start')).toMatchObject([{ call: 1, via: 'fetch', method: 'POST', url: `${origin}/a?n=1` }])
  expect(call.of('upstream-end')).toMatchObject([
    { call: 1, status: 200, requestBytes: 4, responseBytes: 5, error: null },
  ])
  const [{ at } = { at: 0 }] = call.of('upstream-start')
  const [end] = call.of('upstream-end')
  expect(end?.firstByteAt).toBeGreaterThan(at)
  expect(end?.at).toBeGreaterThanOrEqual(end?.firstByteAt ?? 0)
  const [caller] = call.of('upstream-caller')
  expect(caller?.stack).toMatch(/^\s+at .*upstream\.test\.ts/)
  expect(caller?.stack).not.toMatch(/node:|undici/)
})

it('tells of node:http, one after the other on one connection', async () => {
  const { addRequest } = call.node.http.Agent.prototype as unknown as { addRequest: unknown }
  await call.run(async () => {
    await requested('/a')
    await requested('/missing')
  })
  watch.stop()
  expect((call.node.http.Agent.prototype as unknown as { addRequest: unknown }).addRequest).not.toBe(addRequest)
  expect(call.of('upstream-caller').map(({ stack }) => stack)).toEqual([
    expect.stringMatching(/^\s+at .*upstream\.test\.ts/),
    expect.stringMatching(/^\s+at .*upstream\.test\.ts/),
  ])
  expect(call.of('upstream-start').map(({ via, method, url }) => [via, method, url])).toEqual([
    ['http', 'GET', `${origin}/a`],
    ['http', 'GET', `${origin}/missing`],
  ])
  await expect
    .poll(() => call.of('upstream-end').map(({ status, responseBytes }) => [status, responseBytes]))
    .toEqual([
      [200, 5],
      [404, 5],
    ])
})

it('counts what came where no length was said', async () => {
  await call.run(() => text('/chunked'))
  await call.run(() => text('/empty'))
  // With the framing of two chunks and the end.
  const [chunked, empty] = call.of('upstream-end').map(({ responseBytes }) => responseBytes)
  expect(chunked).toBeGreaterThanOrEqual(5)
  expect(chunked).toBeLessThan(40)
  expect(empty).toBe(0)
})

it('tells of failures, and of an abort', async () => {
  await call.run(async () => {
    await fetch('http://127.0.0.1:2/').catch(() => undefined)
    await new Promise(done => get('http://127.0.0.1:2/').on('error', done))
    await fetch(origin, { signal: AbortSignal.abort() }).catch(() => undefined)
  })
  expect(call.of('upstream-end').map(({ status, error }) => [status, error])).toEqual([
    [null, expect.stringContaining('ECONNREFUSED')],
    [null, expect.stringContaining('ECONNREFUSED')],
  ])
})

it('says which credentials were carried on, and keeps their values', async () => {
  const incoming = ['Cookie', 'sid=secret-1; theme=dark', 'Authorization', 'Bearer secret-2']
  const headers = {
    cookie: 'sid=secret-1; own=secret-3',
    authorization: 'Bearer secret-2',
    'x-api-key': 'secret-4',
    accept: 'a/b',
  }
  await call.run(() => text('/a?token=secret-5&q=1', { headers }), incoming)
  const [start] = call.of('upstream-start')
  expect(start?.forwarded).toEqual({ cookies: ['sid'], otherCookies: ['own'], authorization: 'same' })
  expect(start?.headers).toContain('a/b')
  expect(JSON.stringify(call.events)).not.toContain('secret-')
})

it('tells nothing of what is nobody’s, and no more than a bound of one call', async () => {
  await text('/a')
  expect(call.events).toEqual([])
  const request = await call.run(() => Promise.all(Array.from({ length: 205 }, () => text('/a'))))
  expect(call.of('upstream-start')).toHaveLength(200)
  expect(watch.leftOut(request)).toBe(5)
})

it('keeps calls that run at once for two requests apart', async () => {
  await Promise.all(['/1', '/2'].map(path => call.run(() => Promise.all([text(path), requested(path)]))))
  const paths = call.of('upstream-start').map(({ request, url }) => `${request} ${url.slice(origin.length)}`)
  expect(paths.sort()).toEqual(['1 /1', '1 /1', '2 /2', '2 /2'])
})

it('knows a request that one of the calls sent to this process', async () => {
  server.on('request', request => watch.arrived({ number: 77 } as LiveRequest, request.socket as Socket))
  await call.run(async () => {
    await text('/own')
    await requested('/own')
  })
  await text('/somebody')
  expect(call.of('caused')).toEqual([
    { kind: 'caused', request: 77, by: 1, call: 1 },
    { kind: 'caused', request: 77, by: 1, call: 2 },
  ])
})
