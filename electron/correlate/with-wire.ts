import type { Exchange } from '../../shared/exchange.ts'
import type { EpochMs } from '../../shared/units.ts'
import type { WireDraft } from './draft.ts'
import { responseOf, wireGaps } from './wire-exchange.ts'
import { ledgerOf, wireOf } from './wire-facts.ts'

/**
 * Both halves of a request as one exchange: what happened inside from the agent, what went over the wire from the tap. Times count from the first byte at the
 * tap, so the agent's are moved by what lies between the two clocks' starts. `insideAt`: when the server's process had the request.
 */
export function withWire(inside: Exchange, wire: WireDraft, insideAt: EpochMs): Exchange {
  const { start, end } = wire
  // Two clocks of one machine agree to a fraction of a ms: before it came it was not there.
  const shift = Math.max(0, insideAt - wire.startedAt)
  const moved = <T extends { readonly startMs: number }>(one: T): T => ({ ...one, startMs: one.startMs + shift })
  const sent = responseOf(wire)
  const { response, call } = inside
  return {
    ...inside,
    id: wire.id,
    source: 'both',
    startedAt: wire.startedAt,
    durationMs: end ? end.at - start.at : null,
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
      inside.props && inside.props.bytes === null && wire.answer?.props
        ? { ...inside.props, ...wire.answer.props }
        : inside.props,
    phases: inside.phases.map(moved),
    wire: wireOf(wire),
    // The same bytes: whichever of both was read whole.
    ledger: inside.ledger ?? ledgerOf(wire.answer, inside.kind, inside.request.page),
    gaps: [...new Set([...inside.gaps, ...wireGaps(wire)])],
  }
}
