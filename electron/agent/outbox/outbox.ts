import { createBriefWriter } from '../../../shared/brief/write.ts'
import {
  type AgentEvent,
  FRAME,
  type HelloEvent,
  type RequestEndEvent,
  type RequestNumber,
  type StatsEvent,
} from '../../../shared/raw-events.ts'
import type { BodyBudget } from './body-budget.ts'
import { createFrameWriter, type FrameWriter } from './frame-writer.ts'
import type { Ring } from './ring.ts'
import type { Send } from './send.ts'

/**
 * What waits to be sent to one client: events and pieces of bodies in order, held by reference and bounded. Where the reader is slow, new
 * pieces and then new events are let go and counted; the server never waits.
 */
export interface Outbox {
  /** The first word. */
  greet(hello: HelloEvent): void
  event(event: Exclude<AgentEvent, HelloEvent | StatsEvent | RequestEndEvent>): void
  /** The end of a request, completed with what was let go of its body. */
  end(event: Omit<RequestEndEvent, 'bodySent' | 'bodyDropped' | 'bodySpared'>): void
  /** The next piece of an answer's body. `bytes`: its size in that encoding. */
  body(request: RequestNumber, chunk: string | Uint8Array, encoding: BufferEncoding, bytes: number): void
  /** Whether bodies are handed over whatever that costs the server. */
  everyBody(every: boolean): void
  /** Sends what is waiting, then calls `done`; nothing new is taken. */
  finish(done: () => void): void
  close(): void
}

interface BodyPiece {
  readonly kind: 'body'
  readonly request: RequestNumber
  readonly chunk: string | Uint8Array
  readonly encoding: BufferEncoding
  at: number
}
type Piece = AgentEvent | BodyPiece

const PIECES_AT_MOST = 50_000
/** A piece is taken while less than this waits; so one very large answer passes, and a stalled reader costs a bound. */
const WAITING_AT_MOST = 8 * 1024 * 1024
/** So much is handed over at once: well under a millisecond. */
const TURN_BYTES = 128 * 1024
/** Pieces below this wait for company. */
const SMALL = 4096
/** Each hand-over over the socket wakes the reader, which costs a busy server more than what is handed over. */
const BATCH_MS = 20
/** After a silence of so long nothing waits for company. */
const SILENCE_MS = 50
const BATCH_EVENTS = 50
const STATS_MS = 100
/** Where the wall clock is off by more than this from what the last reading says, the machine has slept, or somebody has set its clock. */
const CLOCK_OFF_MS = 20
/** Where there is a ring, the reader looks into it for a second after each word on the socket; the counters are that word. */
const STATS_MS_RING = 250
const WORDS_SIZE = 16 * 1024

export function createOutbox(
  send: Send,
  ring: Ring | null,
  stats: (droppedEvents: number, droppedBytes: number) => StatsEvent,
  guard: (work: () => void) => void,
  budget: BodyBudget,
  waitingAtMost = WAITING_AT_MOST,
): Outbox {
  const queue: Piece[] = []
  const brief = createBriefWriter()
  const writer = createFrameWriter(ring ? ring.send : send)
  /** What goes over the socket in any case. */
  const words = ring ? createFrameWriter(send, WORDS_SIZE) : writer
  const statsMs = ring ? STATS_MS_RING : STATS_MS
  const sentBodies = new Set<RequestNumber>()
  /** How many bytes were let go of those of which some were, since the reader was behind. */
  const cutBodies = new Map<RequestNumber, number>()
  /** And of those that are not handed over at all, since the budget is spent. */
  const sparedBodies = new Map<RequestNumber, number>()
  let every = false
  let head = 0
  let waiting = 0
  /** Of what waits, one very large piece, which must not crowd out the answers after it. */
  let largest = 0
  let droppedEvents = 0
  let droppedBytes = 0
  let statsAt = 0
  let statsEpoch = 0
  let flushedAt = 0
  let batchTimer: NodeJS.Timeout | null = null
  let statsTimer: NodeJS.Timeout | null = null
  let batchDue = false
  let statsDue = false
  let turn: NodeJS.Immediate | null = null
  let closed = false
  let finished: (() => void) | null = null

  /** A little waits for more of it; each timer is made once, since a server with async hooks pays for every new one. */
  const later = () => {
    if (batchDue || turn || closed) return
    if (performance.now() - flushedAt > SILENCE_MS) return soon()
    batchDue = true
    if (batchTimer) return void batchTimer.refresh()
    batchTimer = setTimeout(() => {
      batchDue = false
      guard(flush)
    }, BATCH_MS)
    batchTimer.unref()
  }
  const soon = () => {
    if (turn || closed) return
    // Not unref'd: a loop with nothing else to do would sleep until a timer or a request, and pass on 128 kB at each waking. It ends with the queue.
    turn = setImmediate(() => {
      turn = null
      guard(flush)
    })
  }

  function flush(): void {
    if (closed) return
    flushedAt = performance.now()
    const full = !words.flush() || !writer.flush()
    // Before the events that are told by it, and so where they are.
    if (!full && isClockOff()) {
      writeStats(writer)
      // And the word for the reader, who looks no more, where there is a ring.
      if (ring) writeStats(words)
    }
    let behind = full || !write()
    // First into the ring, and only then the word that has the reader look there.
    if (ring) behind = !writer.flush() || behind
    sendStats()
    if (!words.flush() || behind) {
      // The reader is behind: it is tried again with the next that there is to tell, and in a moment.
      return later()
    }
    if (head < queue.length) return soon()
    finished?.()
  }

  /** Writes what waits into the ring and the frames, about a turn's worth; false where there was no room. */
  function write(): boolean {
    let budget = TURN_BYTES
    while (head < queue.length && budget > 0) {
      const written = sendNext(queue[head] as Piece)
      if (written === null) return false
      budget -= written
    }
    if (head === queue.length) {
      queue.length = 0
      head = 0
    } else if (head > 4096 && head * 2 > queue.length) {
      queue.splice(0, head)
      head = 0
    }
    return true
  }

  /** Writes the next piece, or the events up to the next one, and takes it off the queue; null while the reader is behind. */
  function sendNext(piece: Piece): number | null {
    if (piece.kind !== 'body') {
      const until = Math.min(queue.length, head + BATCH_EVENTS)
      let index = head
      for (; index < until; index += 1) {
        const next = queue[index] as Piece
        if (next.kind === 'body') break
        brief.event(next)
      }
      const written = writer.brief(brief.take())
      if (written !== null) head = index
      return written
    }
    const from = piece.at
    const next = writer.piece(piece.request, piece.chunk, piece.encoding, from)
    if (next === null) return null
    piece.at = next
    if (next >= piece.chunk.length) {
      waiting -= piece.chunk.length
      if (piece.chunk.length === largest) largest = 0
      head += 1
    }
    return next - from
  }

  function writeStats(to: FrameWriter): void {
    statsAt = performance.now()
    statsEpoch = Date.now()
    to.text(FRAME.events, JSON.stringify([stats(droppedEvents, droppedBytes)]))
  }
  const isClockOff = () =>
    statsAt > 0 && Math.abs(Date.now() - statsEpoch - (performance.now() - statsAt)) > CLOCK_OFF_MS

  function sendStats(): void {
    if (performance.now() - statsAt >= statsMs || finished) writeStats(words)
    else if (!statsDue) {
      // The last batch of a burst still owes its counters.
      statsDue = true
      if (statsTimer) return void statsTimer.refresh()
      statsTimer = setTimeout(() => {
        statsDue = false
        guard(flush)
      }, statsMs)
      statsTimer.unref()
    }
  }

  function push(event: AgentEvent): void {
    if (closed || finished) return
    if (queue.length - head >= PIECES_AT_MOST) {
      droppedEvents += 1
      return
    }
    queue.push(event)
    later()
  }

  return {
    greet(hello) {
      words.text(FRAME.events, JSON.stringify([hello]))
      later()
    },
    event: push,
    end(event) {
      const bodyDropped = cutBodies.get(event.request) ?? 0
      const bodySpared = sparedBodies.get(event.request) ?? 0
      const bodySent = sentBodies.delete(event.request)
      cutBodies.delete(event.request)
      sparedBodies.delete(event.request)
      // Written out, as all that is made for each request: in Node 20 what is spread and then added to has a shape of its own each time, and is slow for whoever reads it, JSON.stringify above all.
      push({
        kind: event.kind,
        request: event.request,
        at: event.at,
        aborted: event.aborted,
        status: event.status,
        head: event.head,
        firstByteAt: event.firstByteAt,
        bodyBytes: event.bodyBytes,
        bodySent,
        bodyDropped,
        bodySpared,
      } satisfies RequestEndEvent)
    },
    everyBody(yes) {
      every = yes
    },
    body(request, chunk, encoding, bytes) {
      if (closed || finished || chunk.length === 0) return
      const cut = cutBodies.get(request)
      if (cut === undefined && !sentBodies.has(request)) {
        // Decided with its first piece: so it is there whole, or not at all.
        const spared = sparedBodies.get(request)
        if (spared !== undefined || (!every && !budget.begins())) {
          sparedBodies.set(request, (spared ?? 0) + bytes)
          return
        }
      }
      if (cut !== undefined || waiting - largest >= waitingAtMost || queue.length - head >= PIECES_AT_MOST) {
        cutBodies.set(request, (cut ?? 0) + bytes)
        droppedBytes += bytes
        return
      }
      budget.spends(bytes)
      sentBodies.add(request)
      waiting += chunk.length
      if (chunk.length > waitingAtMost && largest === 0) largest = chunk.length
      queue.push({ kind: 'body', request, chunk, encoding, at: 0 })
      // At once and not in a turn of the loop of its own: under load a turn is long and the kernel's buffer small, but the reader has emptied it
      // by the next answer. The ring has room, and so nothing of the server's is held longer than it holds it.
      if (ring) {
        if (write()) writer.flush()
        later()
      } else if (chunk.length > SMALL) flush()
      else later()
    },
    finish(done) {
      finished = done
      soon()
    },
    close() {
      closed = true
      if (batchTimer) clearTimeout(batchTimer)
      if (statsTimer) clearTimeout(statsTimer)
      if (turn) clearImmediate(turn)
      queue.length = 0
      ring?.close()
    },
  }
}
