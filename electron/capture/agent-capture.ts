import type { RequestEndEvent, RequestEvent, RequestNumber, StatsEvent } from '../../shared/raw-events.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import type { CorrelationEvent } from '../correlate/correlation.ts'
import type { Draft, WireReadEvent } from '../correlate/draft.ts'
import { headerValue, headPairs } from '../correlate/headers.ts'
import type { PipeSink } from '../pipe/link.ts'
import { createGatherer } from './gatherer.ts'
import type { CaptureListener } from './session.ts'

export interface AgentCaptureOptions {
  /** The request that the correlation has under the agent's number, as long as it is open. */
  readonly draftOf: (request: RequestNumber) => Draft | undefined
  readonly tell: (event: CorrelationEvent) => void
  /** What was read of the same answer where it went over the wire, once that is over; null where it did not, or nothing was. */
  readonly wireAnswer: (draft: Draft) => Promise<WireReadEvent | null>
  readonly reader: AnswerReader
  readonly listener: Pick<CaptureListener, 'body'>
  /** The agent's counters, since it was put in. */
  readonly onStats: (stats: StatsEvent) => void
  /** Keeps sight of work that is not over. */
  readonly track: (work: Promise<void>) => void
}

/**
 * What one agent's events and bodies become. Bodies are gathered until their requests end, and then read; one that a tap has seen too is read and kept only once, as it came
 * over the wire, unless that failed.
 */
export function createAgentCapture(options: AgentCaptureOptions): PipeSink {
  const { draftOf, tell, wireAnswer, reader, listener, onStats, track } = options
  const gatherer = createGatherer()

  async function readBody(end: RequestEndEvent): Promise<void> {
    const { request } = end
    const draft = draftOf(request)
    const page = draft?.callStart?.page ?? null
    const wire = draft ? await wireAnswer(draft) : null
    const { bytes, dropped } = gatherer.take(request)
    if (!draft) return
    if (wire && isAsGood(wire, page)) return tell({ ...wire, kind: 'answer-read', request })
    const headers = headPairs(end.head)
    const { body, propsJson, ...read } = await reader.read({
      bytes,
      contentEncoding: headerValue(headers, 'content-encoding'),
      contentType: headerValue(headers, 'content-type'),
      page,
      cut: end.aborted || end.bodyDropped > 0 || dropped > 0,
    })
    void listener.body(draft.id, 'response', body)
    if (propsJson) void listener.body(draft.id, 'props', propsJson)
    const gap = dropped > 0 ? `${dropped} bytes of the answer were let go: too many large answers at once.` : read.gap
    tell({ kind: 'answer-read', request, ...read, gap })
  }

  function take(event: RequestEvent | StatsEvent): void {
    if (event.kind === 'stats') onStats(event)
    if (event.kind === 'described' && event.json !== null) {
      const id = draftOf(event.request)?.id
      if (id) void listener.body(id, 'props', Buffer.from(event.json))
    }
    if (event.kind === 'request-body' && event.base64 !== null) {
      const id = draftOf(event.request)?.id
      if (id) void listener.body(id, 'request', Buffer.from(event.base64, 'base64'))
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
    },
  }
}

/** The wire's bytes were all read, and as the answer of this page: whoever read them may not have known which it was. */
function isAsGood({ gap, next }: WireReadEvent, page: string | null): boolean {
  return gap === null && (page === null || next?.page == null || next.page === page)
}
