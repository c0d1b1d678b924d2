import { randomBytes } from 'node:crypto'
import type { AttachedServer, BodyPart } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import type { HelloEvent, RequestEndEvent, RequestEvent, StatsEvent } from '../../shared/raw-events.ts'
import { epochMs } from '../../shared/units.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import { createSourceMaps } from '../analysis/source-maps.ts'
import { type Correlation, type CorrelationEvent, correlate, newCorrelation } from '../correlate/correlation.ts'
import { headerValue, headPairs } from '../correlate/headers.ts'
import { seedFrom } from '../correlate/ids.ts'
import type { PipeSink } from '../pipe/link.ts'
import { createGatherer } from './gatherer.ts'

/** Who hears what is captured. A body comes before the exchange that says it is there. */
export interface CaptureListener {
  exchange(exchange: Exchange): void
  body(id: string, part: BodyPart, bytes: Uint8Array): void
  /** The agent's counters, since it was put in. */
  stats(stats: StatsEvent): void
}

/** The capture of one attached agent. */
export interface Capture extends PipeSink {
  /** Closes what still runs, saying why: nothing more of it will be heard. */
  cut(why: string): void
  /** Resolves when the bytes of all that has ended so far have been read. */
  settled(): Promise<void>
}

const TICK_MS = 500

/** `reader` is shared by all captures. */
export function createCapture(
  server: AttachedServer,
  hello: HelloEvent,
  reader: AnswerReader,
  listener: CaptureListener,
): Capture {
  const { origin, next, mode, pid } = server
  const state: Correlation = newCorrelation(
    { origin, next, mode, pid },
    server.folder,
    seedFrom(randomBytes(8)),
    hello.clock,
  )
  const gatherer = createGatherer()
  const sourceMaps = createSourceMaps()
  /** Work on what has been heard that is not over. */
  const pending = new Set<Promise<void>>()
  const tell = (event: CorrelationEvent) => {
    for (const exchange of correlate(state, event)) publish(exchange)
  }
  /** An error's frames are led back to the sources before it is final. */
  function publish(exchange: Exchange): void {
    const failed = exchange.call?.error ?? exchange.renderError
    if (exchange.state === 'running' || !failed) return listener.exchange(exchange)
    track(sourceMaps.mapExchange(exchange, server.folder).then(listener.exchange))
  }
  function track(work: Promise<void>): void {
    const tracked = work.finally(() => pending.delete(tracked))
    pending.add(tracked)
  }
  const ticking = setInterval(() => tell({ kind: 'tick', now: epochMs(Date.now()) }), TICK_MS)

  async function readBody(end: RequestEndEvent): Promise<void> {
    const draft = state.drafts.get(end.request)
    const { bytes, dropped } = gatherer.take(end.request)
    if (!draft) return
    const headers = headPairs(end.head)
    const { body, propsJson, ...read } = await reader.read({
      bytes,
      contentEncoding: headerValue(headers, 'content-encoding'),
      contentType: headerValue(headers, 'content-type'),
      page: draft.callStart?.page ?? null,
      cut: end.aborted || end.bodyDropped > 0 || dropped > 0,
    })
    listener.body(draft.id, 'response', body)
    if (propsJson) listener.body(draft.id, 'props', propsJson)
    const gap = dropped > 0 ? `${dropped} bytes of the answer were let go: too many large answers at once.` : read.gap
    tell({ kind: 'answer-read', request: end.request, ...read, gap })
  }

  function take(event: RequestEvent | StatsEvent): void {
    if (event.kind === 'stats') listener.stats(event)
    if (event.kind === 'described' && event.json !== null) {
      const id = state.drafts.get(event.request)?.id
      if (id) listener.body(id, 'props', Buffer.from(event.json))
    }
    tell(event)
    if (event.kind === 'request-end' && event.bodySent) track(readBody(event))
  }

  return {
    events(events) {
      for (const event of events) take(event)
    },
    body(request, bytes) {
      gatherer.add(request, bytes)
    },
    cut(why) {
      tell({ kind: 'closed', why })
    },
    async settled() {
      // Reading one may lead to mapping one.
      while (pending.size > 0) await Promise.all(pending)
    },
    closed() {
      clearInterval(ticking)
      tell({ kind: 'closed', why: 'The connection to the server ended before this request did.' })
      gatherer.clear()
    },
  }
}
