import { CUTS, play, type Step } from './harness/script.ts'
import { answering, dial, type Line, put, type RawOrigin, rawOrigin } from './harness/socket.ts'
import { expect, test } from './harness/tapped.ts'
import { freePort } from './targets/serving/ports.mjs'

/** The built product's tap before servers of our own that do what Next does not: both sides see what they would see without it. */
const HOST = 'Host: localhost\r\n'
const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const HEAD_END = /\r\n\r\n/

interface Case {
  /** Plays the server, once the request's head is whole. */
  readonly server: (line: Line) => Promise<unknown>
  readonly client: readonly Step[]
}

const CASES: Readonly<Record<string, Case>> = {
  'early hints, twice': {
    server: answering(
      'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n',
      'HTTP/1.1 103 Early Hints\r\nlink: </b.css>\r\n\r\nHTTP/1.1 200 OK\r\n',
      'Content-Length: 2\r\n\r\nok',
    ),
    client: [get('/'), /103[\s\S]*\r\n\r\n/, 'FIN'],
  },
  'chunks of odd form, and trailers': {
    server: answering(
      'HTTP/1.1 200 OK\r\ntransfer-ENCODING: chunked\r\nTrailer: X-T\r\n\r\n',
      '0003;x="\r"\r\nab',
      'c\r\n00\r',
      '\nX-T: x\r\n\r\n',
    ),
    client: [get('/'), 'FIN'],
  },
  'trailers of the request': {
    server: async line => {
      await line.until('trailers', () => line.text().endsWith('X-T: 1\r\n\r\n'))
      await put(line.socket, Buffer.from(OK))
      line.socket.end()
    },
    client: [
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3;a\r\nabc\r\n`,
      '0\r\nX-T: 1\r\n\r\n',
      'FIN',
    ],
  },
  'Expect: 100-continue': {
    server: async line => {
      await put(line.socket, Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'))
      await line.until('body', () => line.text().endsWith('abc'))
      await put(line.socket, Buffer.from(OK))
      line.socket.end()
    },
    client: [`POST / HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n`, HEAD_END, 'abc', 'FIN'],
  },
  'heads of 100 kB': {
    server: answering(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\nContent-Length: 0\r\n\r\n`),
    client: [get('/', `X: ${'x'.repeat(100_000)}\r\n`), 'FIN'],
  },
  'two Content-Lengths': {
    server: answering('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
    client: [get('/'), 'FIN'],
  },
  'a length that is too long': {
    server: answering('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n', 'ab'),
    client: [get('/'), 'FIN'],
  },
  'a length that is too short': {
    server: answering('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc'),
    client: [get('/'), 'FIN'],
  },
  'line ends without CR': { server: answering('HTTP/1.1 200\nContent-Length: 2\n\nok'), client: [get('/'), 'FIN'] },
  'an answer that is no HTTP': { server: answering('SSH-2.0-\r\n', '\x00\x01\xff'), client: [get('/'), 'FIN'] },
  'a chunk whose size is none': {
    server: answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n'),
    client: [get('/'), 'FIN'],
  },
  '304 and 204 with lengths, HEAD, then a body': {
    server: answering(
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n',
      OK,
    ),
    client: [[get('/1'), get('/2'), `HEAD /3 HTTP/1.1\r\n${HOST}\r\n`, get('/4')].join(''), 'FIN'],
  },
  'a client that ends its side and waits': {
    server: async line => {
      await line.until('end', ({ ended }) => ended !== null)
      await put(line.socket, Buffer.from('HTTP/1.0 200 OK\r\n\r\nafter its end'))
      line.socket.end()
    },
    client: [get('/'), 'FIN'],
  },
  'a server that ends its side and reads on': {
    server: async line => {
      await put(line.socket, Buffer.from('HTTP/1.1 200 OK\r\n\r\nearly'))
      line.socket.end()
    },
    client: [`POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\n\r\n`, /early/, 'late', 'FIN'],
  },
  'an upgrade, then bytes of any kind both ways': {
    server: async line => {
      await put(line.socket, Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nGET /\xff', 'latin1'))
      await line.until('bytes', () => line.text().endsWith('\x80\x00more'))
      await put(line.socket, Buffer.from('HTTP/1.1 200 OK\r\n\r\n\x00done', 'latin1'))
      line.socket.end()
    },
    client: [`${get('/', 'Connection: Upgrade\r\nUpgrade: x\r\n')}ahead`, /\xff/, '\r\n\x80\x00more', /done/, 'FIN'],
  },
  'a server that breaks off at once': {
    server: async line => line.socket.resetAndDestroy(),
    client: [get('/')],
  },
}

test('what client and server see of each other is the same as without the tap', async ({ tapAlone }) => {
  const playing: { now: Case | null } = { now: null }
  const server = await rawOrigin(async line => {
    await line.until('head', () => line.ended !== null || HEAD_END.test(line.text()))
    await playing.now?.server(line)
  })
  try {
    const tap = await tapAlone(server.origin)
    for (const [name, it] of Object.entries(CASES)) {
      playing.now = it
      const direct = await bothSides(server, server.port, it.client)
      for (const cut of CUTS) {
        const tapped = await bothSides(server, tap.port, it.client, cut)
        expect.soft(tapped, `${name}, ${cut.name}`).toEqual(direct)
      }
    }
    // What it could not understand has not harmed it.
    playing.now = { server: answering(OK), client: [] }
    expect((await play(tap.port, [get('/'), 'FIN'])).bytes.toString()).toBe(OK)
  } finally {
    await server.close()
  }
})

/** Plays one connection, and tells what came on either side and how each saw the other end. */
async function bothSides(server: RawOrigin, port: number, steps: readonly Step[], cut = CUTS[0]) {
  const before = server.lines.length
  const { bytes, ended } = await play(port, steps, cut)
  const line = server.lines[before]
  if (!line) throw new Error('no connection came to the server')
  await line.until('end', () => line.ended !== null)
  return { client: bytes.toString('latin1'), ended, server: line.text(), serverEnded: line.ended }
}

test('the first byte of an answer that stalls is passed on at once', async ({ tapAlone }) => {
  let wroteAt = Number.NaN
  const server = await rawOrigin(async line => {
    await line.until('head', () => HEAD_END.test(line.text()))
    wroteAt = performance.now()
    line.socket.write('H')
  })
  try {
    const tap = await tapAlone(server.origin)
    const times: Record<'direct' | 'tapped', number[]> = { direct: [], tapped: [] }
    for (let round = 0; round < 40; round += 1)
      for (const way of ['direct', 'tapped'] as const) {
        const line = dial(way === 'direct' ? server.port : tap.port)
        line.socket.write(get('/'))
        await line.until('first byte', () => line.bytes().length === 1)
        times[way].push(performance.now() - wroteAt)
        line.socket.destroy()
      }
    // A byte that is held back is late each time; a machine that others use is late at half of them.
    const quarter = (list: number[]) => list.sort((a, b) => a - b)[list.length / 4] ?? Number.NaN
    const added = quarter(times.tapped) - quarter(times.direct)
    console.log(`the first byte of a stalled answer comes ${added.toFixed(2)} ms later through the tap`)
    expect(added).toBeLessThan(3)
  } finally {
    await server.close()
  }
})

test('a target that takes a request and never answers holds up nobody else, and hears that its client left', async ({
  tapAlone,
}) => {
  const server = await rawOrigin(async line => {
    await line.until('head', () => HEAD_END.test(line.text()))
    if (!line.text().startsWith('GET /never')) await answering(OK)(line)
  })
  try {
    const tap = await tapAlone(server.origin)
    const waiting = dial(tap.port)
    waiting.socket.write(get('/never'))
    await expect.poll(() => server.lines.some(line => line.text() === get('/never'))).toBe(true)
    for (let round = 0; round < 20; round += 1)
      expect((await play(tap.port, [get('/'), 'FIN'])).bytes.toString()).toBe(OK)
    expect([waiting.text(), waiting.ended]).toEqual(['', null])
    waiting.socket.destroy()
    await server.lines[0]?.until('its leaving', ({ ended }) => ended !== null)
  } finally {
    await server.close()
  }
})

test('where the target is down a browser is told so, and sees the page by itself once it is back', async ({
  tapAlone,
  page,
}) => {
  const port = await freePort()
  const tap = await tapAlone(`http://localhost:${port}`)
  const raw = await play(tap.port, [get('/'), 'FIN'])
  expect(raw.bytes.toString()).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/)
  expect(raw.ended).toBe('fin')
  const answer = await page.goto(`${tap.origin}/shop?a=1`)
  expect(answer?.status()).toBe(502)
  await expect(page.getByRole('heading', { name: `http://localhost:${port} does not answer` })).toBeVisible()
  await expect(page.getByText('nothing listens there')).toBeVisible()
  const asked: string[] = []
  const up = async (line: Line) => {
    await line.until('head', () => HEAD_END.test(line.text()))
    asked.push(line.text().split('\r\n')[0] ?? '')
    await answering(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>It is back</h1>`)(line)
  }
  const first = await rawOrigin(up, port)
  await expect(page.getByRole('heading', { name: 'It is back' })).toBeVisible()
  expect(asked).toContain('GET /shop?a=1 HTTP/1.1')
  await first.close()
  expect((await page.reload())?.status()).toBe(502)
  const second = await rawOrigin(up, port)
  await expect(page.getByRole('heading', { name: 'It is back' })).toBeVisible()
  await second.close()
})

test('a request for another host is refused, and the target hears nothing of it', async ({ tapAlone }) => {
  const server = await rawOrigin(answering(OK))
  try {
    const tap = await tapAlone(server.origin)
    const foreign = [
      'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: evil.example:${tap.port}\r\n\r\n`,
      'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n',
    ]
    for (const text of foreign) {
      const { bytes } = await play(tap.port, [text, 'FIN'])
      expect.soft(bytes.toString(), text).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[\s\S]*evil\.example/)
    }
    expect(server.lines.map(line => line.text()).join('')).toBe('')
    for (const host of [`localhost:${tap.port}`, `127.0.0.1:${tap.port}`, `[::1]:${tap.port}`, 'shop.localhost'])
      expect((await play(tap.port, [`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 'FIN'])).bytes.toString(), host).toBe(OK)
  } finally {
    await server.close()
  }
})

test('1,000 idle connections are borne, and the one that asks is answered', async ({ tapAlone }) => {
  const server = await rawOrigin(async line => {
    await line.until('head', () => line.ended !== null || HEAD_END.test(line.text()), 60_000)
    await put(line.socket, Buffer.from(OK))
  })
  const idle: Line[] = []
  try {
    const tap = await tapAlone(server.origin)
    for (let count = 0; count < 1000; count += 1) idle.push(dial(tap.port))
    await expect.poll(() => server.lines.length, { timeout: 30_000 }).toBe(1000)
    for (const line of [idle[0], idle[500], idle[999], dial(tap.port)]) {
      const from = performance.now()
      line?.socket.write(get('/'))
      await line?.until('answer', () => line.text() === OK)
      expect(performance.now() - from).toBeLessThan(1000)
    }
    for (const { socket } of idle) socket.destroy()
    await expect.poll(() => server.lines.filter(({ ended }) => ended === null).length).toBeLessThanOrEqual(1)
  } finally {
    for (const { socket } of idle) socket.destroy()
    await server.close()
  }
})

test('Ctrl-C ends it at once, whatever is open, and leaves the port free', async ({ tapAlone }) => {
  const server = await rawOrigin(async line => {
    await line.until('head', () => line.ended !== null || HEAD_END.test(line.text()))
    if (line.text().startsWith('GET /half')) line.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')
  })
  try {
    const tap = await tapAlone(server.origin)
    const lines = ['', get('/half'), get('/never'), 'GET / HTT'].map(text => {
      const line = dial(tap.port)
      line.socket.write(text)
      return line
    })
    await lines[1]?.until('half', () => lines[1]?.text().endsWith('half') === true)
    const from = performance.now()
    await tap.stop()
    expect(performance.now() - from).toBeLessThan(3000)
    for (const line of lines) await line.until('end', ({ ended }) => ended !== null)
    const again = await rawOrigin(() => {}, tap.port)
    await again.close()
  } finally {
    await server.close()
  }
})

test('a port that is taken, or the target’s own, is said to be so', async ({ run }) => {
  const server = await rawOrigin(answering(OK))
  const taken = await rawOrigin(() => {})
  try {
    for (const [port, why] of [
      [taken.port, `Port ${taken.port} is taken`],
      [server.port, `The tap cannot listen on port ${server.port}, which is its target's`],
    ] as const) {
      const child = run('record', '--target', server.origin, '--tap', String(port))
      expect(await child.exit).toBe(1)
      expect(child.stderr).toContain(why)
    }
  } finally {
    await server.close()
    await taken.close()
  }
})
