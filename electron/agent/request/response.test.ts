import { createServer, OutgoingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createGuest } from '../guest.ts'
import { loadModules } from '../node.ts'
import type { LiveRequest } from './request.ts'
import { watchHeaders, watchResponses } from './response.ts'

const node = loadModules(createRequire(import.meta.url))
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

function watching(requestOf: (response: object) => LiveRequest | undefined) {
  const headers = watchHeaders(node, createGuest(), requestOf)
  undo.push(headers.stop)
  return headers
}
const blank = (response: ServerResponse): LiveRequest =>
  ({
    method: 'GET',
    response,
    called: true,
    calling: true,
    late: null,
    setHeaders: [],
    firstByteAt: null,
    bodyBytes: 0,
    ended: false,
    restore: [],
  }) as unknown as LiveRequest

/** What is noted of an answer that `handle` gives, and what the client gets. */
async function answered(handle: (response: ServerResponse, request: LiveRequest) => void) {
  const bodies: [text: string, bytes: number][] = []
  let request: LiveRequest | undefined
  const stop = watchResponses(node, createGuest(), {
    requestOf: response => (response === request?.response ? request : undefined),
    body: (_, chunk, encoding, bytes) => bodies.push([Buffer.from(chunk as string, encoding).toString(), bytes]),
  })
  undo.push(stop)
  const server = createServer((_, response) => {
    request = blank(response)
    handle(response, request)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  undo.push(() => new Promise(done => server.close(done)))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const answer = fetch(url, { headers: { connection: 'close' } })
  // One of them is broken on purpose.
  await answer.then(one => one.text()).catch(() => '')
  stop()
  return {
    bodies,
    bodyBytes: request?.bodyBytes,
    set: request?.setHeaders.map(({ name, value }) => [name, value]),
  }
}

it.each([
  ['all at once', (response: ServerResponse) => void response.end('a€'), [['a€', 4]]],
  [
    'in pieces',
    (response: ServerResponse) => {
      response.write('a€')
      response.end('b')
    },
    [
      ['a€', 4],
      ['b', 1],
    ],
  ],
  ['after its head', (response: ServerResponse) => void response.writeHead(200).end('a€'), [['a€', 4]]],
  ['as bytes', (response: ServerResponse) => void response.end(Buffer.from('a€')), [['a€', 4]]],
  [
    'in another encoding',
    (response: ServerResponse) => void response.end('6182', 'hex'),
    [[Buffer.from('6182', 'hex').toString(), 2]],
  ],
])('counts the bytes of a body that is written %s', async (_, handle, expected) => {
  const { bodies, bodyBytes } = await answered(handle)
  expect(bodies).toEqual(expected)
  expect(bodyBytes).toBe(expected.reduce((sum, [, bytes]) => sum + (bytes as number), 0))
})

it('does not believe a size that cannot be', async () => {
  const { bodyBytes } = await answered(response => {
    response.setHeader('content-length', 1)
    response.strictContentLength = false
    response.end('abc')
  })
  expect(bodyBytes).toBe(3)
})

it('notes headers once, as they were said from outside', async () => {
  const { set } = await answered((response, request) => {
    watching(() => request).watch(request)
    response.setHeader('A', ['1', '2'])
    response.appendHeader('B', '3')
    response.removeHeader('A')
    response.writeHead(200, { C: '4' })
    response.end()
  })
  expect(set).toEqual([
    ['A', ['1', '2']],
    ['B', '3'],
    ['A', null],
    ['C', '4'],
  ])
})

it('lets everybody use an answer as before: who inherits from it, and who has functions of its own on it', async () => {
  const { set } = await answered((response, request) => {
    response.setHeader = function (this: ServerResponse, name, value) {
      return ServerResponse.prototype.setHeader.call(this, `x-${name}`, value)
    }
    const keys = Object.keys(response)
    watching(one => (one === response ? request : undefined)).watch(request)
    expect(Object.keys(response)).toEqual(keys)
    response.setHeader('a', '1')
    const derived = Object.create(response) as ServerResponse
    derived.removeHeader('x-a')
    expect(response.hasHeader('x-a')).toBe(false)
    for (const back of request.restore) back()
    expect(Object.hasOwn(response, 'removeHeader')).toBe(false)
    response.end()
  })
  expect(set).toEqual([['a', '1']])
})

it('notes what was said to those who stand between an answer and Node, and not what they make of it', async () => {
  class Named extends ServerResponse {
    override setHeader(name: string, value: string) {
      return super.setHeader(`x-${name}`, value)
    }
  }
  const { set } = await answered((response, request) => {
    Object.setPrototypeOf(response, Named.prototype)
    watching(() => request).watch(request)
    response.setHeader('a', '1')
    for (const back of request.restore) back()
    expect(Object.hasOwn(response, 'setHeader')).toBe(false)
    expect(response.getHeader('x-a')).toBe('1')
    response.end()
  })
  expect(set).toEqual([['a', '1']])
})

it('leaves the class as it was, and passes by nobody who stands further up', async () => {
  const descriptors = () => Object.getOwnPropertyDescriptors(ServerResponse.prototype)
  const before = descriptors()
  const { end } = ServerResponse.prototype
  const above = OutgoingMessage.prototype as unknown as { write: (...args: unknown[]) => boolean }
  const original = above.write
  const seen: unknown[] = []
  await answered((response, request) => {
    const headers = watching(() => request)
    expect([response.setHeader.name, response.setHeader.length]).toEqual(['setHeader', 2])
    expect(Object.hasOwn(ServerResponse.prototype, 'setHeader')).toBe(true)
    headers.stop()
    expect([response.end.name, response.end.length]).toEqual([end.name, end.length])
    expect(response.end).not.toBe(end)
    above.write = function (this: unknown, ...args: unknown[]) {
      seen.push(args[0])
      return original.apply(this, args)
    }
    response.write('a')
    above.write = original
    response.end()
  })
  expect(seen).toEqual(['a'])
  expect(descriptors()).toEqual(before)
})
