import type { Draft, WireDraft } from './draft.ts'

/** Between readings of two processes' clocks, and what a clock is moved by meanwhile. */
const CLOCKS_DIFFER_MS = 50
/** Of so many connections of one tap is it remembered by how much the agent's count is off; a browser has six at a time. */
const OFFSETS_AT_MOST = 4096

/** By how much an agent counts less than the tap, for each connection where it is known. */
export type Offsets = Map<string, number>

type WireHalf = Pick<WireDraft, 'start' | 'startedAt' | 'end' | 'tap'>
type InsideHalf = Pick<Draft, 'start' | 'startedAt' | 'agent'>

/** Another agent in the same server counts anew, while the tap's connection to it stays. */
const offsetKey = (wire: WireHalf, inside: InsideHalf) => `${inside.agent.source} ${wire.start.connection}`

export const offsetOf = (wire: WireHalf, inside: InsideHalf) => wire.start.ordinal - inside.start.ordinal

/**
 * Whether both halves are one request. The port of the tap's connection to the server is the agent's remote port, and both count the requests on it. Ports are used
 * again, so the times must overlap; an agent that came when the connection was open counts from then on, so the tap's `offsets` learn by how much.
 */
export function isSame(wire: WireHalf, inside: InsideHalf): boolean {
  const { start: sent } = wire
  const { start, startedAt } = inside
  if (sent.localPort === null || sent.localPort !== start.remotePort) return false
  if (sent.method !== start.method || sent.url !== start.url) return false
  const ends = wire.end ? wire.startedAt + (wire.end.at - sent.at) : Number.POSITIVE_INFINITY
  if (startedAt < wire.startedAt - CLOCKS_DIFFER_MS || startedAt > ends + CLOCKS_DIFFER_MS) return false
  const offset = offsetOf(wire, inside)
  const known = wire.tap.offsets.get(offsetKey(wire, inside))
  return known === undefined ? offset >= 0 : offset === known
}

/** Makes one of both. */
export function join(wire: WireDraft, draft: Draft): void {
  wire.draft = draft
  draft.wire = wire
  const { offsets } = wire.tap
  const key = offsetKey(wire, draft)
  offsets.delete(key)
  offsets.set(key, offsetOf(wire, draft))
  if (offsets.size <= OFFSETS_AT_MOST) return
  for (const oldest of offsets.keys()) {
    offsets.delete(oldest)
    return
  }
}

/** The best of several that may be the same: where nothing is learned yet, both counting alike comes first. */
export function best<T>(found: readonly T[], offsetOf: (one: T) => number): T | undefined {
  return found.find(one => offsetOf(one) === 0) ?? found[0]
}
