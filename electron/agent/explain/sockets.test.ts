import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect as connectSecure, createServer as createSecure, TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type WatchedCall, watchedCall } from '../call/watched-call.ts'
import { type SocketWatch, watchSockets } from './sockets.ts'
import { type UpstreamWatch, watchUpstream } from './upstream.ts'

const fixture = (file: string) => readFileSync(join(import.meta.dirname, '../../tap/fixtures', file))

let server: Server
let port: number
let call: WatchedCall
let upstream: UpstreamWatch
let watch: SocketWatch
let spanned = false
const open: Socket[] = []
/** Answers each line with as many bytes as it says. */
const answer = (socket: Socket) => {
  socket.on('data', data => socket.write('x'.repeat(Number(String(data).trim()))))
}

beforeEach(async () => {
  server = createServer(answer)
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

it('tells of what goes over TLS, in bytes before they are encrypted, also where a plain connection turned into it', async () => {
  const secure = createSecure({ key: fixture('localhost.key'), cert: fixture('localhost.crt') }, answer)
  await new Promise<void>(done => secure.listen(0, '127.0.0.1', done))
  const to = (secure.address() as AddressInfo).port
  const shaken = (socket: Socket) => new Promise<Socket>(done => socket.once('secureConnect', () => done(socket)))
  begin()
  const request = await call.run(async () => {
    const direct = connectSecure({ port: to, host: '127.0.0.1', rejectUnauthorized: false })
    open.push(direct)
    await ask(await shaken(direct), 10)
    const plain = connect(to, '127.0.0.1')
    await new Promise(done => plain.once('connect', done))
    const turned = connectSecure({ socket: plain, rejectUnauthorized: false })
    open.push(turned)
    await ask(await shaken(turned), 2000)
  })
  watch.callEnded(request)
  for (const socket of open.splice(0)) socket.destroy()
  await new Promise(done => secure.close(done))
  expect(call.of('upstream-start').map(({ method, url }) => [method, url])).toEqual([
    ['TLS', `tls://127.0.0.1:${to}`],
    ['TLS', `tls://127.0.0.1:${to}`],
  ])
  expect(call.of('upstream-end').map(end => [end.requestBytes, end.responseBytes])).toEqual([
    [3, 10],
    [5, 2000],
  ])
})

it.skipIf(process.platform === 'win32')('names the path of a Unix socket', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'propscope-sockets-')), 'db.sock')
  const local = createServer(answer)
  await new Promise<void>(done => local.listen(path, done))
  begin()
  const request = await call.run(async () => {
    const socket = connect(path)
    open.push(socket)
    await new Promise(done => socket.once('connect', done))
    await ask(socket, 7)
  })
  watch.callEnded(request)
  for (const socket of open.splice(0)) socket.destroy()
  await new Promise(done => local.close(done))
  rmSync(dirname(path), { recursive: true })
  expect(call.of('upstream-start').map(({ method, url }) => [method, url])).toEqual([['UNIX', `unix:${path}`]])
  expect(call.of('upstream-end')).toMatchObject([{ requestBytes: 2, responseBytes: 7 }])
})

it('takes itself out of the class that all encrypted connections share', () => {
  const own = () => Object.getOwnPropertyDescriptor(TLSSocket.prototype, '_init')
  const before = own()
  begin()
  expect(own()?.value).not.toBe(before?.value)
  watch.stop()
  expect(own()).toEqual(before)
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
