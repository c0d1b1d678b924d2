import type { Socket } from 'node:net'
import {
  type AgentEvent,
  FRAME,
  type RequestEndEvent,
  type RequestNumber,
  type StatsEvent,
} from '../../shared/raw-events.ts'

/**
 * What waits to be sent to one client: events and pieces of bodies in order, held by reference and bounded. Where the reader is slow, new
 * pieces and then new events are let go and counted; the server never waits.
 */
export interface Outbox {
  event(event: Exclude<AgentEvent, StatsEvent | RequestEndEvent>): void
  /** The end of a request, completed with what was let go of its body. */
  end(event: Omit<RequestEndEvent, 'bodySent' | 'bodyDropped'>): void
  body(request: RequestNumber, chunk: string | Uint8Array, encoding: BufferEncoding): void
  /** Sends what is waiting, then calls `done`; nothing new is taken. */
  finish(done: () => void): void
  close(): void
}

type Piece =
  | { readonly event: object }
  | { readonly request: RequestNumber; chunk: string | Uint8Array; readonly encoding: BufferEncoding; at: number }

const EVENTS_AT_MOST = 50_000
/** A piece is taken while less than this waits; so one very large answer passes, and a stalled reader costs a bound. */
const BODY_BYTES_AT_MOST = 8 * 1024 * 1024
/** Handed to the socket in slices that cost the server's thread well under a millisecond each. */
const SLICE = 128 * 1024
const TURN_BYTES = 512 * 1024
const SOCKET_BACKLOG = 1024 * 1024
const BATCH_MS = 5
const STATS_MS = 100

export function createOutbox(
  socket: Socket,
  stats: (droppedEvents: number, droppedBytes: number) => StatsEvent,
  guard: (work: () => void) => void,
): Outbox {
  const queue: Piece[] = []
  let head = 0
  let waitingBytes = 0
  let droppedEvents = 0
  let droppedBytes = 0
  let statsAt = 0
  let timer: NodeJS.Timeout | null = null
  let turn: NodeJS.Immediate | null = null
  let draining = false
  let closed = false
  let finished: (() => void) | null = null
  const sentBodies = new Set<RequestNumber>()
  const cutBodies = new Map<RequestNumber, number>()

  const later = () => {
    if (timer || turn || draining || closed) return
    timer = setTimeout(() => {
      timer = null
      guard(flush)
    }, BATCH_MS)
    timer.unref()
  }
  const soon = () => {
    if (turn || draining || closed) return
    turn = setImmediate(() => {
      turn = null
      guard(flush)
    })
    turn.unref()
  }
  socket.on('drain', () => {
    draining = false
    guard(flush)
  })

  function frame(type: number, request: RequestNumber | null, payload: Uint8Array): void {
    const extra = request === null ? 0 : 4
    const header = Buffer.allocUnsafe(5 + extra)
    header.writeUInt32BE(1 + extra + payload.byteLength, 0)
    header.writeUInt8(type, 4)
    if (request !== null) header.writeUInt32BE(request, 5)
    socket.write(header)
    socket.write(payload)
  }

  function flush(): void {
    if (closed) return
    let budget = TURN_BYTES
    let events: object[] = []
    const sendEvents = () => {
      if (events.length === 0) return
      const payload = Buffer.from(JSON.stringify(events))
      events = []
      budget -= payload.byteLength
      frame(FRAME.events, null, payload)
    }
    socket.cork()
    while (head < queue.length && budget > 0 && socket.writableLength < SOCKET_BACKLOG) {
      const piece = queue[head] as Piece
      if ('event' in piece) {
        events.push(piece.event)
        head += 1
        if (events.length >= 200) sendEvents()
        continue
      }
      sendEvents()
      const [bytes, next] = slice(piece)
      frame(FRAME.body, piece.request, bytes)
      budget -= bytes.byteLength
      piece.at = next
      if (next >= piece.chunk.length) {
        waitingBytes -= piece.chunk.length
        head += 1
      }
    }
    sendEvents()
    const now = performance.now()
    if (now - statsAt >= STATS_MS) {
      statsAt = now
      frame(FRAME.events, null, Buffer.from(JSON.stringify([stats(droppedEvents, droppedBytes)])))
    } else if (!timer) {
      // The last batch of a burst still owes its counters.
      timer = setTimeout(() => {
        timer = null
        guard(flush)
      }, STATS_MS)
      timer.unref()
    }
    socket.uncork()
    if (head > 4096 && head * 2 > queue.length) {
      queue.splice(0, head)
      head = 0
    }
    if (head >= queue.length) {
      queue.length = 0
      head = 0
      finished?.()
    } else if (socket.writableNeedDrain) {
      draining = true
    } else {
      soon()
    }
  }

  function push(event: object): void {
    if (closed || finished) return
    if (queue.length - head >= EVENTS_AT_MOST) {
      droppedEvents += 1
      return
    }
    queue.push({ event })
    later()
  }

  return {
    event: push,
    end(event) {
      const bodyDropped = cutBodies.get(event.request) ?? 0
      const bodySent = sentBodies.delete(event.request)
      cutBodies.delete(event.request)
      push({ ...event, bodySent, bodyDropped })
    },
    body(request, chunk, encoding) {
      if (closed || finished || chunk.length === 0) return
      const cut = cutBodies.get(request)
      if (cut !== undefined || waitingBytes >= BODY_BYTES_AT_MOST || queue.length - head >= EVENTS_AT_MOST) {
        const size = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength
        cutBodies.set(request, (cut ?? 0) + size)
        droppedBytes += size
        return
      }
      sentBodies.add(request)
      waitingBytes += chunk.length
      queue.push({ request, chunk, encoding, at: 0 })
      later()
    },
    finish(done) {
      finished = done
      soon()
    },
    close() {
      closed = true
      if (timer) clearTimeout(timer)
      if (turn) clearImmediate(turn)
      timer = null
      turn = null
      queue.length = 0
    },
  }
}

/** The next bytes of a piece, and where the piece goes on; a string is never cut inside a surrogate pair. */
function slice(piece: { chunk: string | Uint8Array; encoding: BufferEncoding; at: number }): [Uint8Array, number] {
  const { chunk, at } = piece
  let end = Math.min(chunk.length, at + SLICE)
  if (typeof chunk !== 'string') return [chunk.subarray(at, end), end]
  const last = chunk.charCodeAt(end - 1)
  if (end < chunk.length && last >= 0xd800 && last <= 0xdbff) end -= 1
  return [Buffer.from(chunk.slice(at, end), piece.encoding), end]
}
