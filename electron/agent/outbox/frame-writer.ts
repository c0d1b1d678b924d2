import type { Brief } from '../../../shared/brief/kinds.ts'
import { FRAME, type RequestNumber } from '../../../shared/raw-events.ts'
import type { Send } from './send.ts'

/**
 * Writes frames into one buffer that is used again and again, and hands it on as the socket or the ring takes it; so handing bytes over makes no garbage
 * on the server's heap. Each method gives null, having done nothing, while the reader is behind.
 */
export interface FrameWriter {
  /** A frame of text, whole. Returns its size in bytes. */
  text(type: number, text: string): number | null
  /** A frame of events. Returns its size in bytes. */
  brief(brief: Brief): number | null
  /** A frame with the next part of `chunk` from `at`; returns where the chunk goes on. A string is never cut inside a surrogate pair. */
  piece(request: RequestNumber, chunk: string | Uint8Array, encoding: BufferEncoding, at: number): number | null
  /** Hands over what was written; false where some of it is left. */
  flush(): boolean
}

/** About what a local socket takes at once where the reader keeps up: its buffer is some 200 kB on Linux. */
const SIZE = 192 * 1024
/** UTF-16 units or bytes of a chunk in one frame; a unit takes three bytes at most, in Latin-1 one. */
const PIECE = 48 * 1024
const PLAIN_PIECE = 128 * 1024
const HEADER = 9

export function createFrameWriter(send: Send, size = SIZE): FrameWriter {
  let buffer = Buffer.allocUnsafeSlow(size)
  let sent = 0
  let used = 0

  function flush(): boolean {
    while (sent < used) {
      const taken = send(buffer, sent, used)
      if (taken === 0) return false
      sent += taken
    }
    sent = 0
    used = 0
    return true
  }

  /** Makes room for a header and `bytes` more. */
  function reserve(bytes: number): boolean {
    if (used + HEADER + bytes <= buffer.length) return true
    if (!flush()) return false
    // One very long text gets a buffer of its own size, once.
    if (HEADER + bytes > buffer.length) buffer = Buffer.allocUnsafeSlow(HEADER + bytes)
    else if (buffer.length > size && HEADER + bytes <= size) buffer = Buffer.allocUnsafeSlow(size)
    return true
  }

  /** `first`: a number before the rest, null where there is none. */
  function close(type: number, first: number | null, from: number, length: number): void {
    buffer.writeUInt32BE(from - used - 4 + length, used)
    buffer.writeUInt8(type, used + 4)
    if (first !== null) buffer.writeUInt32BE(first, used + 5)
    used = from + length
  }

  return {
    text(type, text) {
      if (!reserve(text.length * 3)) return null
      const from = used + HEADER - 4
      const length = buffer.write(text, from, 'utf8')
      close(type, null, from, length)
      return length
    },
    brief({ numbers, text }) {
      const size = numbers.byteLength
      if (!reserve(size + text.length * 3)) return null
      const from = used + HEADER
      buffer.set(new Uint8Array(numbers.buffer, numbers.byteOffset, size), from)
      const length = size + buffer.write(text, from + size, 'utf8')
      close(FRAME.brief, numbers.length, from, length)
      return length
    },
    piece(request, chunk, encoding, at) {
      const wide = typeof chunk === 'string' && encoding !== 'latin1'
      let end = Math.min(chunk.length, at + (wide ? PIECE : PLAIN_PIECE))
      if (!reserve((end - at) * (wide ? 3 : 1))) return null
      const from = used + HEADER
      let length: number
      if (typeof chunk === 'string') {
        const last = chunk.charCodeAt(end - 1)
        if (end < chunk.length && last >= 0xd800 && last <= 0xdbff) end -= 1
        const part = at === 0 && end === chunk.length ? chunk : chunk.slice(at, end)
        length = buffer.write(part, from, encoding)
      } else {
        length = end - at
        buffer.set(chunk.subarray(at, end), from)
      }
      close(FRAME.body, request, from, length)
      return end
    },
    flush,
  }
}
