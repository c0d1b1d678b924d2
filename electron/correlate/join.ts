import type { RequestStartEvent } from '../../shared/raw-events.ts'
import type { EpochMs } from '../../shared/units.ts'
import type { Draft, WireDraft } from './draft.ts'

/** Between readings of two processes' clocks, and what a clock is moved by meanwhile. */
const CLOCKS_DIFFER_MS = 50

/** By how much the agent counts less than the tap, for each of the tap's connections where it is known. */
export type Offsets = Map<number, number>

/**
 * Whether both halves are one request. The port of the tap's connection to the server is the agent's remote port, and both count the requests on it. Ports are used
 * again, so the times must overlap; an agent that came when the connection was open counts from then on, so `offsets` learns by how much.
 */
export function isSame(
  wire: Pick<WireDraft, 'start' | 'startedAt' | 'end'>,
  start: RequestStartEvent,
  startedAt: EpochMs,
  offsets: Offsets,
): boolean {
  const sent = wire.start
  if (sent.localPort === null || sent.localPort !== start.remotePort) return false
  if (sent.method !== start.method || sent.url !== start.url) return false
  const ends = wire.end ? wire.startedAt + (wire.end.at - sent.at) : Number.POSITIVE_INFINITY
  if (startedAt < wire.startedAt - CLOCKS_DIFFER_MS || startedAt > ends + CLOCKS_DIFFER_MS) return false
  const offset = sent.ordinal - start.ordinal
  const known = offsets.get(sent.connection)
  return known === undefined ? offset >= 0 : offset === known
}

/** Makes one of both. */
export function join(wire: WireDraft, draft: Draft, offsets: Offsets): void {
  wire.draft = draft
  draft.wire = wire
  offsets.set(wire.start.connection, wire.start.ordinal - draft.start.ordinal)
}

/** The best of several that may be the same: where nothing is learned yet, both counting alike comes first. */
export function best<T>(found: readonly T[], offsetOf: (one: T) => number): T | undefined {
  return found.find(one => offsetOf(one) === 0) ?? found[0]
}
