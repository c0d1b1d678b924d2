import { describe, expect, it } from 'vitest'
import type { TapEvent } from '../../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../../shared/units.ts'
import { type Batch, readEvents, readPlaces } from './batch.ts'
import { createBlockReader, newSharedBlocks, type Stretch } from './blocks.ts'
import { BUDGET } from './budget.ts'
import { createRecorder } from './recorder.ts'

const at = monotonicMs
const start = (request: number): TapEvent => ({
  kind: 'tap-request-start',
  request,
  at: at(request + 0.25),
  connection: 7,
  localPort: request % 2 ? 50_000 : null,
  clientPort: null,
  ordinal: 0,
  encrypted: request % 2 === 0,
  head: `GET /${request} HTTP/1.1\r\nX-É: ÿ`,
  method: request % 2 ? 'GET' : null,
  url: `/${request}`,
})
const end = (request: number): TapEvent => ({
  kind: 'tap-end',
  request,
  at: at(99),
  sent: { head: 1, body: 2, framed: 3, trailers: null, dropped: 4 },
  received: request % 2 ? { head: 5, body: 6, framed: 7, trailers: 'X-T: 1', dropped: 8 } : null,
  firstByteAt: request % 2 ? at(50) : null,
  sentAt: null,
  abortedBy: request % 3 === 0 ? 'client' : request % 3 === 1 ? 'server' : null,
  answeredBy: request % 2 ? 'server' : 'tap',
  upgraded: request % 2 === 1,
})

/** A recorder over blocks of 64 bytes, and what the other side hears of it. */
function newRecorder({ blocks = 4, behind = 1e6, limits = BUDGET } = {}) {
  const shared = newSharedBlocks(64, blocks)
  const reader = createBlockReader(shared)
  const events: TapEvent[] = []
  const stretches: [number, Stretch][] = []
  const filled: number[] = []
  let count = 0
  const hear = (batch: Batch) => {
    count += batch.events
    const next = readEvents(batch, 0)
    for (let event = next(); event; event = next()) events.push(event)
    count += readPlaces(batch, {
      stretch: (request, stretch) => stretches.push([request, stretch]),
      filled: block => filled.push(block),
    })
  }
  const recorder = createRecorder(shared, hear, limits, behind)
  const bytesOf = (request: number) =>
    Buffer.concat(stretches.filter(([of]) => of === request).map(([, stretch]) => reader.bytes(stretch))).toString()
  return { recorder, reader, events, filled, bytesOf, count: () => count }
}

describe('Recorder', () => {
  it('hands over every event as it was, in order', () => {
    const told: TapEvent[] = [
      { kind: 'tap-clock', clock: { epochMs: epochMs(1e12 + 0.5), monotonicMs: at(3) } },
      ...[1, 2, 3].flatMap((request): TapEvent[] => [
        start(request),
        { kind: 'tap-response-head', request, at: at(4), status: 200, head: 'HTTP/1.1 200 OK' },
        { kind: 'tap-not-understood', request, connection: 1, at: at(5), from: 'server', reason: 'Why.' },
        end(request),
      ]),
      { kind: 'tap-not-understood', request: null, connection: 2, at: at(6), from: 'client', reason: '' },
    ]
    const { recorder, events } = newRecorder()
    for (const event of told) recorder.event(event)
    recorder.flush()
    expect(events).toEqual(told)
  })

  it('hands over more than fits into one batch', () => {
    const { recorder, events } = newRecorder()
    for (let request = 1; request <= 5000; request += 1) recorder.event(start(request))
    recorder.flush()
    expect(events).toHaveLength(5000)
    expect(events[4999]).toEqual(start(5000))
  })

  it('keeps bodies across blocks, and lets go those for which nobody made room, counting them', () => {
    const { recorder, reader, filled, bytesOf } = newRecorder({ blocks: 2 })
    for (const request of [1, 2]) recorder.event(start(request))
    expect(recorder.body(1, 'response', Buffer.from('a'.repeat(50)))).toBe(true)
    expect(recorder.body(2, 'response', Buffer.from('b'.repeat(50)))).toBe(true)
    expect(recorder.body(1, 'response', Buffer.from('c'.repeat(50)))).toBe(false)
    reader.giveBack(0)
    // What would fit again is let go too: there is a hole before it.
    expect(recorder.body(1, 'response', Buffer.from('d'))).toBe(false)
    expect(recorder.body(2, 'response', Buffer.from('e'.repeat(50)))).toBe(true)
    recorder.flush()
    expect([bytesOf(1).slice(36), bytesOf(2).slice(14)]).toEqual(['a'.repeat(14), 'b'.repeat(36) + 'e'.repeat(50)])
    expect(filled).toEqual([0, 1])
    expect(recorder.droppedBytes).toBe(51)
  })

  it('keeps nothing of answers that begin when little room is left, so that those before them are kept whole', () => {
    const { recorder, bytesOf } = newRecorder({ blocks: 4 })
    const begin = (request: number) => {
      recorder.event(start(request))
      recorder.event({ kind: 'tap-response-head', request, at: at(4), status: 200, head: 'HTTP/1.1 200 OK' })
    }
    const piece = (letter: string) => Buffer.from(letter.repeat(64))
    begin(1)
    for (const letter of ['a', 'b', 'c']) expect(recorder.body(1, 'response', piece(letter))).toBe(true)
    expect(recorder.body(1, 'response', Buffer.from('d'))).toBe(true)
    begin(2)
    expect(recorder.body(2, 'response', Buffer.from('x'))).toBe(false)
    expect(recorder.body(1, 'response', Buffer.from('e'))).toBe(true)
    recorder.flush()
    expect(bytesOf(1)).toBe(`${'a'.repeat(64)}${'b'.repeat(64)}${'c'.repeat(64)}de`)
    expect(recorder.droppedBytes).toBe(1)
  })

  it('keeps nothing of an answer that the budget has no room for, tells all else of it and counts its bytes', () => {
    const { recorder, events, bytesOf } = newRecorder({ limits: { atOnce: 9000, perSecond: 0 } })
    const answer = (request: number): TapEvent => ({
      kind: 'tap-response-head',
      request,
      at: at(4),
      status: 200,
      head: 'HTTP/1.1 200 OK\r\nContent-Type: text/html',
    })
    for (const request of [1, 2, 3]) {
      recorder.event(start(request))
      recorder.event(answer(request))
      recorder.body(request, 'response', Buffer.from(`body ${request}`))
      recorder.event(end(request))
    }
    recorder.flush()
    expect([1, 2, 3].map(bytesOf)).toEqual(['body 1', 'body 2', ''])
    expect(events).toHaveLength(9)
    expect(recorder.droppedBytes).toBe(6)
  })

  it('tells nothing of requests that begin while too much waits, counts them, and goes on when it does not', () => {
    const { recorder, reader, events, count } = newRecorder({ behind: 10 })
    for (let request = 1; request <= 20; request += 1) {
      recorder.event(start(request))
      recorder.body(request, 'response', Buffer.from('x'))
      recorder.event(end(request))
      recorder.flush()
    }
    expect(events.map(event => 'request' in event && event.request)).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
    expect([recorder.requests, recorder.droppedRequests]).toEqual([20, 16])
    reader.taken(count())
    recorder.event(start(21))
    recorder.flush()
    expect(events.at(-1)).toEqual(start(21))
  })

  it('tells nothing of requests that begin while it is paused, and the rest of those before', () => {
    const { recorder, reader, events } = newRecorder()
    recorder.event(start(1))
    reader.pause(true)
    recorder.event(start(2))
    recorder.event(end(1))
    recorder.event(end(2))
    reader.pause(false)
    recorder.event(start(3))
    recorder.flush()
    expect(events).toEqual([start(1), end(1), start(3)])
    expect(recorder.droppedRequests).toBe(0)
  })
})
