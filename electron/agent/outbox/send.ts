import type * as Fs from 'node:fs'
import type { Wire } from './binding-wire.ts'

/** Hands bytes `from` to `to` of a buffer to the socket without waiting; returns how many it took, 0 while the reader is behind. */
export type Send = (buffer: Buffer, from: number, to: number) => number

/** After the kernel's buffer was full, so long nothing is tried: a refused write costs more than it brings. */
const REST_MS = 1

/**
 * Writes to the descriptor itself where there is one. A stream would keep what the kernel does not take and only try again in the next turn of the
 * server's loop; under load such a turn is long and the kernel's buffer small, and most of the answers would have to be let go.
 * Nothing else of ours writes to this socket, and libuv has made the descriptor non-blocking.
 */
export function sendOver(socket: Wire, fs: typeof Fs): Send {
  let restUntil = 0
  return (buffer, from, to) => {
    if (socket.destroyed || socket.connecting) return 0
    const fd = (socket as unknown as { _handle?: { fd?: number } | null })._handle?.fd
    if (fd === undefined || fd < 0) {
      // Where there is no descriptor (a pipe on Windows, the inspector's connection): one write at a time, of a copy, since the buffer is used again.
      if (socket.writableLength > 0) return 0
      socket.write(Buffer.from(buffer.subarray(from, to)))
      return to - from
    }
    const now = performance.now()
    if (now < restUntil) return 0
    try {
      return fs.writeSync(fd, buffer, from, to - from)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') restUntil = now + REST_MS
      else socket.destroy()
      return 0
    }
  }
}
