import type { BodySlice } from '../../shared/api.ts'

/**
 * Bytes asked for at a time. The contract allows 4 MiB, but a message of that size holds Chromium's main thread for 20 to 60 ms while the
 * WebSocket puts it together; with 1 MiB no frame is lost.
 */
export const PIECE = 1024 * 1024

/** `readBody` of the contract with the exchange and the part filled in. */
export type ReadSlice = (offset: number, length: number) => Promise<BodySlice | null>

export interface ReadEnd {
  /** Read in all. */
  readonly bytes: number
  /** The body ended, or shrank, before its `total` was read. */
  readonly short: boolean
}

/**
 * Reads a body in pieces; null where there is none. `onPiece` gets each one, which is its own from then on, with the bytes read so far and those in all.
 * Rejects with the signal's reason where that is aborted, and where the main process cannot be reached.
 */
export async function readPieces(
  read: ReadSlice,
  signal: AbortSignal,
  onPiece: (piece: Uint8Array, loaded: number, total: number) => void,
): Promise<ReadEnd | null> {
  const first = await read(0, PIECE)
  signal.throwIfAborted()
  if (first === null) return null
  const { total } = first
  let loaded = 0
  let slice: BodySlice | null = first
  // A piece that is not where it was asked for, or an empty one, would go on for ever.
  while (slice !== null && slice.offset === loaded && slice.bytes.length > 0) {
    // Some decoders give a view of the whole message.
    const own: Uint8Array = slice.bytes.slice(0, total - loaded)
    loaded += own.length
    onPiece(own, loaded, total)
    if (loaded >= total) break
    slice = await read(loaded, Math.min(PIECE, total - loaded))
    signal.throwIfAborted()
  }
  return { bytes: loaded, short: loaded < total }
}
