import type { BodySlice } from '../../shared/api.ts'

/**
 * Bytes asked for at a time. The contract allows 4 MiB, but a message of that size holds Chromium's main thread for 20 to 60 ms while the
 * WebSocket puts it together; with 1 MiB no frame is lost.
 */
export const PIECE = 1024 * 1024

/** `readBody` of the contract with the exchange and the part filled in. */
export type ReadSlice = (offset: number, length: number) => Promise<BodySlice | null>

export interface WholeBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The body ended, or shrank, before its `total` was read. */
  readonly short: boolean
}

/**
 * Reads a body in pieces into one array; null where there is none. `onProgress` gets bytes read and bytes in all.
 * Rejects with the signal's reason where that is aborted, and where the main process cannot be reached.
 */
export async function readWhole(
  read: ReadSlice,
  signal: AbortSignal,
  onProgress: (loaded: number, total: number) => void,
): Promise<WholeBody | null> {
  const first = await read(0, PIECE)
  signal.throwIfAborted()
  if (first === null) return null
  const bytes = new Uint8Array(first.total)
  let loaded = 0
  let slice: BodySlice | null = first
  for (;;) {
    // A piece that is not where it was asked for, or an empty one, would go on for ever.
    if (slice === null || slice.offset !== loaded || slice.bytes.length === 0) break
    const piece: Uint8Array = slice.bytes.subarray(0, bytes.length - loaded)
    bytes.set(piece, loaded)
    loaded += piece.length
    onProgress(loaded, bytes.length)
    if (loaded >= bytes.length) break
    slice = await read(loaded, Math.min(PIECE, bytes.length - loaded))
    signal.throwIfAborted()
  }
  return loaded === bytes.length ? { bytes, short: false } : { bytes: bytes.slice(0, loaded), short: true }
}
