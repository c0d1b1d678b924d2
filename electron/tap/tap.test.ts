import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openTap } from './tap.ts'
import { dial, listenAtIPv6, play, rawServer, recorder, tapOf } from './wire.ts'

const after: (() => unknown)[] = []
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end()
})
async function raw(...args: Parameters<typeof rawServer>) {
  const server = await rawServer(...args)
  after.push(() => server.close())
  return server
}
async function tapped(...args: Parameters<typeof tapOf>) {
  const tap = await tapOf(...args)
  after.push(() => tap.close())
  return tap
}
/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = await rawServer()
  await server.close()
  return server.port
}
const fixture = (file: string) => readFileSync(join(import.meta.dirname, 'fixtures', file))
const CERTIFICATE = { key: fixture('localhost.key'), cert: fixture('localhost.crt') }
const get = (host = 'localhost', method = 'GET') => `${method} /a HTTP/1.1\r\nHost: ${host}\r\n\r\n`
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

describe('openTap', () => {
  it('names what it cannot do', async () => {
    const server = await raw()
    const sink = recorder()
    const open = (target: string, port: number | null) => openTap({ target, port, sink })
    expect(await open('nonsense', null)).toMatchObject({ ok: false, problem: { code: 'bad-target' } })
    expect(await open('http://localhost:3000', 3000)).toMatchObject({ ok: false, problem: { code: 'bad-target' } })
    expect(await open('http://localhost:1', server.port)).toMatchObject({
      ok: false,
      problem: { code: 'tap-failed', message: `Port ${server.port} is taken.` },
    })
  })

  it('tells by port and ordinal which request it was, as the server sees it', async () => {
    const seen: (number | undefined)[] = []
    const server = createServer((request, response) => {
      seen.push(request.socket.remotePort)
      response.end('ok')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    after.push(() => server.close())
    const sink = recorder()
    const tap = await tapped((server.address() as AddressInfo).port, sink)
    await play(tap.port, [get() + get(), /ok[\s\S]*ok/, 'FIN'])
    await play(tap.port, [get(), /ok/, 'FIN'])
    const starts = sink.of('tap-request-start')
    expect(starts.map(start => start.localPort)).toEqual(seen)
    expect(starts.map(start => start.ordinal)).toEqual([0, 1, 0])
    expect(starts.map(start => start.connection)).toEqual([1, 1, 2])
    expect(sink.events[0]?.kind).toBe('tap-clock')
    for (const end of sink.of('tap-end')) {
      const start = starts.find(one => one.request === end.request)
      expect(start && end.firstByteAt !== null && start.at <= end.firstByteAt && end.firstByteAt <= end.at).toBe(true)
    }
  })

  it('hands over bodies as sent, of requests and answers', async () => {
    const server = await raw(end => {
      void end
        .until(() => end.received.endsWith('0\r\n\r\n'))
        .then(() =>
          end.socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n1\r\n!\r\n0\r\n\r\n'),
        )
    })
    const sink = recorder()
    const tap = await tapped(server.port, sink)
    await play(tap.port, [
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      /0\r\n\r\n/,
      'RESET',
    ])
    expect([...sink.bodies]).toEqual([
      ['request 1', 'abc'],
      ['response 1', 'ok!'],
    ])
  })

  it('forwards where the sink refuses and where it throws, and counts both', async () => {
    const server = await raw(end => {
      void end.until(() => end.received.includes('\r\n\r\n')).then(() => end.socket.end(OK))
    })
    const events = recorder()
    const refusing = await tapped(server.port, { event: event => events.event(event), body: () => false })
    expect((await play(refusing.port, [get(), 'FIN'])).received).toBe(OK)
    expect(events.of('tap-end')[0]?.received?.dropped).toBe(2)
    const fail = () => {
      throw new Error('full')
    }
    const throwing = await tapped(server.port, { event: fail, body: fail })
    expect((await play(throwing.port, [get(), 'FIN'])).received).toBe(OK)
    expect(throwing).toMatchObject({ faults: 5, lastFault: 'full' })
  })

  it('refuses what is for another host, after the answers to what came before', async () => {
    let answer = () => {}
    const server = await raw(end => {
      answer = () => end.socket.write(OK)
    })
    const sink = recorder()
    const tap = await tapped(server.port, sink)
    const alone = await play(tap.port, [get('evil.example'), 'FIN'])
    expect(alone.received).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[\s\S]*evil\.example/)
    const head = await play(tap.port, [get('localhost:80@evil.example', 'HEAD'), 'FIN'])
    expect(head.received).toMatch(/^HTTP\/1.1 403 Forbidden\r\n(?:.+\r\n)+\r\n$/)
    expect(sink.of('tap-end')[1]?.received?.body).toBe(0)
    const client = dial(tap.port)
    client.socket.write(get() + get('evil.example') + get())
    const end = await server.connection(2)
    await end.until(() => end.received === get())
    expect(client.received).toBe('')
    answer()
    await client.until(() => client.ended !== null)
    expect(client.received.startsWith(`${OK}HTTP/1.1 403 Forbidden\r\n`)).toBe(true)
    expect(end.received).toBe(get())
    expect(sink.of('tap-end').map(one => one.answeredBy)).toContain('tap')
  })

  it.each(['localhost:4000', '127.0.0.1', '[::1]:4000', 'shop.localhost', 'LOCALHOST'])('takes %s', async host => {
    const server = await raw(end => {
      void end.until(() => end.received.includes('\r\n\r\n')).then(() => end.socket.end(OK))
    })
    const tap = await tapped(server.port)
    expect((await play(tap.port, [get(host), 'FIN'])).received).toBe(OK)
  })

  it('says that the target is down, and recovers when it is back', async () => {
    const port = await freePort()
    const sink = recorder()
    const tap = await tapped(port, sink)
    const ahead = dial(tap.port)
    const down = await play(tap.port, [get(), 'FIN'])
    expect(down.received).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/)
    expect(down.received).toContain('Retry-After: 1\r\n')
    expect(down.received).toContain('<meta http-equiv="refresh" content="1">')
    expect(down.received).toContain('nothing listens there')
    const head = await play(tap.port, [get('localhost', 'HEAD'), 'FIN'])
    expect(head.received).toMatch(/^HTTP\/1.1 502 [\s\S]*Content-Length: [1-9]\d*\r\n[\s\S]*\r\n\r\n$/)
    expect(sink.of('tap-end')).toMatchObject([{ answeredBy: 'tap' }, { answeredBy: 'tap' }])
    expect(sink.of('tap-response-head').map(one => one.status)).toEqual([502, 502])
    const server = await raw(end => {
      void end.until(() => end.received.includes('\r\n\r\n')).then(() => end.socket.end(OK))
    }, port)
    // A connection that was opened while it was down serves too.
    ahead.socket.write(get())
    await ahead.until(() => ahead.ended !== null)
    expect(ahead.received).toBe(OK)
    expect((await play(tap.port, [get(), 'FIN'])).received).toBe(OK)
    expect(server.ends).toHaveLength(2)
  })

  it('tells once of a request whose body still comes when the page that says so is out', async () => {
    const sink = recorder()
    const tap = await tapped(await freePort(), sink)
    const head = 'POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n'
    const { received, ended } = await play(tap.port, [head + 'x'.repeat(2_000_000), 'FIN'])
    await vi.waitFor(() => expect(tap.connections).toBe(0))
    expect(received.match(/^HTTP\/1.1 502/gm)).toHaveLength(1)
    expect(ended).toBe('fin')
    expect(sink.of('tap-request-start')).toHaveLength(1)
    expect(sink.of('tap-end')).toHaveLength(1)
  })

  it('says that what stands behind a request that it answers itself was not forwarded', async () => {
    const sink = recorder()
    const tap = await tapped(await freePort(), sink)
    await play(tap.port, [get() + get(), 'FIN'])
    await vi.waitFor(() => expect(tap.connections).toBe(0))
    expect(sink.of('tap-end')).toMatchObject([
      { request: 1, answeredBy: 'tap', abortedBy: null, received: {} },
      { request: 2, answeredBy: 'tap', abortedBy: null, received: null },
    ])
  })

  it.each<[string, 'FIN' | 'RESET']>([
    ['ends its side', 'FIN'],
    ['goes', 'RESET'],
  ])('says of an upload that was answered before its client %s that the client broke it off', async (_, how) => {
    // It answers at once, reads on, and says 400 of what breaks off, as every server of Node's does.
    const server = createServer((request, response) => {
      request.resume()
      response.end('early')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    after.push(() => server.close())
    const sink = recorder()
    const tap = await tapped((server.address() as AddressInfo).port, sink)
    const head = 'POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n'
    const { received } = await play(tap.port, [`${head}abc`, /early/, how])
    await vi.waitFor(() => expect(tap.connections).toBe(0))
    // What came is passed on all the same.
    if (how === 'FIN') expect(received).toMatch(/early[\s\S]*HTTP\/1\.1 400/)
    expect(sink.of('tap-not-understood')).toEqual([])
    expect(sink.of('tap-response-head')).toMatchObject([{ status: 200 }])
    expect(sink.of('tap-end')).toMatchObject([
      { request: 1, abortedBy: 'client', sent: { body: 3 }, received: { body: 5 } },
    ])
  })

  it.for(['http', 'https'])(
    'reaches a server at ::1 alone that is named localhost, over %s',
    async (scheme, { skip }) => {
      const answer: RequestListener = (request, response) => response.end(`at ${request.socket.localAddress}`)
      const server = scheme === 'http' ? createServer(answer) : createSecure(CERTIFICATE, answer)
      const said = await listenAtIPv6(server)
      skip(said !== null, `this machine has no ::1: ${said}`)
      after.push(() => server.close())
      const { port } = server.address() as AddressInfo
      const opened = await openTap({ target: `${scheme}://localhost:${port}`, port: null, sink: recorder() })
      if (!opened.ok) throw new Error(opened.problem.message)
      after.push(() => opened.value.close())
      const { received } = await play(opened.value.port, [get(), /at ::1/, 'FIN'])
      expect(received).toMatch(/^HTTP\/1\.1 200/)
      expect(opened.value.down).toBeNull()
    },
  )

  it('says where a target speaks no TLS', async () => {
    const server = await raw(end => {
      void end.until(() => end.received !== '').then(() => end.socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    const tap = await tapped(server.port, recorder(), 'https')
    expect((await play(tap.port, [get(), 'FIN'])).received).toContain(
      'it speaks no TLS; its address may begin with http:',
    )
  })

  it('speaks TLS to an https target', async () => {
    const server = createSecure(CERTIFICATE, (request, response) => {
      response.sendDate = false
      request.on('data', () => {})
      request.on('end', () => response.end('x'.repeat(300_000)))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    after.push(() => server.close())
    const sink = recorder()
    const tap = await tapped((server.address() as AddressInfo).port, sink, 'https')
    const ask = 'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc'
    const { received, ended } = await play(tap.port, [ask, 'FIN'])
    expect(ended).toBe('fin')
    expect(received).toContain('\r\nContent-Length: 300000\r\n')
    expect(received.endsWith('x'.repeat(300_000))).toBe(true)
    expect(sink.of('tap-request-start')).toMatchObject([{ encrypted: true }])
    expect(sink.of('tap-end')).toMatchObject([{ abortedBy: null, received: { body: 300_000 } }])
  })

  it('passes 64 MB each way unharmed, to a client and a server that are slow at first', async () => {
    const size = 64 * 1024 * 1024
    const piece = Buffer.alloc(1024 * 1024, 'abcdefghijklmnopq')
    const server = createServer((request, response) => {
      const hash = createHash('sha1')
      setImmediate(() => request.on('data', bytes => hash.update(bytes)))
      request.on('end', () => {
        response.writeHead(200, { 'Content-Length': size, 'X-Hash': hash.digest('hex') })
        const write = (left: number): void => {
          if (left === 0) response.end()
          else response.write(piece, () => write(left - 1))
        }
        write(size / piece.length)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    after.push(() => server.close())
    let told = 0
    const tap = await tapped((server.address() as AddressInfo).port, {
      event() {},
      body(_, part, bytes) {
        if (part === 'response') told += bytes.byteLength
        return true
      },
    })
    const hash = createHash('sha1')
    const response = await fetch(`http://localhost:${tap.port}/`, {
      method: 'POST',
      body: new Uint8Array(size).fill(7),
    })
    let got = 0
    for await (const bytes of response.body ?? []) {
      hash.update(bytes)
      got += bytes.byteLength
    }
    const all = createHash('sha1')
    for (let at = 0; at < size; at += piece.length) all.update(piece)
    expect([got, told]).toEqual([size, size])
    expect(hash.digest('hex')).toBe(all.digest('hex'))
    expect(response.headers.get('x-hash')).toBe(createHash('sha1').update(new Uint8Array(size).fill(7)).digest('hex'))
  })

  it.runIf(process.platform === 'linux')(
    'counts connections that it refuses for want of descriptors, and says what to do',
    async () => {
      const server = await raw(end => void end.until(() => end.received !== '').then(() => end.socket.write(OK)))
      // The lowest number that is free now, and room for ten connections of a client, the tap and the server.
      const free = openSync('/dev/null', 'r')
      closeSync(free)
      const descriptors = free + 16 + 40
      const opened = await openTap({
        target: `http://127.0.0.1:${server.port}`,
        port: null,
        sink: recorder(),
        descriptors,
      })
      if (!opened.ok) throw new Error(opened.problem.message)
      const tap = opened.value
      after.push(() => tap.close())
      const clients = Array.from({ length: 40 }, () => dial(tap.port))
      after.push(() => clients.map(({ socket }) => socket.destroy()))
      for (const { socket } of clients) socket.write(get())
      await Promise.all(clients.map(client => client.until(() => client.received !== '' || client.ended !== null)))
      const refused = clients.filter(({ ended }) => ended === 'reset').length
      expect(refused).toBeGreaterThan(0)
      expect(refused).toBeLessThan(40)
      expect(clients.filter(({ received }) => received.endsWith('ok'))).toHaveLength(40 - refused)
      expect(tap.faults).toBe(refused)
      expect(tap.lastFault).toBe(
        `A connection was refused because the ${descriptors} file descriptors of this process are taken. Start Propscope again after “ulimit -n 8192”.`,
      )
      for (const { socket } of clients) socket.resetAndDestroy()
      await vi.waitFor(() => expect(tap.connections).toBe(0))
      expect((await play(tap.port, [get(), /ok/, 'RESET'])).received).toContain('200 OK')
    },
  )

  it('lets a stalled client stall only itself, and holds little for it', async () => {
    let written = 0
    const server = createServer((request, response) => {
      if (request.url !== '/endless') return response.end('ok')
      const piece = Buffer.alloc(256 * 1024)
      const write = () => {
        if (response.destroyed) return
        written += piece.length
        response.write(piece, write)
      }
      write()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    after.push(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    const tap = await tapped((server.address() as AddressInfo).port)
    const stalled = dial(tap.port)
    stalled.socket.write('GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await stalled.until(() => stalled.received.length > 0)
    stalled.socket.pause()
    // Until the system's own buffers are full and the server can write no more.
    let before = -1
    while (before !== written) {
      before = written
      for (let asked = 0; asked < 20; asked += 1) {
        expect((await play(tap.port, [get().replace('/1.1', '/1.0'), 'FIN'])).received).toContain('\r\n\r\nok')
      }
    }
    expect(written).toBeLessThan(64 * 1024 * 1024)
    stalled.socket.destroy()
  })

  it('holds back a client whose server does not read', async () => {
    const server = await raw(end => {
      end.socket.pause()
    })
    const tap = await tapped(server.port)
    const client = dial(tap.port)
    const piece = Buffer.alloc(1024 * 1024)
    client.socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${1e9}\r\n\r\n`)
    let taken = 0
    const write = () => {
      client.socket.write(piece, error => {
        if (error || client.socket.destroyed) return
        taken += piece.length
        write()
      })
    }
    write()
    // Until nothing moves any more while other connections are opened and closed.
    for (let before = -1; before !== taken; ) {
      before = taken
      for (let turn = 0; turn < 20; turn += 1) await play(tap.port, [get('evil.example'), 'FIN'])
    }
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(64 * piece.length)
    client.socket.destroy()
    for (const end of server.ends) end.socket.destroy()
  })

  it('keeps small pieces apart that a slow client takes late', async () => {
    const pieces = Array.from({ length: 3000 }, (_, index) => Buffer.alloc(4096, `${index} `))
    let written = () => {}
    const allWritten = new Promise<void>(done => {
      written = done
    })
    const server = await raw(end => {
      void end
        .until(() => end.received.includes('\r\n\r\n'))
        .then(async () => {
          for (const piece of pieces) {
            end.socket.write(piece)
            // One after the other, so that each is read alone.
            await new Promise(setImmediate)
          }
          end.socket.end()
          written()
        })
    })
    const tap = await tapped(server.port)
    const client = dial(tap.port)
    client.socket.write(get())
    await client.until(() => client.received.length > 0)
    client.socket.pause()
    await allWritten
    for (let turn = 0; turn < 20; turn += 1) await play(tap.port, [get('evil.example'), 'FIN'])
    client.socket.resume()
    await client.until(() => client.ended !== null)
    expect(client.received).toBe(Buffer.concat(pieces).toString('latin1'))
    client.socket.destroy()
  })

  it('passes on the first byte of an answer that then stalls', async () => {
    const server = await raw(end => {
      void end.until(() => end.received.includes('\r\n\r\n')).then(() => end.socket.write('H'))
    })
    const tap = await tapped(server.port)
    const client = dial(tap.port)
    client.socket.write(get())
    await client.until(() => client.received === 'H')
    client.socket.destroy()
    const end = await server.connection(0)
    await end.until(() => end.ended !== null)
  })

  it('bears 1,000 idle connections', { timeout: 60_000 }, async () => {
    const server = await raw(end => {
      void end.until(() => end.received.includes('\r\n\r\n')).then(() => end.socket.write(OK))
    })
    const tap = await tapped(server.port)
    const idle = Array.from({ length: 1000 }, () => dial(tap.port))
    await server.connection(999)
    expect(tap.connections).toBe(1000)
    const last = idle[999]
    last?.socket.write(get())
    await last?.until(end => end.received === OK)
    for (const end of idle) end.socket.destroy()
    for (const end of server.ends) {
      await end.until(() => end.ended !== null)
      end.socket.destroy()
    }
    while (tap.connections > 0) await new Promise(setImmediate)
  })
})
