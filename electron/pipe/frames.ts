import type { FRAME } from '../../shared/raw-events.ts'

/** Cuts a stream of bytes into the frames of `FRAME` (shared/raw-events.ts), however the pieces fall. */
export interface FrameReader {
  /** `chunk` is only looked at while this runs, and `onFrame` gets a view that is only good while it runs. Throws `RangeError` on a frame longer than the bound: the peer is no agent of ours. */
  push(chunk: Uint8Array): void
}

const FRAME_AT_MOST = 64 * 1024 * 1024

export function createFrameReader(onFrame: (type: number, payload: Buffer) => void): FrameReader {
  let parts: Buffer[] = []
  let held = 0
  let needed = 4

  function take(count: number): Buffer {
    const first = parts[0] as Buffer
    if (first.length > count) {
      parts[0] = first.subarray(count)
      held -= count
      return first.subarray(0, count)
    }
    const all = parts.length === 1 ? first : Buffer.concat(parts)
    held -= count
    parts = all.length > count ? [all.subarray(count)] : []
    return all.subarray(0, count)
  }

  let length: number | null = null
  return {
    push(chunk) {
      parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      held += chunk.byteLength
      while (held >= needed) {
        if (length === null) {
          length = take(4).readUInt32BE(0)
          if (length < 1 || length > FRAME_AT_MOST) throw new RangeError(`a frame of ${length} bytes on the pipe`)
          needed = length
          continue
        }
        const frame = take(length)
        length = null
        needed = 4
        onFrame(frame.readUInt8(0), frame.subarray(1))
      }
      const last = parts.length - 1
      const rest = parts[last]
      if (rest && rest.buffer === chunk.buffer) parts[last] = Buffer.from(rest)
    },
  }
}

/** One frame: length, type, payload. */
export function encodeFrame(type: (typeof FRAME)[keyof typeof FRAME], payload: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(5 + payload.byteLength)
  out.writeUInt32BE(1 + payload.byteLength, 0)
  out.writeUInt8(type, 4)
  out.set(payload, 5)
  return out
}
