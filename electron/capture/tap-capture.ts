import type { BodyPart } from '../../shared/api.ts'
import type { RequestNumber, TapEndEvent, TapEvent, TapResponseHeadEvent } from '../../shared/raw-events.ts'
import { type AnswerInput, type AnswerReading, readAnswer } from '../analysis/answer.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import type { CorrelationEvent } from '../correlate/correlation.ts'
import type { WireDraft } from '../correlate/draft.ts'
import { type Header, headerValue, headPairs } from '../correlate/headers.ts'
import type { GrowingBody } from '../exchanges/bodies.ts'
import { type Batch, readPlaces } from '../tap/thread/batch.ts'
import { createBlockReader, type SharedBlocks } from '../tap/thread/blocks.ts'
import { createBacklog } from './backlog.ts'
import { createScratchMemory, type ScratchMemory } from './scratch-memory.ts'
import { createSpool, SPOOL_FILE, SPOOL_LARGE, type Stored } from './spool.ts'

/** What a tap's batches become; `tell` hands an event to the correlation, of which `wireOf` gives a request that is open. */
export interface TapCapture {
  /** `shiftMs` is added to the times in it. */
  batch(batch: Batch, shiftMs: number): void
  pause(on: boolean): void
  /** The thread is gone: what it had begun ends here, `at` our own clock, and its blocks can be written by another. */
  writerGone(at: TapEndEvent['at']): void
  /** Errors thrown while recording, caught; the last one's text. */
  readonly faults: number
  readonly lastFault: string | null
  /** Resolves when the bytes of all that has ended so far have been read. */
  settled(): Promise<void>
  close(): void
}

/**
 * Bytes of bodies that are being read and kept at once: as many as fit into the blocks, where they are meanwhile. To have them wait there would fill the disk with what is written
 * to it again soon. What is encoded swells in the heap.
 */
const READ_AT_ONCE = 40 * 1024 * 1024
const SWELLS = 8

/**
 * How long events are told at a stretch, in ms, before others have their turn. While the tap is busy a rest follows, so many times as long as that stretch and what it led to, and at
 * least as long as two batches are apart: the recording takes a tenth of a processor, and few stretches hold up fewer requests than many short ones, each of which may find one on its
 * way. Who sends so much is not looking at rows. The fuller what may wait, the shorter the rest, down to none.
 */
const SLICE_MS = 4
const REST = 9
const REST_AT_LEAST_MS = 25
const REST_AT_MOST_MS = 100
/** What a person does is told in one stretch of fewer events than this, and no rest follows. */
const MANY = 200
const WAITING_AT_MOST = 60_000
/** No batch for so long: the tap is not busy. Batches come every 10 to 25 ms while it is. */
const QUIET_MS = 60
/**
 * Within a stretch we stand aside for 0.1 ms after every 0.1 ms: a request that was put behind us on our processor goes on then. The system lets who works go on for some ms before it
 * has the next one, and a priority that a thread has laid down it cannot take up again, nor can what it starts. (1 kB at one connection, added 99th percentile: 0.7 to 1.9 ms without, 0.3 with.)
 */
const ASIDE_MS = 0.1

const NOTHING_READ = {
  kind: 'wire-read',
  bodyBytes: null,
  props: null,
  marks: null,
  nextError: null,
  next: null,
  ledger: null,
} as const

/** Takes what was read. A promise that it gives resolves when it needs `bytes` no more; without one they are only good during the call. */
export interface TapBodyListener {
  body(id: string, part: BodyPart, bytes: Uint8Array): Promise<void> | void
  /** `BodyStore.begin`, where bodies are kept: large ones go there while they come, and are written once. */
  begin?(): GrowingBody
}

/**
 * Bodies wait in a spool until their requests end; then they are read in the order of their ends. `wireOf`: the request that the correlation has under
 * the tap's number, as long as it is open.
 */
export function createTapCapture(
  shared: SharedBlocks,
  wireOf: (request: RequestNumber) => WireDraft | undefined,
  tell: (event: CorrelationEvent) => void,
  reader: AnswerReader,
  listener: TapBodyListener,
): TapCapture {
  const blocks = createBlockReader(shared)
  const { begin } = listener
  const limits = { size: shared.size, count: shared.count, file: SPOOL_FILE, large: SPOOL_LARGE }
  const spool = createSpool(limits, blocks, begin ? { begin: () => begin.call(listener) } : null, MARK)
  const scratch = createScratchMemory()
  /** Requests that have not ended, with the heads of their answers. */
  const running = new Map<RequestNumber, TapResponseHeadEvent | null>()
  /** Of those, the ones that ended with the thread. */
  const cut = new Set<RequestNumber>()
  const queue: Job[] = []
  const backlog = createBacklog()
  let heardAt = 0
  let reading = 0
  let working = false
  let quiet = () => {}
  let faults = 0
  let lastFault: string | null = null
  const fault = (error: unknown) => {
    faults += 1
    lastFault = error instanceof Error ? error.message : String(error)
  }

  async function readOne({ end, headers, isPlain }: Job): Promise<void> {
    const { request } = end
    const dropped = end.received?.dropped ?? 0
    const taken = await spool.take(request)
    const memory = taken?.kind === 'stored' ? await readBack(taken, headers, isPlain) : taken
    try {
      const wire = wireOf(request)
      if (!wire) return
      if (!taken || !memory) {
        const gap = 'The bytes of the answer were let go: too much came at once.'
        return tell({ ...NOTHING_READ, request, gap })
      }
      const read = await readWith(reader, {
        bytes: memory.bytes,
        contentEncoding: headerValue(headers, 'content-encoding'),
        contentType: headerValue(headers, 'content-type'),
        page: wire.draft?.callStart?.page ?? null,
        cut: end.abortedBy !== null || dropped > 0,
      })
      const isThere = taken.kind === 'stored' && isPlain
      if (isThere) taken.body.keep(wire.id, 'response')
      const kept = [
        isThere ? null : listener.body(wire.id, 'response', read.body),
        read.propsJson && listener.body(wire.id, 'props', read.propsJson),
      ]
      const bodyBytes = isThere ? taken.size : read.bodyBytes
      const { props, marks, nextError, next: note, ledger, gap } = read
      tell({ kind: 'wire-read', request, bodyBytes, props, marks, nextError, next: note, ledger, gap })
      // The next one is only taken from the spool when there is room in memory again.
      await Promise.all(kept)
    } finally {
      memory?.release()
    }
  }
  /** What is to be read of a body that is stored: nothing where it holds no JSON. */
  async function readBack(
    { body, size, marked }: Stored,
    headers: readonly Header[],
    isPlain: boolean,
  ): Promise<ScratchMemory | null> {
    const type = headerValue(headers, 'content-type') ?? ''
    if (isPlain && !type.includes('json') && !marked) return { bytes: new Uint8Array(), release: () => {} }
    const memory = scratch(size)
    if (await body.read(memory.bytes)) return memory
    memory.release()
    return null
  }

  function next(): void {
    while (queue.length > 0 && (reading === 0 || reading + (queue[0]?.bytes ?? 0) <= READ_AT_ONCE)) {
      const job = queue.shift()
      if (!job) return
      reading += job.bytes
      void readOne(job)
        .catch(fault)
        .finally(() => {
          reading -= job.bytes
          next()
        })
    }
    if (backlog.size === 0 && queue.length === 0 && reading === 0) quiet()
  }

  function take(event: TapEvent): void {
    if (event.kind === 'tap-request-start') running.set(event.request, null)
    if (event.kind === 'tap-response-head') running.set(event.request, event)
    if (event.kind !== 'tap-end') return tell(event)
    const head = running.get(event.request)
    running.delete(event.request)
    const bytes = spool.size(event.request)
    if (cut.delete(event.request)) {
      spool.drop(event.request)
      const gap = 'The tap stopped while this request ran, and its connection with it.'
      tell({ kind: 'wire-reading', request: event.request })
      tell(event)
      return tell({ ...NOTHING_READ, request: event.request, gap })
    }
    if (!head || bytes === 0) {
      spool.drop(event.request)
      return tell(event)
    }
    tell({ kind: 'wire-reading', request: event.request })
    tell(event)
    const headers = headPairs(head.head)
    const encoding = headerValue(headers, 'content-encoding')
    const isPlain = encoding === null || encoding === 'identity'
    queue.push({ end: event, headers, isPlain, bytes: isPlain ? bytes : bytes * SWELLS })
  }

  const isBusy = () => performance.now() - heardAt < QUIET_MS
  /** How much we may rest, 0 to 1: for long, until what may wait is nearly there. */
  const room = () => Math.max(0, 1 - Math.max(backlog.size / WAITING_AT_MOST, spool.fill) ** 2)

  function takeSome(): number {
    let taken = 0
    while (taken < 8) {
      try {
        const event = backlog.next()
        if (!event) break
        taken += 1
        take(event)
      } catch (error) {
        fault(error)
      }
    }
    blocks.taken(taken)
    next()
    return taken
  }
  async function work(): Promise<void> {
    const began = performance.now()
    let since = began
    let told = 0
    while (backlog.size > 0 && performance.now() < began + SLICE_MS) {
      told += takeSome()
      // What that has led to goes on here, so that it is a part of the stretch too.
      await null
      if (performance.now() < since + ASIDE_MS) continue
      if (isBusy() && room() > 0) standAside(ASIDE_MS)
      since = performance.now()
    }
    working = backlog.size > 0 || told > MANY
    if (!working) return
    // What the stretch led to is done in this turn of the loop too.
    setImmediate(() => {
      const long = Math.max(REST_AT_LEAST_MS, Math.min(REST_AT_MOST_MS, REST * (performance.now() - began)))
      const rest = room() * long
      if (isBusy() && rest >= 1) setTimeout(() => void work(), rest)
      else void work()
    })
  }
  function wake(): void {
    if (working || backlog.size === 0) return
    working = true
    setImmediate(() => void work())
  }

  return {
    batch(batch, shiftMs) {
      heardAt = performance.now()
      const places = readPlaces(batch, { stretch: spool.add, filled: spool.filled })
      blocks.taken(places)
      backlog.add(batch, shiftMs)
      wake()
    },
    get faults() {
      return faults
    },
    get lastFault() {
      return lastFault
    },
    pause: on => blocks.pause(on),
    writerGone(at) {
      backlog.append(waiting => {
        const ended = new Set(waiting.flatMap(event => (event.kind === 'tap-end' ? [event.request] : [])))
        const begun = waiting.flatMap(event => (event.kind === 'tap-request-start' ? [event.request] : []))
        const open = [...running.keys(), ...begun].filter(request => !ended.has(request))
        for (const request of open) cut.add(request)
        return open.map(request => cutShort(request, at))
      })
      wake()
      spool.writerGone()
    },
    async settled() {
      while (backlog.size > 0 || queue.length > 0 || reading > 0) {
        await new Promise<void>(done => {
          quiet = done
        })
      }
    },
    close() {
      spool.close()
    },
  }
}

/** An answer that is over, to be read. */
interface Job {
  readonly end: TapEndEvent
  readonly headers: readonly Header[]
  /** Not encoded. */
  readonly isPlain: boolean
  /** What it may take in memory. */
  readonly bytes: number
}

const nothing = new Int32Array(new SharedArrayBuffer(4))
/** Windows counts such times in whole turns of its clock. */
let mayStandAside = process.platform !== 'win32'
/** Leaves the processor to others. */
function standAside(ms: number): void {
  if (!mayStandAside) return
  try {
    Atomics.wait(nothing, 0, 0, ms)
  } catch {
    // A host may forbid its first thread to wait.
    mayStandAside = false
  }
}

/** What Next writes before a document's props. */
const MARK = '"__NEXT_DATA__"'
/** Up to here the reader does not hand it to another thread. */
const SMALL = 64 * 1024

/** What is large and holds no JSON is read sooner than it is handed to another thread. */
function readWith(reader: AnswerReader, input: AnswerInput): Promise<AnswerReading> {
  const { bytes, contentEncoding, contentType } = input
  const isEncoded = contentEncoding !== null && contentEncoding !== 'identity'
  if (bytes.byteLength <= SMALL || isEncoded || contentType?.includes('json')) return reader.read(input)
  const holdsProps = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(MARK) >= 0
  return holdsProps ? reader.read(input) : readAnswer(input)
}

/** The end of a request whose connection ended with the tap's thread. */
function cutShort(request: RequestNumber, at: TapEndEvent['at']): TapEndEvent {
  return {
    kind: 'tap-end',
    request,
    at,
    sent: { head: 0, body: 0, framed: 0, trailers: null, dropped: 0 },
    received: null,
    firstByteAt: null,
    sentAt: null,
    abortedBy: null,
    answeredBy: 'server',
    upgraded: false,
  }
}
