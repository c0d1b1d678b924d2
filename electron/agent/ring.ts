import type * as Fs from 'node:fs'

/** Where bodies are left for the reader to fetch; made by Propscope, on memory. */
export interface RingOptions {
  readonly path: string
  /** In bytes. */
  readonly size: number
}

/**
 * Bytes written into a file that goes round. Writing there wakes nobody and needs no room in a socket's buffer: on a busy server it costs
 * a third of handing the same bytes over a socket, whose reader must be woken for each answer.
 */
export interface Ring {
  /** Writes `from` to `to` of a buffer; returns its place in the stream of all bytes, null where the reader has not made room yet. */
  write(buffer: Buffer, from: number, to: number): number | null
  /** The reader has fetched all before this place. */
  free(upTo: number): void
  close(): void
}

/** null where the file cannot be opened: the server may live in another container. */
export function openRing(fs: typeof Fs, { path, size }: RingOptions): Ring | null {
  let fd: number
  try {
    fd = fs.openSync(path, 'r+')
  } catch {
    return null
  }
  let end = 0
  let freed = 0
  let open = true
  return {
    write(buffer, from, to) {
      const length = to - from
      if (!open || end + length - freed > size) return null
      const at = end % size
      const first = Math.min(length, size - at)
      try {
        if (fs.writeSync(fd, buffer, from, first, at) !== first) return null
        if (first < length && fs.writeSync(fd, buffer, from + first, length - first, 0) !== length - first) return null
      } catch {
        return null
      }
      const place = end
      end += length
      return place
    },
    free(upTo) {
      if (upTo <= end) freed = Math.max(freed, upTo)
    },
    close() {
      if (!open) return
      open = false
      fs.closeSync(fd)
    },
  }
}
