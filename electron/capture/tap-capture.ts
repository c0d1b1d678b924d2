import type { BodyPart } from '../../shared/api.ts'
import type { RequestNumber, TapEndEvent, TapEvent, TapResponseHeadEvent } from '../../shared/raw-events.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import type { CorrelationEvent } from '../correlate/correlation.ts'
import type { WireDraft } from '../correlate/draft.ts'
import { headerValue, headPairs } from '../correlate/headers.ts'
import type { TapSink } from '../tap/conversation.ts'
import { createSpool } from '../tap/spool.ts'

/** What a tap's events and bodies become; `tell` hands an event to the correlation, of which `wireOf` gives a request that is open. */
export interface TapCapture extends TapSink {
  /** Resolves when the bytes of all that has ended so far have been read. */
  settled(): Promise<void>
  close(): void
}

/** Bytes of bodies in the heap at once, on their way from the spool to the reader and the store. */
const READ_AT_ONCE = 16 * 1024 * 1024

/** How long events are told at a stretch, in ms, and how many may wait for their turn. */
const SLICE_MS = 1
const HEARD_AT_MOST = 10_000

/** Takes what was read, as `CaptureListener` does; what it gives resolves when the bytes have left the heap. */
export interface TapBodyListener {
  body(id: string, part: BodyPart, bytes: Uint8Array): Promise<void> | void
}

/**
 * Bodies wait in a spool until their requests end; then they are read one after the other, off the way of what is forwarded. `wireOf`: the
 * request that the correlation has under the tap's number, as long as it is open.
 */
export function createTapCapture(
  wireOf: (request: RequestNumber) => WireDraft | undefined,
  tell: (event: CorrelationEvent) => void,
  reader: AnswerReader,
  listener: TapBodyListener,
): TapCapture {
  const spool = createSpool()
  const heads = new Map<RequestNumber, TapResponseHeadEvent>()
  const queue: { readonly end: TapEndEvent; readonly head: TapResponseHeadEvent; readonly bytes: number }[] = []
  const heard: TapEvent[] = []
  let reading = 0
  let quiet = () => {}
  const keyOf = String

  async function readOne(end: TapEndEvent, head: TapResponseHeadEvent): Promise<void> {
    const { request } = end
    const dropped = end.received?.dropped ?? 0
    const bytes = await spool.take(keyOf(request))
    const wire = wireOf(request)
    if (!wire) return
    const nothing = { kind: 'wire-read', request, props: null, nextError: null, next: null } as const
    if (!bytes) {
      const gap = 'The bytes of the answer were let go: too much came at once.'
      return tell({ ...nothing, bodyBytes: null, gap })
    }
    const headers = headPairs(head.head)
    const { body, propsJson, ...read } = await reader.read({
      bytes,
      contentEncoding: headerValue(headers, 'content-encoding'),
      contentType: headerValue(headers, 'content-type'),
      page: wire.draft?.callStart?.page ?? null,
      cut: end.abortedBy !== null || dropped > 0,
    })
    const kept = [listener.body(wire.id, 'response', body), propsJson && listener.body(wire.id, 'props', propsJson)]
    tell({ ...nothing, ...read })
    // The next one is only taken from the spool when there is room in the heap again.
    await Promise.all(kept)
  }

  function next(): void {
    while (queue.length > 0 && (reading === 0 || reading + (queue[0]?.bytes ?? 0) <= READ_AT_ONCE)) {
      const job = queue.shift()
      if (!job) return
      reading += job.bytes
      void readOne(job.end, job.head).finally(() => {
        reading -= job.bytes
        next()
      })
    }
    if (heard.length === 0 && queue.length === 0 && reading === 0) quiet()
  }

  function take(event: TapEvent): void {
    if (event.kind === 'tap-response-head') heads.set(event.request, event)
    if (event.kind !== 'tap-end') return tell(event)
    const head = heads.get(event.request)
    heads.delete(event.request)
    const bytes = spool.size(keyOf(event.request))
    if (!head || bytes === 0) {
      spool.drop(keyOf(event.request))
      return tell(event)
    }
    tell({ kind: 'wire-reading', request: event.request })
    tell(event)
    queue.push({ end: event, head, bytes })
  }

  /** What was heard is told in turns of its own: bytes on their way wait for no exchange to be made. */
  function work(): void {
    const until = performance.now() + SLICE_MS
    let taken = 0
    while (taken < heard.length && (performance.now() < until || heard.length - taken > HEARD_AT_MOST)) {
      const event = heard[taken]
      taken += 1
      if (event) take(event)
    }
    heard.splice(0, taken)
    next()
    if (heard.length > 0) setImmediate(work)
  }

  return {
    event(event) {
      if (heard.length === 0) setImmediate(work)
      heard.push(event)
    },
    // Nothing shows what a request carried yet, so it is not kept.
    body: (request, part, bytes) => part === 'request' || spool.add(keyOf(request), bytes),
    async settled() {
      while (heard.length > 0 || queue.length > 0 || reading > 0) {
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
