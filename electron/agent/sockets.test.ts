import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type SocketWatch, watchSockets } from './sockets.ts'
import { type UpstreamWatch, watchUpstream } from './upstream.ts'
import { type WatchedCall, watchedCall } from './watched-call.ts'

let server: Server
let port: number
let call: WatchedCall
let upstream: UpstreamWatch
let watch: SocketWatch
let spanned = false
const open: Socket[] = []

beforeEach(async () => {
  // Answers each line with as many bytes as it says.
  server = createServer(socket => socket.on('data', data => socket.write('x'.repeat(Number(String(data).trim())))))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
  spanned = false
  call = watchedCall()
})
const begin = () => {
  upstream = watchUpstream(call.node, call.guest, call.context, call.emit)
  watch = watchSockets(call.node, call.guest, call.context, upstream, () => spanned)
}
afterEach(async () => {
  watch.stop()
  upstream.stop()
  call.stop()
  for (const socket of open) {
    expect(Object.hasOwn(socket, 'write') || Object.hasOwn(socket, 'push')).toBe(false)
    socket.destroy()
  }
  await new Promise(done => server.close(done))
  expect(call.guest.lastFault).toBe(null)
})

async function connected(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  open.push(socket)
  await new Promise(done => socket.once('connect', done))
  return socket
}
async function ask(socket: Socket, bytes: number): Promise<void> {
  let left = bytes
  const answered = new Promise<void>(done => {
    socket.on('data', function hear(data) {
      left -= data.length
      if (left > 0) return
      socket.off('data', hear)
      done()
    })
  })
  socket.write(`${bytes}\n`)
  await answered
}

it('tells each round trip of a connection that a pool had before we came', async () => {
  const socket = await connected()
  begin()
  const request = await call.run(async () => {
    await ask(socket, 10)
    await ask(socket, 2000)
  })
  watch.callEnded(request)
  const url = `tcp://127.0.0.1:${port}`
  expect(call.of('upstream-start').map(start => [start.via, start.url])).toEqual([
    ['socket', url],
    ['socket', url],
  ])
  expect(call.of('upstream-end').map(end => [end.requestBytes, end.responseBytes])).toEqual([
    [3, 10],
    [5, 2000],
  ])
})

it('tells of a connection that the call opens', async () => {
  begin()
  const request = await call.run(async () => ask(await connected(), 4))
  watch.callEnded(request)
  expect(call.of('upstream-end')).toMatchObject([{ requestBytes: 2, responseBytes: 4 }])
})

it('leaves to spans what they tell of, and what is nobody’s', async () => {
  begin()
  const socket = await connected()
  await ask(socket, 4)
  spanned = true
  await call.run(() => ask(socket, 4))
  expect(call.events).toEqual([])
})

it('leaves HTTP to those who tell of it', async () => {
  const { createServer: createHttp } = await import('node:http')
  const http = createHttp((_, response) => response.end('ok'))
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done))
  begin()
  await call.run(async () => {
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`
    await (await fetch(url)).text()
    await (await fetch(url)).text()
  })
  http.closeAllConnections()
  http.close()
  expect(call.of('upstream-start').map(({ via }) => via)).toEqual(['fetch', 'fetch'])
})
