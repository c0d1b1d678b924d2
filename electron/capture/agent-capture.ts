import type { RequestEndEvent, RequestEvent, RequestNumber, StatsEvent } from '../../shared/raw-events.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import type { CorrelationEvent } from '../correlate/correlation.ts'
import type { Draft } from '../correlate/draft.ts'
import { headerValue, headPairs } from '../correlate/headers.ts'
import type { PipeSink } from '../pipe/link.ts'
import { createGatherer } from './gatherer.ts'
import type { CaptureListener } from './session.ts'

export interface AgentCaptureOptions {
  /** The request that the correlation has under the agent's number, as long as it is open. */
  readonly draftOf: (request: RequestNumber) => Draft | undefined
  readonly tell: (event: CorrelationEvent) => void
  readonly reader: AnswerReader
  readonly listener: Pick<CaptureListener, 'body'>
  /** The agent's counters, since it was put in. */
  readonly onStats: (stats: StatsEvent) => void
  /** Keeps sight of work that is not over. */
  readonly track: (work: Promise<void>) => void
}

/** What one agent's events and bodies become. Bodies are gathered until their requests end, and then read. */
export function createAgentCapture(options: AgentCaptureOptions): PipeSink {
  const { draftOf, tell, reader, listener, onStats, track } = options
  const gatherer = createGatherer()

  async function readBody(end: RequestEndEvent): Promise<void> {
    const draft = draftOf(end.request)
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
    void listener.body(draft.id, 'response', body)
    if (propsJson) void listener.body(draft.id, 'props', propsJson)
    const gap = dropped > 0 ? `${dropped} bytes of the answer were let go: too many large answers at once.` : read.gap
    tell({ kind: 'answer-read', request: end.request, ...read, gap })
  }

  function take(event: RequestEvent | StatsEvent): void {
    if (event.kind === 'stats') onStats(event)
    if (event.kind === 'described' && event.json !== null) {
      const id = draftOf(event.request)?.id
      if (id) void listener.body(id, 'props', Buffer.from(event.json))
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
    closed() {
      tell({ kind: 'agent-closed', why: 'The connection to the server ended before this request did.' })
      gatherer.clear()
    },
  }
}
