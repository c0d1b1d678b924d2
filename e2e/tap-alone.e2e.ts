import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { Exchange } from '../shared/exchange.ts'
import { buildOf, byMark, markOf, sendMarked } from './harness/marked.ts'
import { DOCUMENT_END, documentStart, ENCODERS, nextDocument, ownOrigin } from './harness/next-like.ts'
import type { RawExchange } from './harness/raw-client.ts'
import { play } from './harness/script.ts'
import { wireFaults } from './harness/tap-truth.ts'
import { expect, test } from './harness/tapped.ts'
import { type Expectation, sentCache } from './targets/cases/expectation.ts'
import { expectations } from './targets/cases/expectations.ts'

/** `propscope record --target URL --tap PORT`: what the wire alone says, with no attach. */
const CASES = { name: 'next16', mode: 'start', bundler: 'webpack' } as const

test('documents and data of a server that is not attached: page, props and sizes, and nothing that is only guessed', async ({
  target,
  tapAlone,
}) => {
  const { origin } = await target(CASES)
  const tap = await tapAlone(origin, '--props')
  const build = await buildOf(origin)
  const sent: { mark: string; expectation: Expectation; seen: RawExchange }[] = []
  for (const [index, expectation] of expectations.entries()) {
    const { method, path, headers, body } = expectation.request
    const zip = index % 2 === 0 ? [] : ([['Accept-Encoding', 'gzip']] as const)
    const asked = { method, headers: [...Object.entries(headers), ...zip], body }
    const mark = `case-${index}`
    sent.push({ mark, expectation, seen: await sendMarked(tap.origin, path.replace('{build}', build), mark, asked) })
  }
  const wanted = sent.filter(({ expectation }) => expectation.start.sent)
  await tap
    .untilExchanges(wanted.length, exchange => wanted.some(({ mark }) => mark === markOf(exchange)))
    .catch(() => [])
  const found = byMark(await tap.stop())
  for (const { mark, expectation, seen } of sent) {
    const title = `${mark}: ${seen.method} ${seen.url}`
    const lines = found.get(mark) ?? []
    if (expectation.start.sent) expect.soft(lines.length, `${title}: lines`).toBe(1)
    expect.soft(lines.length, `${title}: lines`).toBeLessThanOrEqual(1)
    const [exchange] = lines
    if (!exchange) continue
    expect.soft(wireView(exchange), title).toEqual(wireTruth(expectation, seen, origin, exchange))
    expect.soft(wireFaults(exchange), title).toEqual([])
  }
})

/** `said` is what the exchange says where it may also say nothing. */
function wireTruth(expectation: Expectation, seen: RawExchange, origin: string, said: Exchange) {
  const { start, call, props, page, kind } = expectation
  const isSent = start.sent && props !== null
  return {
    source: 'tap',
    server: [origin, null],
    state: 'finished',
    aborted: false,
    gaps: [],
    kind,
    call: null,
    request: [seen.method, seen.url, seen.requestHeaders],
    // Only the document of the page itself names it; what else is said of it must not be wrong.
    page: said.request.page === null && !(kind === 'document' && isSent) ? null : page,
    response: [start.status, seen.headers, seen.body.byteLength, seen.wireBody.byteLength],
    props: isSent && call !== null ? JSON.parse(props) : null,
    outcome: said.outcome === 'none' && !isSent ? 'none' : start.outcome,
    sent: sentCache(start.cache, CASES.name, 'start'),
  }
}

function wireView({
  source,
  server,
  state,
  aborted,
  gaps,
  kind,
  call,
  request,
  response,
  props,
  outcome,
  cache,
}: Exchange) {
  return {
    source,
    server: [server.origin, server.pid],
    state,
    aborted,
    gaps,
    kind,
    call,
    request: [request.method, request.url, request.headers],
    page: request.page,
    response: response && [response.status, response.headers, response.bodyBytes, response.wireBytes],
    props: props?.value ?? null,
    outcome,
    sent: cache.sent,
  }
}

const PROPS = { text: 'é <b> & </script>', list: Array.from({ length: 3000 }, (_, n) => ({ n, name: `row ${n}` })) }
const HTML = Buffer.from(nextDocument('/coded/[way]', PROPS))
const DATA = Buffer.from(JSON.stringify({ pageProps: PROPS, __N_SSP: true }))

test('answers in every content encoding: forwarded as they are, their props and sizes read', async ({ tapAlone }) => {
  const server = await ownOrigin((request, response) => {
    const [, , way = ''] = new URL(request.url ?? '', 'http://x').pathname.split('/')
    const coded = way.split('+').reduce<Buffer>((bytes, coding) => ENCODERS[coding]?.(bytes) ?? bytes, HTML)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (way !== 'identity') response.setHeader('Content-Encoding', way.replaceAll('+', ', '))
    response.sendDate = false
    // In chunks that end anywhere.
    if (request.url?.endsWith('chunked'))
      for (let at = 0; at < coded.length; at += 1237) response.write(coded.subarray(at, at + 1237))
    else response.setHeader('Content-Length', coded.length)
    response.end(request.url?.endsWith('chunked') ? undefined : coded)
  })
  try {
    const tap = await tapAlone(server.origin, '--props')
    const ways = ['identity', 'gzip', 'br', 'deflate', 'zstd', 'gzip+br']
    const urls = ways.flatMap(way => [`/coded/${way}`, `/coded/${way}?as=chunked`])
    for (const url of urls) {
      const text = `GET ${url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
      const direct = await play(server.port, [text])
      expect((await play(tap.port, [text])).bytes.equals(direct.bytes), url).toBe(true)
    }
    await tap.untilExchanges(urls.length)
    const found = new Map((await tap.stop()).map(exchange => [exchange.request.url, exchange]))
    for (const url of urls) {
      const way = url.replace(/^\/coded\/|\?.*/g, '')
      const coded = way.split('+').reduce<Buffer>((bytes, coding) => ENCODERS[coding]?.(bytes) ?? bytes, HTML)
      expect.soft(found.get(url), url).toMatchObject({
        gaps: [],
        outcome: 'props',
        request: { page: '/coded/[way]', params: { way } },
        response: { bodyBytes: HTML.length, wireBytes: coded.length },
        props: { bytes: Buffer.byteLength(JSON.stringify(PROPS)), value: PROPS },
        wire: { encoding: way === 'identity' ? null : way.replaceAll('+', ', ') },
      })
    }
  } finally {
    await server.close()
  }
})

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)
const flipped = (bytes: Buffer) => {
  const copy = Buffer.from(bytes)
  for (let at = copy.length >> 1; at < (copy.length >> 1) + 64; at += 1) copy[at] = 255 - (copy[at] ?? 0)
  return copy
}
/** Each names the body, the length that is said of it (null: in chunks), and what its exchange must say. */
const BROKEN: Readonly<Record<string, { coding: string; body: Buffer; length: number | null; gap: RegExp }>> = {
  'cut within its length': {
    coding: 'gzip',
    body: half(zip('gzip')),
    length: zip('gzip').length,
    gap: /went away|cut|decoded/,
  },
  'cut and said to be whole': {
    coding: 'gzip',
    body: half(zip('gzip')),
    length: half(zip('gzip')).length,
    gap: /decoded/,
  },
  'gzip that is corrupt': { coding: 'gzip', body: flipped(zip('gzip')), length: zip('gzip').length, gap: /decoded/ },
  'br that is corrupt': { coding: 'br', body: flipped(zip('br')), length: null, gap: /decoded/ },
  'deflate that is corrupt': { coding: 'deflate', body: flipped(zip('deflate')), length: null, gap: /decoded/ },
  'said to be br, and plain': { coding: 'br', body: HTML, length: null, gap: /decoded/ },
  'said to be gzip, and plain': { coding: 'gzip', body: HTML, length: HTML.length, gap: /decoded/ },
  'a coding that nobody knows': {
    coding: 'x-odd',
    body: Buffer.from(HTML.map(byte => byte ^ 0x55)),
    length: HTML.length,
    gap: /x-odd/,
  },
}
function zip(coding: string): Buffer {
  return ENCODERS[coding]?.(HTML) ?? HTML
}

test('answers whose compressed body is cut or corrupt: forwarded as they are, and said to be unreadable', async ({
  tapAlone,
}) => {
  const names = Object.keys(BROKEN)
  const server = await ownOrigin((request, response) => {
    const broken = BROKEN[names[Number(request.url?.split('/').at(-1))] ?? '']
    response.sendDate = false
    response.setHeader('Content-Type', 'text/html')
    if (!broken) return response.end(HTML)
    response.setHeader('Content-Encoding', broken.coding)
    if (broken.length !== null) response.setHeader('Content-Length', broken.length)
    // Less than was said: Node keeps the connection, so it is ended by hand.
    response.write(broken.body, () => {
      if ((broken.length ?? 0) > broken.body.length) response.socket?.end()
      else response.end()
    })
  })
  try {
    const tap = await tapAlone(server.origin, '--props')
    for (const index of names.keys()) {
      const text = `GET /coded/${index} HTTP/1.1\r\nHost: localhost\r\nx-case: ${index}\r\nConnection: close\r\n\r\n`
      const direct = await play(server.port, [text])
      const tapped = await play(tap.port, [text])
      expect(tapped.bytes.equals(direct.bytes), names[index]).toBe(true)
      expect(tapped.ended, names[index]).toBe(direct.ended)
    }
    await sendMarked(tap.origin, '/coded/whole', 'whole')
    await tap.untilExchanges(names.length + 1)
    const found = byMark(await tap.stop())
    for (const [index, name] of names.entries()) {
      const broken = BROKEN[name]
      const lines = found.get(String(index)) ?? []
      expect.soft(lines.length, name).toBe(1)
      expect.soft(lines[0]?.gaps.join(' '), name).toMatch(broken?.gap ?? /never/)
      expect.soft(lines[0], name).toMatchObject({
        source: 'tap',
        state: 'finished',
        response: { status: 200, wireBytes: broken?.body.length },
        props: null,
      })
    }
    expect(found.get('whole')).toMatchObject([{ gaps: [], outcome: 'props', props: { value: PROPS } }])
  } finally {
    await server.close()
  }
})

test('data answers say what they hold, and a stale tab what it asked for', async ({ tapAlone }) => {
  const server = await ownOrigin((_, response) => {
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    response.setHeader('Content-Encoding', 'gzip')
    response.end(ENCODERS['gzip']?.(DATA))
  })
  try {
    const tap = await tapAlone(server.origin, '--props')
    await sendMarked(tap.origin, '/_next/data/b/coded/gzip.json?way=gzip', 'data', {
      headers: [['x-nextjs-data', '1']],
    })
    const [exchange] = await tap.untilExchanges(1)
    expect(exchange).toMatchObject({
      kind: 'data',
      source: 'tap',
      outcome: 'props',
      request: { buildId: 'b' },
      response: { bodyBytes: DATA.length, wireBytes: ENCODERS['gzip']?.(DATA).length },
      props: { value: PROPS },
    })
  } finally {
    await server.close()
  }
})

const MB = 1024 * 1024
/** VmHWM: the most memory that the process has had at once. */
const peakOf = (pid: number) =>
  (Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / MB

/** What 100 MB are more than 32, at 16 MB a second, and some. */
const BUDGET_BACK_MS = 6000

test('a document of 100 MB: forwarded as it is, its props read, the memory bounded', async ({ tapAlone }) => {
  test.slow()
  const rows = 100_000
  const row = (n: number) => `{"n":${100_000 + n},"text":"${'x'.repeat(980)}"}`
  const server = await ownOrigin((_, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.write(`${documentStart('/huge')}{"rows":[`)
    let at = 0
    const more = (): void => {
      while (at < rows) {
        const piece = Array.from({ length: 100 }, (_, n) => row(at + n)).join(',')
        at += 100
        if (!response.write(at < rows ? `${piece},` : piece)) return void response.once('drain', more)
      }
      response.end(`]}${DOCUMENT_END}`)
    }
    more()
  })
  try {
    const tap = await tapAlone(server.origin)
    const before = process.platform === 'linux' ? peakOf(tap.child.pid) : 0
    const direct = await digest(server.origin, '/huge')
    const bytes = rows * row(0).length + rows - 1 + '{"rows":[]}'.length
    // Forwarding waits for no disk: where that is busy with other things, some of it is not kept, and is said to be so.
    for (let tries = 1; ; tries += 1) {
      expect(await digest(tap.origin, '/huge')).toEqual(direct)
      const exchange = (await tap.untilExchanges(tries))[tries - 1]
      if (tries < 3 && /^\d+ bytes of the answer were forwarded but not kept/.test(exchange?.gaps[0] ?? '')) {
        // What may be kept of so much at once comes back with the clock (electron/tap/thread/budget.ts), and with nothing else.
        await new Promise(resolve => setTimeout(resolve, BUDGET_BACK_MS))
        continue
      }
      expect(exchange).toMatchObject({
        gaps: [],
        outcome: 'props',
        response: { bodyBytes: direct.bytes },
        props: { bytes, keys: [{ path: 'rows', bytes: bytes - '{"rows":}'.length }] },
      })
      break
    }
    if (process.platform !== 'linux') return
    const after = peakOf(tap.child.pid)
    console.log(
      `100 MB through the tap: the recorder's memory rose from ${before.toFixed(0)} to ${after.toFixed(0)} MB`,
    )
    expect(after).toBeLessThan(before + 600)
  } finally {
    await server.close()
  }
})

function digest(origin: string, path: string): Promise<{ bytes: number; sha1: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const request = httpRequest({ hostname, port, path, agent: false }, response => {
      const hash = createHash('sha1')
      let bytes = 0
      response.on('data', (part: Buffer) => {
        bytes += part.length
        hash.update(part)
      })
      response.on('error', reject)
      response.on('end', () => resolve({ bytes, sha1: hash.digest('hex') }))
    })
    request.on('error', reject)
    request.end()
  })
}
