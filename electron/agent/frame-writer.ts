import type { Socket } from 'node:net'
import { FRAME, type RequestNumber } from '../../shared/raw-events.ts'

/**
 * Writes frames into one buffer that is used again and again: a local socket mostly takes it at once, so that handing bytes over makes no garbage
 * on the server's heap. Where the socket kept it, a fresh one takes its place.
 */
export interface FrameWriter {
  /** A frame of text, whole. Returns its size in bytes. */
  text(type: number, request: RequestNumber | null, text: string): number
  /** A body frame with the next part of `chunk` from `at`; returns where the chunk goes on. A string is never cut inside a surrogate pair. */
  piece(request: RequestNumber, chunk: string | Uint8Array, encoding: BufferEncoding, at: number): number
  /** Hands what was written to the socket. */
  flush(): void
}

const SIZE = 256 * 1024
/** UTF-16 units or bytes of a chunk in one frame; a unit takes three bytes at most. */
const PIECE = 64 * 1024
const HEADER = 9

export function createFrameWriter(socket: Socket): FrameWriter {
  let buffer = Buffer.allocUnsafeSlow(SIZE)
  let used = 0

  function flush(): void {
    if (used === 0) return
    socket.write(buffer.subarray(0, used))
    if (socket.writableLength > 0) buffer = Buffer.allocUnsafeSlow(SIZE)
    used = 0
  }

  /** Makes room for a header and `bytes` more; returns where the payload begins. */
  function room(bytes: number, withRequest: boolean): number {
    if (used + HEADER + bytes > SIZE) flush()
    return used + (withRequest ? HEADER : HEADER - 4)
  }

  function close(type: number, request: RequestNumber | null, from: number, length: number): void {
    const extra = request === null ? 0 : 4
    buffer.writeUInt32BE(1 + extra + length, used)
    buffer.writeUInt8(type, used + 4)
    if (request !== null) buffer.writeUInt32BE(request, used + 5)
    used = from + length
  }

  return {
    text(type, request, text) {
      if (text.length * 3 + HEADER > SIZE) {
        flush()
        const payload = Buffer.from(text)
        const header = Buffer.alloc(5)
        header.writeUInt32BE(1 + payload.byteLength, 0)
        header.writeUInt8(type, 4)
        socket.write(header)
        socket.write(payload)
        return payload.byteLength
      }
      const from = room(text.length * 3, request !== null)
      const length = buffer.write(text, from, 'utf8')
      close(type, request, from, length)
      return length
    },
    piece(request, chunk, encoding, at) {
      let end = Math.min(chunk.length, at + PIECE)
      if (typeof chunk === 'string') {
        const last = chunk.charCodeAt(end - 1)
        if (end < chunk.length && last >= 0xd800 && last <= 0xdbff) end -= 1
        const from = room((end - at) * 3, true)
        const part = at === 0 && end === chunk.length ? chunk : chunk.slice(at, end)
        close(FRAME.body, request, from, buffer.write(part, from, encoding))
      } else {
        const from = room(end - at, true)
        buffer.set(chunk.subarray(at, end), from)
        close(FRAME.body, request, from, end - at)
      }
      return end
    },
    flush,
  }
}
