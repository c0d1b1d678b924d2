import type { Exchange } from '../../shared/exchange.ts'
import type { EpochMs } from '../../shared/units.ts'
import type { WireDraft } from './draft.ts'
import { replayFields } from './replays.ts'
import { responseOf, wireGaps } from './wire-exchange.ts'
import { ledgerOf, wireOf } from './wire-facts.ts'

/**
 * Both halves of a request as one exchange: what happened inside from the agent, what went over the wire from the tap. Times count from the first byte at the
 * tap, so the agent's are moved by what lies between the two clocks' starts. `insideAt`: when the server's process had the request.
 */
export function withWire(inside: Exchange, wire: WireDraft, insideAt: EpochMs): Exchange {
  const { start, end } = wire
  const sent = responseOf(wire)
  const { response, call } = inside
  const durationMs = end ? end.at - start.at : null
  const shift = shiftOf(insideAt - wire.startedAt, response?.ttfbMs ?? null, sent?.ttfbMs ?? null)
  const moved = <T extends { readonly startMs: number }>(one: T): T => ({ ...one, startMs: one.startMs + shift })
  return {
    ...inside,
    id: wire.id,
    source: 'both',
    startedAt: wire.startedAt,
    durationMs,
    aborted: inside.aborted || end?.abortedBy === 'client',
    request: { ...inside.request, headers: wire.headers },
    response: sent
      ? { ...sent, bodyBytes: response?.bodyBytes ?? sent.bodyBytes }
      : response && { ...response, ttfbMs: response.ttfbMs === null ? null : response.ttfbMs + shift },
    call: call && {
      ...moved(call),
      setHeaders: call.setHeaders.map(set => ({ ...set, atMs: set.atMs + shift })),
      calls: call.calls === null ? null : call.calls.map(moved),
    },
    props:
      inside.props && inside.props.bytes === null && wire.answer?.props && isOfCall(inside, wire)
        ? { ...inside.props, ...wire.answer.props }
        : inside.props,
    propsDigest:
      inside.propsDigest ?? (inside.props && isOfCall(inside, wire) ? (wire.answer?.marks?.digest ?? null) : null),
    // The server hears late that an answer is out: it may be here by then.
    phases: inside.phases
      .map(moved)
      .map(phase =>
        phase.name === 'send' && durationMs !== null
          ? { ...phase, durationMs: Math.max(0, Math.min(phase.durationMs, durationMs - phase.startMs)) }
          : phase,
      ),
    ...(wire.replay ? replayFields(wire.replay) : {}),
    wire: wireOf(wire),
    // The same bytes: whichever of both was read whole.
    ledger: inside.ledger ?? ledgerOf(wire.answer, inside.kind, inside.request.page),
    gaps: [...new Set([...inside.gaps, ...wireGaps(wire)])],
  }
}

/**
 * By how much the agent's times are moved, in ms. Two clocks of one machine agree to a fraction of a ms, so what caused what decides: nothing was there before it
 * came to the tap, and the first byte was not at the tap before it had left the server.
 */
function shiftOf(clocks: number, leftMs: number | null, cameMs: number | null): number {
  const shift = Math.max(0, clocks)
  return leftMs === null || cameMs === null ? shift : Math.min(shift, cameMs - leftMs)
}

/** Next puts its error page in the place of one that failed: the props in that answer are not the call's. */
function isOfCall({ kind, request }: Exchange, { answer }: WireDraft): boolean {
  return kind === 'data' || kind === 'prefetch' || answer?.next?.page === request.page
}
