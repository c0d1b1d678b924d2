import type { Call, CallError, Exchange, ExchangeServer, Outcome, Props, Secret } from '../../shared/exchange.ts'
import type { MonotonicMs } from '../../shared/units.ts'
import { measurePropsText } from '../analysis/props-sizes.ts'
import { isOwnPage } from '../analysis/stand-ins.ts'
import { addsNothing, cacheOf } from './cache.ts'
import type { Draft } from './draft.ts'
import { toCallError } from './errors.ts'
import { type Header, headerValue, headPairs, pairs } from './headers.ts'
import { kindOf } from './kind.ts'
import { mistakesOf } from './mistakes.ts'
import { phasesOf } from './phases.ts'
import { replayFields } from './replays.ts'
import { paramsOf, readDataPath, readQuery, splitUrl } from './route.ts'
import { upstreamCalls, waitingOf } from './upstream.ts'
import { ledgerOf } from './wire-facts.ts'

/** The exchange of one request, from what is known of it so far. `folder`: the project's. */
export function toExchange(draft: Draft, server: ExchangeServer, folder: string | null): Exchange {
  const { start, end, callStart, callEnd } = draft
  const at = (moment: MonotonicMs) => moment - start.at
  const { path } = splitUrl(start.url)
  const data = readDataPath(path)
  const headers = pairs(start.headers)
  const sent = end && end.status > 0 ? headPairs(end.head) : null
  const page = pageOf(draft)
  const apiRan = draft.spans.some(span => span.span === 'Node.runHandler')
  const kind = kindOf(start.url, headers, page, apiRan, sent && headerValue(sent, 'content-type'))
  const outcome = outcomeOf(draft)
  const readySpan = draft.spans.find(span => span.span === 'NextNodeServer.findPageComponents' && isOwnPage(span.page))
  const renderSpan = draft.spans.find(span => span.span === 'Render.renderDocument')
  const params = paramsOf(page, data?.pagePath ?? path, callStart?.params ?? null, draft.answer?.next?.query ?? null)
  const query = readQuery(start.url)
  // A data request carries the route's params in its query too, for the server's convenience.
  if (data && params) for (const name of Object.keys(params)) delete query[name]
  const refusal = refusalOf(draft, folder)
  const durationMs = end ? at(end.at) : null

  return {
    id: draft.id,
    kind,
    source: 'agent',
    server,
    startedAt: draft.startedAt,
    durationMs,
    aborted: end?.aborted ?? false,
    state: draft.finished ? 'finished' : 'running',
    request: {
      method: start.method,
      url: start.url,
      headers,
      page,
      params,
      query,
      buildId: data?.buildId ?? null,
      locale: callStart?.locale ?? draft.answer?.next?.locale ?? null,
      body: requestBodyOf(draft, headers),
    },
    response: sent &&
      end && {
        status: end.status,
        headers: sent,
        bodyBytes: bodyBytesOf(draft, sent),
        wireBytes: null,
        ttfbMs: end.firstByteAt === null ? null : at(end.firstByteAt),
      },
    outcome,
    call: callStart && callOf(draft, refusal?.byReturn ? refusal.error : null, folder),
    props: propsOf(draft),
    propsDigest: draft.answer?.marks?.digest ?? null,
    secrets: secretsOf(draft),
    cache: cacheOf(
      callEnd?.setHeaders ?? [],
      sent && headerValue(sent, 'cache-control'),
      server.mode,
      outcome,
      callStart !== null,
      callEnd !== null && (callEnd.answered || (end?.firstByteAt != null && end.firstByteAt < callEnd.at)),
      addsNothing(server.next, outcome, kind),
    ),
    phases: phasesOf({
      readyMs: readySpan ? at(readySpan.to) : null,
      callStartMs: callStart ? at(callStart.at) : null,
      callEndMs: callEnd ? at(callEnd.at) : null,
      firstByteMs: end?.firstByteAt == null ? null : at(end.firstByteAt),
      endMs: durationMs,
      mode: server.mode,
      rendered:
        kind === 'document' && (renderSpan !== undefined || (callEnd?.result === 'props' && !refusal?.byReturn)),
      renderStartMs: renderSpan ? at(renderSpan.from) : null,
    }),
    findings: [],
    silenced: [],
    gaps: gapsOf(draft),
    unkept: sparedOf(draft) > 0 ? 'load' : null,
    renderError: refusal && !refusal.byReturn ? refusal.error : null,
    reason: null,
    navigation: null,
    wire: null,
    ledger: ledgerOf(draft.answer, kind, page),
    skew: null,
    causedBy: draft.causedBy,
    ...replayFields(draft.replay),
  }
}

function pageOf(draft: Draft): string | null {
  if (isOwnPage(draft.callStart?.page ?? null)) return draft.callStart?.page ?? null
  const found = draft.spans.find(
    span => isOwnPage(span.page) && !span.page?.startsWith('/api/') && span.page !== '/api',
  )
  return found?.page ?? null
}

/** A call that gave an answer which Next then could not serve has failed too: the user's visitor saw an error. */
function outcomeOf(draft: Draft): Outcome {
  const { callStart, callEnd, end } = draft
  if (!callStart || !callEnd) return 'none'
  if (callEnd.result === 'error') return 'error'
  const failed = (end?.status ?? 0) >= 500
  if (callEnd.result === 'other') return failed ? 'error' : 'none'
  return failed && callEnd.result === 'props' && draft.answer?.props == null ? 'error' : callEnd.result
}

function callOf(draft: Draft, refused: CallError | null, folder: string | null): Call | null {
  const { start, callStart, callEnd } = draft
  if (!callStart) return null
  const calls = upstreamCalls(draft.upstream.values(), start.at, folder)
  return {
    startMs: callStart.at - start.at,
    durationMs: callEnd ? callEnd.at - callStart.at : null,
    setHeaders: (callEnd?.setHeaders ?? []).flatMap(({ name, value, at }) =>
      value === null
        ? []
        : [{ name: name.toLowerCase(), value: typeof value === 'string' ? value : [...value], atMs: at - start.at }],
    ),
    reads: callEnd?.reads ? [...callEnd.reads] : null,
    readsUnseen: [...(callEnd?.readsUnseen ?? [])],
    calls,
    callsLeftOut: callEnd?.upstreamLeftOut ?? 0,
    waitingMs: callEnd ? waitingOf(calls, callStart.at - start.at, callEnd.at - start.at) : null,
    mistakes: mistakesOf(callEnd, draft.described?.rejected ?? false, draft.lateUse),
    redirect: callEnd?.redirect ? { ...callEnd.redirect } : null,
    error: callEnd?.error ? toCallError(callEnd.error, folder) : refused,
    source: null,
  }
}

/**
 * The error of a request whose call itself did not fail: `byReturn` where Next refused what the call returned (not serializable, wrong
 * keys), else it came from rendering. Next 16 rejects its span with it; older ones in dev write it into the error page.
 */
function refusalOf(draft: Draft, folder: string | null): { error: CallError; byReturn: boolean } | null {
  if (draft.callEnd?.error || (draft.end?.status ?? 0) < 500) return null
  const failed = draft.spans.find(span => span.span.startsWith('BaseServer.') && span.error !== null)?.error
  const told = draft.answer?.nextError
  const raw = failed ?? (told ? { ...told, code: null, cause: null } : null)
  if (!raw) return null
  const unserializable = (draft.described?.lost ?? []).some(lost => lost.becomes === 'error')
  const byReturn =
    draft.callEnd !== null &&
    (/getServerSideProps|serializ/i.test(raw.message) || (unserializable && /circular|BigInt/i.test(raw.message)))
  return { error: toCallError(raw, folder), byReturn }
}

function propsOf(draft: Draft): Props | null {
  if (draft.callEnd?.result !== 'props') return null
  const { answer, described } = draft
  const lost = described?.lost ? described.lost.map(entry => ({ ...entry })) : null
  const measured = answer?.props ?? (described?.json != null ? measurePropsText(described.json) : null)
  if (measured) return { ...measured, lost }
  return { bytes: null, keys: [], lost, truncated: (draft.end?.bodyDropped ?? 0) > 0 }
}

/** Those that the agent found among the values, and what looks like one in the answer's bytes. */
function secretsOf({ described, answer }: Draft): Secret[] | null {
  const shapes = answer?.marks?.shapes ?? null
  if (described?.secrets == null && shapes === null) return null
  const found: Secret[] = [...(described?.secrets ?? [])]
  for (const { path, name } of shapes ?? []) {
    if (!found.some(one => one.path === path)) found.push({ path, source: 'shape', name })
  }
  return found
}

/** What came with the request. Where its head announces a body and nothing was told of one, it is not known. */
function requestBodyOf(draft: Draft, headers: readonly Header[]): Exchange['request']['body'] {
  if (draft.body) return { bytes: draft.body.bytes, captured: draft.body.base64 !== null }
  const announced =
    headerValue(headers, 'transfer-encoding') !== null || Number(headerValue(headers, 'content-length') ?? 0) > 0
  return announced ? null : { bytes: 0, captured: true }
}

function bodyBytesOf(draft: Draft, sent: readonly (readonly [string, string])[]): number | null {
  if (draft.answer) return draft.answer.bodyBytes
  if (!draft.end || (draft.end.bodySent && !draft.finished)) return null
  const encoding = headerValue(sent, 'content-encoding')
  return encoding === null || encoding === 'identity' ? draft.end.bodyBytes : null
}

/** Bytes of the answer that nobody handed over, the server being under load; what the tap has of it counts. */
const sparedOf = ({ end, wire }: Draft) => (wire?.answer ? 0 : (end?.bodySpared ?? 0))

function gapsOf(draft: Draft): string[] {
  const gaps: string[] = []
  const whole = draft.end !== null && (draft.callStart === null || draft.callEnd !== null)
  if (draft.closedBy && !whole) gaps.push(draft.closedBy)
  if (draft.calls > 1)
    gaps.push(`getServerSideProps began ${draft.calls} times in this request; the last one is shown.`)
  const dropped = draft.end?.bodyDropped ?? 0
  if (dropped > 0) gaps.push(`${dropped} bytes of the answer were let go because Propscope did not read fast enough.`)
  const spared = sparedOf(draft)
  if (spared > 0) gaps.push(`${spared} bytes of the answer were not kept: the server was under load.`)
  if (draft.answer?.gap) gaps.push(draft.answer.gap)
  if (draft.finished && draft.callEnd?.result === 'props' && draft.described?.lost == null) {
    gaps.push('Values that JSON loses were not looked for: the server was busy, or the recording ended.')
  }
  return gaps
}
