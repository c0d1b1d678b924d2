import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, statfsSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { RING_HEAD, type RingOptions } from '../agent/outbox/ring.ts'

/** The file in which one agent leaves its frames (agent/outbox/ring.ts), and the reading of it. */
export interface RingFile {
  readonly options: RingOptions
  /** What was left since this was last asked, and makes room for more; null: nothing. Good until it is asked again. Throws `RangeError` on what no agent of ours would say. */
  fetch(): Buffer | null
  /** Takes its name away: nobody else can open it, and it is gone with the last that has it open. */
  hide(): void
  close(): void
}

const MEGABYTE = 1024 * 1024
const SIZE = 8 * MEGABYTE
/** Memory as a file; elsewhere a busy disk could hold the server. */
const FOLDER = '/dev/shm'

/** null where the system has no such thing: all then comes over the pipe itself. */
export function makeRingFile(size = SIZE, folder = FOLDER): RingFile | null {
  if (process.platform !== 'linux') return null
  const path = join(folder, `propscope-ring-${process.pid}-${randomBytes(9).toString('base64url')}`)
  let fd: number
  try {
    const { bavail, bsize } = statfsSync(folder)
    // A container's is small, and the server may need it.
    if (bavail * bsize < size * 2) return null
    fd = openSync(path, 'wx+', 0o600)
    writeSync(fd, Buffer.alloc(RING_HEAD.bytes), 0, RING_HEAD.bytes, 0)
  } catch {
    return null
  }
  const words = new Float64Array(2)
  const word = Buffer.from(words.buffer)
  let buffer: Buffer = Buffer.alloc(0)
  let fetched = 0
  let open = true
  let named = true
  const hide = () => {
    if (!named) return
    named = false
    try {
      unlinkSync(path)
    } catch {
      // Somebody has cleared it away.
    }
  }
  function read(into: Buffer, from: number, length: number, at: number): void {
    const got = length === 0 ? 0 : readSync(fd, into, from, length, RING_HEAD.bytes + at)
    if (got !== length) throw new RangeError(`${got} of ${length} bytes in the ring`)
  }
  return {
    options: { path, size },
    fetch() {
      if (!open) return null
      readSync(fd, word, 0, word.length, RING_HEAD.written)
      const [written = 0, again = 0] = words
      // It is being written: another time.
      if (written !== again || written === fetched) return null
      const length = written - fetched
      if (!Number.isSafeInteger(written) || length < 0 || length > size) {
        throw new RangeError(`${written} bytes written to a ring of ${size} of which ${fetched} were fetched`)
      }
      // Memory that is taken anew each time has our own collector run for longer than all the reading takes.
      if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(Math.min(size, length * 2))
      const bytes = buffer.subarray(0, length)
      const at = fetched % size
      const first = Math.min(length, size - at)
      read(bytes, 0, first, at)
      read(bytes, first, length - first, 0)
      fetched = written
      words.fill(fetched)
      writeSync(fd, word, 0, word.length, RING_HEAD.fetched)
      return bytes
    },
    hide,
    close() {
      hide()
      if (!open) return
      open = false
      closeSync(fd)
    },
  }
}
