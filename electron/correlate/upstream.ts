import type { Call, UpstreamCall } from '../../shared/exchange.ts'
import type { UpstreamCallerEvent, UpstreamEndEvent, UpstreamStartEvent } from '../../shared/raw-events.ts'
import type { MonotonicMs } from '../../shared/units.ts'
import type { Draft, UpstreamDraft } from './draft.ts'
import { framesOf } from './errors.ts'
import { pairs } from './headers.ts'

/** Notes what was told of an upstream call of this request; true where it changes what is shown. */
export function takeUpstream(
  draft: Draft,
  event: UpstreamStartEvent | UpstreamEndEvent | UpstreamCallerEvent,
): boolean {
  if (event.kind === 'upstream-start') {
    draft.upstream.set(event.call, { start: event, end: null, stack: null, exchange: null })
    return true
  }
  const known = draft.upstream.get(event.call)
  if (!known) return false
  if (event.kind === 'upstream-end') known.end = event
  else known.stack = event.stack
  // Where it was called from is only known when the answer is out, and shown with the end of the request.
  return event.kind === 'upstream-end'
}

/** The upstream calls of a request as they are shown, in the order of their starts. `startedAt`: of the request; `folder`: the project's. */
export function upstreamCalls(
  drafts: Iterable<UpstreamDraft>,
  startedAt: MonotonicMs,
  folder: string | null,
): NonNullable<Call['calls']> {
  return Array.from(drafts, ({ start, end, stack, exchange }) => ({
    via: start.via,
    method: start.method,
    url: start.url,
    status: end?.status ?? null,
    startMs: start.at - startedAt,
    durationMs: end ? Math.max(0, end.at - start.at) : null,
    ttfbMs: end?.firstByteAt == null ? null : Math.max(0, end.firstByteAt - start.at),
    requestBytes: end?.requestBytes ?? null,
    responseBytes: end?.responseBytes ?? null,
    requestHeaders: pairs(start.headers),
    forwarded: start.forwarded && {
      cookies: [...start.forwarded.cookies],
      otherCookies: [...start.forwarded.otherCookies],
      authorization: start.forwarded.authorization,
    },
    frames: stack === null ? [] : framesOf(stack, folder),
    exchange,
    error: end?.error ?? null,
  })).sort((a, b) => a.startMs - b.startMs)
}

/** How much of the time from `fromMs` to `toMs` at least one of the calls ran. One whose end was not seen counts until its head came, or until the end. */
export function waitingOf(
  calls: readonly Pick<UpstreamCall, 'startMs' | 'durationMs' | 'ttfbMs'>[],
  fromMs: number,
  toMs: number,
): number {
  let waited = 0
  let until = fromMs
  for (const { startMs, durationMs, ttfbMs } of [...calls].sort((a, b) => a.startMs - b.startMs)) {
    const ends = Math.min(toMs, durationMs !== null ? startMs + durationMs : ttfbMs !== null ? startMs + ttfbMs : toMs)
    const begins = Math.max(startMs, until)
    if (ends <= begins) continue
    waited += ends - begins
    until = ends
  }
  return waited
}
