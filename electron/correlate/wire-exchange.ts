import type { Exchange, ExchangeServer, Outcome } from '../../shared/exchange.ts'
import { isOwnPage } from '../analysis/stand-ins.ts'
import { cacheOf } from './cache.ts'
import type { WireDraft } from './draft.ts'
import { type Header, headerValue } from './headers.ts'
import { kindOf } from './kind.ts'
import { replayFields } from './replays.ts'
import { paramsOf, readDataPath, readQuery, splitUrl } from './route.ts'
import { ledgerOf, wireOf } from './wire-facts.ts'

/** The exchange of a request that only the tap saw: what its bytes say, and nothing of what happened inside. */
export function toWireExchange(wire: WireDraft, server: ExchangeServer): Exchange {
  const { start, end, answer } = wire
  // A whole URL as target means its path; what was no request line is shown as it came.
  const url = (start.url ?? firstLine(start.head)).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/'
  const { path } = splitUrl(url)
  const data = readDataPath(path)
  const { headers } = wire
  const response = responseOf(wire)
  const note = answer?.next ?? null
  const page = note?.page != null && isOwnPage(note.page) ? note.page : null
  const outcome = outcomeOf(wire)
  const params = paramsOf(page, data?.pagePath ?? path, null, note?.query ?? null)
  const query = readQuery(url)
  const kind = kindOf(url, headers, page, false, response && headerValue(response.headers, 'content-type'))
  const finished = isWireOver(wire)
  return {
    id: wire.id,
    kind,
    source: 'tap',
    server,
    startedAt: wire.startedAt,
    durationMs: end ? end.at - start.at : null,
    aborted: end?.abortedBy === 'client',
    state: finished ? 'finished' : 'running',
    request: {
      method: start.method ?? '?',
      url,
      headers,
      page,
      params,
      query,
      buildId: data?.buildId ?? null,
      locale: note?.locale ?? null,
      body: null,
    },
    response,
    outcome,
    call: null,
    props: outcome === 'props' && answer?.props ? { ...answer.props, lost: null } : null,
    propsDigest: outcome === 'props' ? (answer?.marks?.digest ?? null) : null,
    secrets: shapesOf(outcome === 'props' ? answer : null),
    cache: cacheOf([], response && headerValue(response.headers, 'cache-control'), server.mode, outcome, false, false),
    phases: response?.ttfbMs != null && end ? [sendPhase(response.ttfbMs, end.at - start.at)] : [],
    findings: [],
    silenced: [],
    gaps: wireGaps(wire),
    unkept: droppedOf(wire) > 0 ? 'load' : null,
    renderError: null,
    reason: null,
    navigation: null,
    wire: wireOf(wire),
    ledger: ledgerOf(answer, kind, page),
    skew: null,
    causedBy: null,
    ...replayFields(wire.replay),
  }
}

/** The answer as it went over the wire; null where none was begun. */
export function responseOf(wire: WireDraft): Exchange['response'] {
  const { start, head, end, answer } = wire
  if (!head) return null
  const { headers } = head
  const sent = end?.received?.body ?? null
  return {
    status: head.status,
    headers,
    bodyBytes: answer ? answer.bodyBytes : wire.reading || isEncoded(headers) ? null : sent,
    wireBytes: sent,
    ttfbMs: head.at - start.at,
  }
}

/** Nothing more comes of this half. */
export function isWireOver(wire: WireDraft): boolean {
  return (wire.end !== null || wire.closedBy !== null) && (!wire.reading || wire.answer !== null)
}

/** Bytes of the answer that the tap forwarded and did not keep. */
const droppedOf = ({ end }: WireDraft) => end?.received?.dropped ?? 0

/** What the wire's half could not be seen or read of, one sentence each. */
export function wireGaps(wire: WireDraft): string[] {
  const { end, answer, notUnderstood, closedBy, draft } = wire
  const gaps: string[] = []
  // What the agent handed over may have been read all the same.
  const isReadInside = draft?.answer?.gap === null
  const forwarded = end?.answeredBy === 'tap' ? '' : ', and forwarded as it came'
  if (notUnderstood !== null) gaps.push(`Not understood${forwarded}: ${notUnderstood}`)
  if (end?.answeredBy === 'tap' && end.received === null)
    gaps.push('It was not forwarded: the tap answered the request before it itself, and ended the connection.')
  if (end?.abortedBy === 'server') gaps.push('The server went away before the answer was whole.')
  const dropped = droppedOf(wire)
  if (dropped > 0 && !isReadInside)
    gaps.push(`${dropped} bytes of the answer were forwarded but not kept: too much came at once.`)
  if (answer?.gap && !isReadInside) gaps.push(answer.gap)
  if (end === null && closedBy !== null) gaps.push(closedBy)
  return gaps
}

/** Only what the bytes say: a redirect or a missing page need not come from a call. */
function outcomeOf({ answer, head }: WireDraft): Outcome {
  if (!answer?.next?.fromCall) return 'none'
  if (answer.next.redirect !== null) return 'redirect'
  return answer.props && (head?.status ?? 0) < 500 ? 'props' : 'none'
}

/** What looks like a secret among the props; whose it is only the server knows. */
function shapesOf(answer: WireDraft['answer']): Exchange['secrets'] {
  const shapes = answer?.marks?.shapes ?? null
  return shapes?.map(({ path, name }) => ({ path, source: 'shape' as const, name })) ?? null
}

const isEncoded = (headers: readonly Header[]) => {
  const encoding = headerValue(headers, 'content-encoding')
  return encoding !== null && encoding !== 'identity'
}
const firstLine = (head: string) => (head.split(/\r?\n/, 1)[0] ?? '').slice(0, 200)
const sendPhase = (startMs: number, endMs: number) => ({
  name: 'send' as const,
  startMs,
  durationMs: Math.max(0, endMs - startMs),
})
