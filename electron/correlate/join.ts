import { put } from './bounded.ts'
import type { Draft, WireDraft } from './draft.ts'
import { headPairs } from './headers.ts'

/** Between readings of two processes' clocks, and what a clock is moved by meanwhile. */
const CLOCKS_DIFFER_MS = 50
/** Of so many connections of one tap is it remembered by how much the agent's count is off, and as which port it sees them; a browser has six at a time. */
const CONNECTIONS_AT_MOST = 4096

/** By how much an agent counts less than the tap, for each connection where it is known. */
export type Offsets = Map<string, number>

/** As which port a far agent sees a connection of the tap, where a forward in between has opened another one for it. */
export type HandedOn = Map<string, number>

type WireHalf = Pick<WireDraft, 'start' | 'startedAt' | 'end' | 'tap'>
type InsideHalf = Pick<Draft, 'start' | 'startedAt' | 'agent'>

/** Another agent in the same server counts anew, while the tap's connection to it stays. */
const connectionKey = (wire: WireHalf, inside: InsideHalf) => `${inside.agent.source} ${wire.start.connection}`

export const offsetOf = (wire: WireHalf, inside: InsideHalf) => wire.start.ordinal - inside.start.ordinal

/**
 * Whether both halves are one request. The port of the tap's connection to the server is the agent's remote port, and both count the requests on it. Ports are used
 * again, so the times must overlap; an agent that came when the connection was open counts from then on, so the tap's `offsets` learn by how much.
 */
export function isSame(wire: WireHalf, inside: InsideHalf): boolean {
  const { start: sent } = wire
  const { start, startedAt } = inside
  if (sent.localPort === null || start.remotePort === null) return false
  if (sent.method !== start.method || sent.url !== start.url) return false
  if (sent.localPort !== start.remotePort && !isHandedOn(wire, inside, start.remotePort)) return false
  const ends = wire.end ? wire.startedAt + (wire.end.at - sent.at) : Number.POSITIVE_INFINITY
  if (startedAt < wire.startedAt - CLOCKS_DIFFER_MS || startedAt > ends + CLOCKS_DIFFER_MS) return false
  const offset = offsetOf(wire, inside)
  const known = wire.tap.offsets.get(connectionKey(wire, inside))
  return known === undefined ? offset >= 0 : offset === known
}

/**
 * Whether the tap's connection may be the one that a far agent sees from `port`: once a request has shown it, by that; before, by headers that are the same to the letter. A forward opens one connection for
 * each of ours.
 */
function isHandedOn(wire: WireHalf, inside: InsideHalf, port: number): boolean {
  if (!inside.agent.far) return false
  const { handedOn } = wire.tap
  const key = connectionKey(wire, inside)
  const known = handedOn.get(key)
  if (known !== undefined) return known === port
  // A port of another connection is a new one only where both count from its beginning.
  const isNew = wire.start.ordinal === 0 && inside.start.ordinal === 0
  if (!isNew) for (const [other, taken] of handedOn) if (taken === port && other !== key) return false
  return headPairs(wire.start.head).flat().join('\n') === inside.start.headers.join('\n')
}

/** Makes one of both. */
export function join(wire: WireDraft, draft: Draft): void {
  wire.draft = draft
  draft.wire = wire
  const { offsets, handedOn } = wire.tap
  const key = connectionKey(wire, draft)
  put(offsets, key, offsetOf(wire, draft), CONNECTIONS_AT_MOST)
  const { remotePort } = draft.start
  if (draft.agent.far && remotePort !== null && remotePort !== wire.start.localPort)
    put(handedOn, key, remotePort, CONNECTIONS_AT_MOST)
}

/**
 * The best of several that may be the same: where nothing is learned yet, both counting alike comes first. Of a far agent's several, none is, unless one is on a connection that is known: `isCertain`.
 */
export function best<T>(
  found: readonly T[],
  halvesOf: (one: T) => readonly [wire: WireHalf, inside: InsideHalf],
): T | undefined {
  const certain = found.length > 1 ? found.filter(one => isCertain(...halvesOf(one))) : found
  return certain.find(one => offsetOf(...halvesOf(one)) === 0) ?? certain[0]
}

/** By its port, not by its headers alone. */
const isCertain = (wire: WireHalf, inside: InsideHalf) =>
  wire.start.localPort === inside.start.remotePort || wire.tap.handedOn.has(connectionKey(wire, inside))
