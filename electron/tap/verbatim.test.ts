import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tap } from './tap.ts'
import { dial, type End, play, rawServer, recorder, type Step, tapOf } from './wire.ts'

const HOST = 'Host: localhost:3000\r\n'
const CLOSE = 'Connection: close\r\n'

/** Says back what it was asked, in the ways that HTTP/1.1 has. */
function nodeServer(): Server {
  const server = createServer({ keepAlive: true }, (request, response) => {
    response.sendDate = false
    response.setHeader('X-MiXeD-CaSe', 'Kept')
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    const asked = JSON.stringify([request.method, request.url, request.rawHeaders])
    if (request.url === '/trailers') {
      response.writeHead(200, { Trailer: 'X-After' })
      response.write('one')
      response.write('two')
      response.addTrailers({ 'X-After': 'yes' })
      response.end()
    } else if (request.url === '/hints') {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.end(asked)
    } else if (request.url === '/304') response.writeHead(304).end()
    else if (request.url === '/204') response.writeHead(204).end()
    else if (request.url === '/destroy') response.write('part', () => request.socket.resetAndDestroy())
    else {
      let body = ''
      request.setEncoding('latin1')
      request.on('data', text => {
        body += text
      })
      request.on('end', () => response.end(`${asked}${body}${JSON.stringify(request.rawTrailers)}`))
    }
  })
  server.on('upgrade', (_, socket, head) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
    if (head.length > 0) socket.write(head)
    socket.on('data', (bytes: Buffer) => socket.write(bytes))
    socket.on('end', () => socket.end())
  })
  return server
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`

const AGAINST_NODE: Record<string, readonly Step[]> = {
  'a request with headers of odd case, order and spaces': [
    `GET /a?x=%20&y=[1] HTTP/1.1\r\nhOsT:localhost:3000\r\nX-B:  two \r\nx-a: one\r\nX-B: again\r\n${CLOSE}\r\n`,
  ],
  'HEAD, 204 and 304 on one connection': [
    `HEAD /a HTTP/1.1\r\n${HOST}\r\n`,
    /\r\n\r\n/,
    get('/204'),
    / 204 /,
    get('/304'),
    / 304 /,
    get('/last', CLOSE),
  ],
  'pipelined requests': [get('/1') + get('/2') + get('/3') + get('/4', CLOSE)],
  'pipelined requests, cut within heads': [
    `${get('/1')}GET /2 HT`,
    /\/1/,
    `TP/1.1\r\n${HOST}`,
    `\r\n${get('/3', CLOSE)}`,
  ],
  'chunks and trailers of an answer': [get('/trailers', CLOSE)],
  'chunks, extensions and trailers of a request': [
    `POST /p HTTP/1.1\r\n${HOST}${CLOSE}Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3;a=b\r\nabc\r\n`,
    '1\r\nd\r\n0\r\nX-T: 1\r\n\r\n',
  ],
  'Expect: 100-continue': [
    `POST /p HTTP/1.1\r\n${HOST}${CLOSE}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n`,
    /100 Continue\r\n\r\n/,
    'abc',
  ],
  'early hints': [get('/hints', CLOSE)],
  'an upgrade': [
    get('/ws', 'Connection: Upgrade\r\nUpgrade: echo\r\n'),
    /101 [\s\S]*\r\n\r\n/,
    'GET / HTTP/9.9\r\n\r\n\x00\xff',
    /\xff/,
    'more',
    /more/,
    'FIN',
  ],
  'an upgrade with bytes sent ahead': [
    `${get('/ws', 'Connection: Upgrade\r\nUpgrade: echo\r\n')}ahead`,
    /ahead/,
    'FIN',
  ],
  'two Content-Lengths': [`POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
  'Content-Length with Transfer-Encoding': [
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  'no HTTP': ['\x16\x03\x01\x00\r\n\r\n'],
  'a folded header': [`GET / HTTP/1.1\r\n${HOST}X-A: 1\r\n 2\r\n${CLOSE}\r\n`],
  'a head of 100 kB (Node: 431)': [`GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(100_000)}\r\n\r\n`],
  'HTTP/1.0': ['GET / HTTP/1.0\r\n\r\n'],
  'a server that breaks off': [get('/destroy')],
  'no request at all': ['FIN'],
}

describe('what a client of node:http receives through the tap is what it receives directly', () => {
  const server = nodeServer()
  let tap: Tap
  let port = 0
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    tap = await tapOf(port)
  })
  afterAll(async () => {
    await tap.close()
    server.closeAllConnections()
    server.close()
  })

  it.each(Object.entries(AGAINST_NODE))('%s', async (_, steps) => {
    const direct = await play(port, steps)
    const tapped = await play(tap.port, steps)
    expect(tapped).toEqual(direct)
    expect(tap.faults).toBe(0)
  })
})

const answers =
  (...pieces: string[]) =>
  (end: End) => {
    void end
      .until(() => end.received.includes('\r\n\r\n') || end.ended !== null)
      .then(() => {
        for (const piece of pieces) end.socket.write(piece, 'latin1')
        end.socket.end()
      })
  }

const AGAINST_RAW: Record<string, { server: (end: End) => void; client: readonly Step[] }> = {
  'chunks of odd form': {
    server: answers(
      'HTTP/1.1 200 OK\r\ntransfer-ENCODING: chunked\r\n\r\n',
      '0003;x="\r"\r\nabc\r\n',
      '00\r\nT: x\r\n\r\n',
    ),
    client: [get('/'), 'FIN'],
  },
  'line ends without CR': { server: answers('HTTP/1.1 200\nContent-Length: 2\n\nok'), client: [get('/'), 'FIN'] },
  'two Content-Lengths': {
    server: answers('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
    client: [get('/'), 'FIN'],
  },
  'a length that is too long': {
    server: answers('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nab'),
    client: [get('/'), 'FIN'],
  },
  'a length that is too short': {
    server: answers('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc'),
    client: [get('/'), 'FIN'],
  },
  'an answer that is no HTTP': { server: answers('SSH-2.0-OpenSSH\r\n', '\x00\x01\xff'), client: [get('/'), 'FIN'] },
  'an answer before any request': {
    server: end => {
      end.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
    },
    client: [/408/, 'FIN'],
  },
  'a head of 100 kB': {
    server: answers(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\nContent-Length: 0\r\n\r\n`),
    client: [`GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(100_000)}\r\n\r\n`, 'FIN'],
  },
  'a client that ends its side and waits': {
    server: end => {
      void end
        .until(() => end.ended !== null)
        .then(() => end.socket.end(`HTTP/1.0 200 OK\r\n\r\n${end.received.length}`))
    },
    client: [get('/'), 'FIN'],
  },
  'a server that ends its side and reads on': {
    server: end => {
      end.socket.end('HTTP/1.1 200 OK\r\n\r\nearly')
    },
    client: ['POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n', /early/, 'late', 'FIN'],
  },
  'half a head, then the end': { server: answers(), client: ['GET / HTTP/1.1\r\nHo', 'FIN'] },
}

describe('both sides of a raw connection are the same through the tap as directly', () => {
  it.each(Object.entries(AGAINST_RAW))('%s', async (_, { server: each, client }) => {
    const server = await rawServer(each)
    const tap = await tapOf(server.port)
    const seen: { received: string; ended: End['ended']; server: string; serverEnded: End['ended'] }[] = []
    for (const [index, port] of [server.port, tap.port].entries()) {
      const { received, ended } = await play(port, client)
      const end = await server.connection(index)
      await end.until(() => end.ended !== null)
      seen.push({ received, ended, server: end.received, serverEnded: end.ended })
    }
    await tap.close()
    await server.close()
    expect(seen[1]).toEqual(seen[0])
  })

  const REQUEST = 'POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody'
  it('a client that ends after any byte of its request', async () => {
    const server = await rawServer(answers('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    const sink = recorder()
    const tap = await tapOf(server.port, sink)
    for (let size = 0; size <= REQUEST.length; size += 1) {
      await play(tap.port, [REQUEST.slice(0, size), 'FIN'])
      const end = await server.connection(size)
      await end.until(() => end.ended !== null)
      expect([end.received, end.ended]).toEqual([REQUEST.slice(0, size), 'fin'])
    }
    await tap.close()
    await server.close()
    expect(sink.of('tap-request-start').length).toBe(sink.of('tap-end').length)
  })

  it('a client that breaks off after any byte of its request', async () => {
    const server = await rawServer()
    const sink = recorder()
    const tap = await tapOf(server.port, sink)
    const whole = REQUEST.indexOf('body')
    for (let size = 0; size <= REQUEST.length; size += 1) {
      const client = dial(tap.port)
      const end = await server.connection(size)
      const part = REQUEST.slice(0, size)
      await new Promise<void>(done => client.socket.write(part, () => done()))
      // What is held back until the head is whole need not come at all.
      if (size >= whole) await end.until(() => end.received === part)
      client.socket.resetAndDestroy()
      await end.until(() => end.ended !== null)
      expect(REQUEST.startsWith(end.received)).toBe(true)
      // libuv tells a reset that comes with bytes as an end.
      if (size === 0 || size >= whole) expect(end.ended).toBe('reset')
    }
    await tap.close()
    await server.close()
    expect(sink.of('tap-end')).toHaveLength(5)
    for (const end of sink.of('tap-end')) expect(end.abortedBy).toBe('client')
    expect(tap.connections).toBe(0)
  })

  const ANSWER = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n'
  it.each(['fin', 'reset'] as const)('a server that ends with %s after any byte of its answer', async how => {
    const server = await rawServer()
    const sink = recorder()
    const tap = await tapOf(server.port, sink)
    for (let size = 0; size <= ANSWER.length; size += 1) {
      const client = dial(tap.port)
      client.socket.write(get('/'))
      const end = await server.connection(size)
      await end.until(() => end.received.includes('\r\n\r\n'))
      end.socket.write(ANSWER.slice(0, size))
      await client.until(() => client.received === ANSWER.slice(0, size))
      if (how === 'fin') end.socket.end()
      else end.socket.resetAndDestroy()
      await client.until(() => client.ended !== null)
      expect([client.received, client.ended]).toEqual([ANSWER.slice(0, size), how])
      client.socket.destroy()
    }
    await sink.ended(ANSWER.length + 1)
    await tap.close()
    await server.close()
    const ends = sink.of('tap-end')
    expect(ends.slice(0, -1).every(end => end.abortedBy === 'server')).toBe(true)
    expect(ends.at(-1)).toMatchObject({ abortedBy: null, received: { body: 3, trailers: 'X: y' } })
  })
})
