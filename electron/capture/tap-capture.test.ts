import { randomBytes } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { BodyPart } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { createAnswerReader } from '../analysis/answer-reader.ts'
import { type CorrelationEvent, correlate, newCorrelation } from '../correlate/correlation.ts'
import { FIRST_SOURCE } from '../correlate/state.ts'
import { createBodyStore } from '../exchanges/bodies.ts'
import { play, rawServer } from '../tap/wire.ts'
import { openRecordingTap } from './recording-tap.ts'

const documentOf = (size: number) => {
  const data = { props: { pageProps: { text: 'x'.repeat(size) } }, page: '/product/[id]', gssp: true, buildId: 'b' }
  return `<html><script id="__NEXT_DATA__" type="application/json">${JSON.stringify(data)}</script></html>`
}

it.each([100, 5_000_000])('makes an exchange with props of %d bytes out of bytes on the wire alone', async size => {
  const body = gzipSync(documentOf(size), { level: 1 })
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`
  const server = await rawServer(end => {
    void end
      .until(() => end.received.includes('\r\n\r\n'))
      .then(() => {
        end.socket.write(head)
        end.socket.end(body)
      })
  })
  const clock = { epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) }
  const origin = `http://127.0.0.1:${server.port}`
  const state = newCorrelation({ origin, next: null, mode: null, pid: null }, null, 'SEED', clock, false)
  const reader = createAnswerReader()
  const bodies = new Map<BodyPart, number>()
  const last = new Map<string, Exchange>()
  const tell = (event: CorrelationEvent) => {
    for (const exchange of correlate(state, event)) last.set(exchange.id, exchange)
  }
  const opened = await openRecordingTap({
    target: origin,
    port: null,
    wireOf: request => state.taps.get(FIRST_SOURCE)?.wires.get(request),
    tell,
    reader,
    listener: { body: (_, part, bytes) => void bodies.set(part, bytes.byteLength) },
  })
  if (!opened.ok) throw new Error(opened.problem.message)
  const tap = opened.value
  await play(tap.port, ['GET /product/7 HTTP/1.1\r\nHost: localhost\r\n\r\n', 'FIN'])
  await tap.settled()
  const [exchange] = last.values()
  expect(exchange).toMatchObject({
    source: 'tap',
    state: 'finished',
    kind: 'document',
    request: { page: '/product/[id]', params: { id: '7' } },
    response: { status: 200, bodyBytes: documentOf(size).length, wireBytes: body.length },
    outcome: 'props',
    props: { bytes: size + 11, keys: [{ path: 'text', bytes: size + 2 }] },
    gaps: [],
  })
  expect([...bodies]).toEqual([
    ['response', documentOf(size).length],
    ['props', size + 11],
  ])
  await tap.close()
  await reader.close()
  await server.close()
})

it.each(['identity', 'gzip', 'br'])(
  'keeps and reads a large %s document that is stored while it comes',
  async encoding => {
    // Nothing to compress: what goes over the wire is large too.
    const document = `<html><p>${randomBytes(1_500_000).toString('base64')}</p>${documentOf(1_500_000)}`
    const encode = { identity: Buffer.from, gzip: gzipSync, br: brotliCompressSync }[encoding] ?? Buffer.from
    const body = encode(Buffer.from(document))
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`
    const server = await rawServer(end => {
      void end
        .until(() => end.received.includes('\r\n\r\n'))
        .then(() => {
          end.socket.write(head)
          end.socket.end(body)
        })
    })
    const clock = { epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) }
    const origin = `http://127.0.0.1:${server.port}`
    const state = newCorrelation({ origin, next: null, mode: null, pid: null }, null, 'SEED', clock, false)
    const reader = createAnswerReader()
    const store = await createBodyStore()
    const last = new Map<string, Exchange>()
    const opened = await openRecordingTap({
      target: origin,
      port: null,
      wireOf: request => state.taps.get(FIRST_SOURCE)?.wires.get(request),
      tell(event) {
        for (const exchange of correlate(state, event)) last.set(exchange.id, exchange)
      },
      reader,
      listener: { body: (id, part, bytes) => store.put(id, part, bytes), begin: () => store.begin() },
    })
    if (!opened.ok) throw new Error(opened.problem.message)
    const tap = opened.value
    await play(tap.port, ['GET /product/7 HTTP/1.1\r\nHost: localhost\r\n\r\n', 'FIN'])
    await tap.settled()
    const [exchange] = last.values()
    expect(exchange).toMatchObject({
      state: 'finished',
      response: { bodyBytes: document.length, wireBytes: body.length },
      props: { bytes: 1_500_011 },
      gaps: [],
    })
    const kept = await store.read(exchange?.id ?? '', 'response', 0, 1e9)
    expect(Buffer.from(kept?.bytes ?? []).equals(Buffer.from(document))).toBe(true)
    expect((await store.read(exchange?.id ?? '', 'props', 0, 20))?.total).toBe(1_500_011)
    await tap.close()
    await store.close()
    await reader.close()
    await server.close()
  },
)
