import * as fs from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { FRAME, type StatsEvent } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'
import { type BodyLimits, createBodyBudget } from '../agent/outbox/body-budget.ts'
import { createOutbox } from '../agent/outbox/outbox.ts'
import { openRing } from '../agent/outbox/ring.ts'
import { sendOver } from '../agent/outbox/send.ts'
import { parseBrief } from './events.ts'
import { createFrameReader } from './frames.ts'
import { makeRingFile } from './ring-file.ts'

const folder = fs.mkdtempSync(join(tmpdir(), 'propscope-outbox-'))
const opened: (Server | Socket | { close(): unknown })[] = []
afterEach(() => {
  for (const one of opened.splice(0)) 'destroy' in one ? one.destroy() : one.close()
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const stats = (droppedEvents: number, droppedBytes: number) =>
  ({ kind: 'stats', droppedEvents, droppedBytes }) as unknown as StatsEvent

const rate = (atOnce: number) => ({ atOnce, perSecond: 0 })
const limits = (bodies: number, bytes = 1e9): BodyLimits => ({
  bodies: { ...rate(bodies), atLeast: 0, refusedCosts: 0 },
  bytes: rate(bytes),
})

/** `ringSize`: 0 where there is no ring. */
async function joined(ringSize = 0, most = limits(1e9)) {
  const path = join(folder, String(Math.random()))
  const arrived = new Promise<Socket>(resolve => {
    const server = createServer({ pauseOnConnect: true }, resolve).listen(path)
    opened.push(server)
  })
  await vi.waitFor(() => expect(opened.some(one => 'listening' in one && one.listening)).toBe(true))
  const socket = connect(path)
  const far = await arrived
  opened.push(socket, far)
  const events: { kind: string; [key: string]: unknown }[] = []
  const bodies = new Map<number, Buffer[]>()
  const file = ringSize > 0 ? makeRingFile(ringSize, folder) : null
  const ring = file && openRing(fs, file.options)
  file?.hide()
  const take = (type: number, payload: Buffer) => {
    if (type === FRAME.events) return void events.push(...JSON.parse(payload.toString()))
    if (type === FRAME.brief) return void events.push(...(parseBrief(payload) as unknown as typeof events))
    const request = payload.readUInt32BE(0)
    bodies.set(request, [...(bodies.get(request) ?? []), Buffer.from(payload.subarray(4))])
  }
  const overSocket = createFrameReader(take)
  const overRing = createFrameReader(take)
  let fetched = 0
  // As the pipe does it: looked into for a while after each word.
  const look = () => {
    const bytes = file?.fetch()
    if (!bytes) return
    fetched += bytes.length
    overRing.push(bytes)
  }
  far.on('data', chunk => {
    overSocket.push(chunk)
    look()
    looking ??= setInterval(look, 5)
  })
  let looking: NodeJS.Timeout | null = null
  opened.push({ close: () => looking && clearInterval(looking) })
  const outbox = createOutbox(sendOver(socket, fs), ring, stats, work => work(), createBodyBudget(most))
  const body = (request: number, chunk: string | Uint8Array, encoding: BufferEncoding) =>
    outbox.body(request, chunk, encoding, Buffer.from(chunk as string, encoding).length)
  return { socket, far, events, bodies, outbox, body, fetched: () => fetched }
}
const end = (request: number) =>
  ({
    kind: 'request-end',
    request,
    at: 0,
    aborted: false,
    status: 200,
    head: '',
    firstByteAt: null,
    bodyBytes: 0,
  }) as never

describe.each([
  ['over the socket', 0],
  ['with a ring', 300_000],
])('the outbox %s', (_, ringSize) => {
  it('holds a bound while nobody reads, drops whole tails, counts them, and never blocks', async () => {
    const { far, socket, events, bodies, outbox, body } = await joined(ringSize)
    const chunk = 'x'.repeat(1024 * 1024)
    for (let request = 1; request <= 100; request += 1) {
      body(request, chunk, 'utf8')
      outbox.end(end(request))
      // A server under load gets to its loop between requests.
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(socket.writableLength).toBeLessThan(1024 * 1024)
    far.resume()
    await vi.waitFor(() => expect(events.filter(event => event.kind === 'request-end')).toHaveLength(100), 5000)
    const received = [...bodies.values()].flat().reduce((sum, part) => sum + part.length, 0)
    const dropped = events.reduce((sum, event) => sum + Number(event['bodyDropped'] ?? 0), 0)
    expect(dropped).toBeGreaterThan(50 * chunk.length)
    expect(received + dropped).toBe(100 * chunk.length)
    await vi.waitFor(() =>
      expect(events.findLast(event => event.kind === 'stats')).toMatchObject({
        droppedBytes: dropped,
        droppedEvents: 0,
      }),
    )
  })

  it('lets events go only past their own bound', async () => {
    const { far, events, outbox } = await joined(ringSize)
    for (let count = 0; count < 60_000; count += 1)
      outbox.event({
        kind: 'call-start',
        request: count + 1,
        at: monotonicMs(0),
        page: null,
        params: null,
        locale: null,
      })
    far.resume()
    await vi.waitFor(() => expect(events.filter(event => event.kind === 'call-start')).toHaveLength(50_000), 5000)
    await vi.waitFor(() =>
      expect(events.findLast(event => event.kind === 'stats')).toMatchObject({ droppedEvents: 10_000 }),
    )
  })

  it('keeps every byte of text and binary whatever their size', async () => {
    const { far, bodies, events, outbox, body, fetched } = await joined(ringSize)
    far.resume()
    const text = 'a😀€'.repeat(100_000)
    const binary = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
    body(1, text, 'utf8')
    body(2, binary, 'utf8')
    body(1, 'ff', 'hex')
    outbox.finish(() => outbox.event({ kind: 'never' } as never))
    await vi.waitFor(() => expect(events.some(event => event.kind === 'stats')).toBe(true))
    await vi.waitFor(() => {
      expect(Buffer.concat(bodies.get(1) ?? []).equals(Buffer.concat([Buffer.from(text), Buffer.from([0xff])]))).toBe(
        true,
      )
      expect(Buffer.concat(bodies.get(2) ?? []).equals(binary)).toBe(true)
    })
    expect(fetched() > 0).toBe(ringSize > 0)
  })

  it('spares whole bodies when the budget is spent, says of how many bytes, and none where every one is wanted', async () => {
    const { far, bodies, events, outbox, body } = await joined(ringSize, limits(1))
    far.resume()
    const both = (request: number) => {
      body(request, 'a€', 'utf8')
      body(request, 'b', 'utf8')
      outbox.end(end(request))
    }
    both(1)
    both(2)
    outbox.everyBody(true)
    both(3)
    await vi.waitFor(() =>
      expect(events.filter(event => event.kind === 'request-end')).toMatchObject([
        { request: 1, bodySent: true, bodySpared: 0 },
        { request: 2, bodySent: false, bodySpared: 5, bodyDropped: 0 },
        { request: 3, bodySent: true, bodySpared: 0 },
      ]),
    )
    const text = (request: number) => Buffer.concat(bodies.get(request) ?? []).toString()
    expect([1, 2, 3].map(text)).toEqual(['a€b', '', 'a€b'])
  })

  it('goes on with a body that was begun, however large', async () => {
    const { far, bodies, events, outbox, body } = await joined(ringSize, limits(10, 10))
    far.resume()
    for (let piece = 0; piece < 3; piece += 1) body(1, 'x'.repeat(100), 'utf8')
    body(2, 'x', 'utf8')
    outbox.end(end(1))
    outbox.end(end(2))
    await vi.waitFor(() => expect(events.filter(event => event.kind === 'request-end')).toHaveLength(2))
    expect(Buffer.concat(bodies.get(1) ?? [])).toHaveLength(300)
    expect(events.filter(event => event.kind === 'request-end')).toMatchObject([{ bodySpared: 0 }, { bodySpared: 1 }])
  })

  it('tells the clocks anew before what comes after the machine has slept', async () => {
    const { far, events, outbox } = await joined(ringSize)
    far.resume()
    const kinds = () => events.map(({ kind }) => kind)
    outbox.greet({ kind: 'hello' } as never)
    await vi.waitFor(() => expect(kinds()).toEqual(['hello', 'stats']))
    // The monotonic clock stands still meanwhile.
    const slept = Date.now() + 8 * 3_600_000
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => slept)
    outbox.event({ kind: 'late-use', request: 1, at: monotonicMs(0), member: 'end' })
    outbox.event({ kind: 'late-use', request: 2, at: monotonicMs(0), member: 'end' })
    await vi.waitFor(() => expect(kinds().filter(kind => kind === 'late-use')).toHaveLength(2))
    // Where there is a ring they come twice: in their place, and as the word that has the reader look there.
    expect(kinds().slice(0, 3)).toEqual(['hello', 'stats', 'stats'])
    expect(kinds()[kinds().indexOf('late-use') - 1]).toBe('stats')
    clock.mockRestore()
  })
})
