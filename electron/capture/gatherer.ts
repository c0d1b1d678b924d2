import type { RequestNumber } from '../../shared/raw-events.ts'

/** Gathers the pieces of bodies until their requests end, within a bound for all of them together. */
export interface Gatherer {
  add(request: RequestNumber, bytes: Uint8Array): void
  /** The body so far in one buffer of its own, and how many bytes of it did not fit; forgets both. */
  take(request: RequestNumber): { readonly bytes: Uint8Array; readonly dropped: number }
}

const HELD_AT_MOST = 1024 * 1024 * 1024

export function createGatherer(atMost = HELD_AT_MOST): Gatherer {
  const bodies = new Map<RequestNumber, { pieces: Uint8Array[]; size: number; dropped: number }>()
  let held = 0
  return {
    add(request, bytes) {
      let body = bodies.get(request)
      if (!body) {
        body = { pieces: [], size: 0, dropped: 0 }
        bodies.set(request, body)
      }
      if (body.dropped > 0 || held + bytes.byteLength > atMost) {
        body.dropped += bytes.byteLength
        return
      }
      held += bytes.byteLength
      body.size += bytes.byteLength
      body.pieces.push(bytes)
    },
    take(request) {
      const body = bodies.get(request)
      bodies.delete(request)
      if (!body) return { bytes: new Uint8Array(), dropped: 0 }
      held -= body.size
      const [only, ...more] = body.pieces
      const bytes = only && more.length === 0 ? only : Buffer.concat(body.pieces, body.size)
      return { bytes, dropped: body.dropped }
    },
  }
}
