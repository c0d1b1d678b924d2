import type * as Fs from 'node:fs'
import type { Send } from './send.ts'

/** Where frames are left for the reader to fetch; made by Propscope, on memory. */
export interface RingOptions {
  readonly path: string
  /** In bytes, without the head. */
  readonly size: number
}

/**
 * A file that goes round. Writing there wakes nobody: a reader that is woken by a socket is run at once, on a busy machine in the server's place, for as long as it takes to read.
 * The reader looks for itself every few ms, for a while after each word on the socket.
 */
export interface Ring {
  /** Takes what there is room for, as a socket would. */
  readonly send: Send
  close(): void
}

/**
 * The file begins with how much was written since the beginning (by the agent) and how much was fetched (by Propscope): each a double, twice, so that whoever reads one while
 * it is written can tell.
 */
export const RING_HEAD = { written: 0, fetched: 16, bytes: 64 } as const

/** null where the file cannot be opened: the server may live in another container. */
export function openRing(fs: typeof Fs, { path, size }: RingOptions): Ring | null {
  let fd: number
  try {
    fd = fs.openSync(path, 'r+')
  } catch {
    return null
  }
  const words = new Float64Array(2)
  const word = Buffer.from(words.buffer)
  let written = 0
  let fetched = 0
  let open = true

  function lookForRoom(): void {
    fs.readSync(fd, word, 0, word.length, RING_HEAD.fetched)
    const [first = 0, second = 0] = words
    if (first === second && first > fetched && first <= written) fetched = first
  }

  return {
    send(buffer, from, to) {
      if (!open) return 0
      try {
        if (to - from > size - (written - fetched)) lookForRoom()
        const length = Math.min(to - from, size - (written - fetched))
        if (length === 0) return 0
        const at = written % size
        const first = Math.min(length, size - at)
        if (fs.writeSync(fd, buffer, from, first, RING_HEAD.bytes + at) !== first) return 0
        const rest = length - first
        if (rest > 0 && fs.writeSync(fd, buffer, from + first, rest, RING_HEAD.bytes) !== rest) return 0
        words.fill(written + length)
        if (fs.writeSync(fd, word, 0, word.length, RING_HEAD.written) !== word.length) return 0
        written += length
        return length
      } catch {
        return 0
      }
    },
    close() {
      if (!open) return
      open = false
      fs.closeSync(fd)
    },
  }
}
