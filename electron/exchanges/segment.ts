import { close, openSync, read, rm, writev } from 'node:fs'

/** A file that bodies are written into one after the other. It goes from disk when it was let go and nobody writes to it or reads from it any more. */
export interface Segment {
  readonly keys: string[]
  /** Bytes that are taken, written or not. */
  size: number
  readonly gone: boolean
  /** Writes all of `parts` from `offset` on; false where the disk did not take them. */
  write(parts: readonly Uint8Array[], offset: number): Promise<boolean>
  read(into: Uint8Array, offset: number): Promise<boolean>
  /** An empty one in the same file, in place of this; null where somebody still writes or reads. Writing over pages takes a quarter of the time that making them takes. */
  handOver(): Segment | null
  /** Resolves when the file is gone. */
  letGo(): Promise<void>
}

/** Throws where the file cannot be made. */
export function newSegment(path: string): Segment {
  return segmentIn(path, openSync(path, 'wx+', 0o600))
}

function segmentIn(path: string, fd: number): Segment {
  let users = 0
  let gone = false
  let removed = () => {}
  const whenRemoved = new Promise<void>(done => {
    removed = done
  })
  const use = (work: (done: (ok: boolean) => void) => void) =>
    new Promise<boolean>(resolve => {
      users += 1
      work(ok => {
        users -= 1
        resolve(ok)
        if (gone && users === 0) remove()
      })
    })
  function remove(): void {
    close(fd, () => rm(path, { force: true }, () => removed()))
  }
  function writeFrom(parts: readonly Uint8Array[], offset: number, done: (ok: boolean) => void): void {
    writev(fd, parts, offset, (error, written) => {
      const left = after(parts, written)
      if (error || (left.length > 0 && written === 0)) done(false)
      else if (left.length === 0) done(true)
      else writeFrom(left, offset + written, done)
    })
  }
  return {
    keys: [],
    size: 0,
    get gone() {
      return gone
    },
    // Nobody asks any more for what is let go before it is written.
    write: (parts, offset) => (gone ? Promise.resolve(true) : use(done => writeFrom(parts, offset, done))),
    read: (into, offset) =>
      gone
        ? Promise.resolve(false)
        : use(done =>
            read(fd, into, 0, into.byteLength, offset, (error, got) => done(error === null && got === into.byteLength)),
          ),
    handOver() {
      if (gone || users > 0) return null
      gone = true
      removed()
      return segmentIn(path, fd)
    },
    letGo() {
      if (!gone) {
        gone = true
        if (users === 0) remove()
      }
      return whenRemoved
    },
  }
}

/** What is left of `parts` after so many bytes. */
function after(parts: readonly Uint8Array[], written: number): Uint8Array[] {
  const left: Uint8Array[] = []
  let skip = written
  for (const part of parts) {
    if (skip < part.byteLength) left.push(part.subarray(skip))
    skip = Math.max(0, skip - part.byteLength)
  }
  return left
}
