import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, statfsSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { RingOptions } from '../agent/ring.ts'

/** The file in which one agent leaves bodies (agent/ring.ts), and the reading of it. */
export interface RingFile {
  readonly options: RingOptions
  /** The bytes at a place in the stream of all of them. Throws `RangeError` on what no agent of ours would say. */
  read(place: number, length: number): Buffer
  /** Takes its name away: nobody else can open it, and it is gone with the last that has it open. */
  hide(): void
  close(): void
}

const MEGABYTE = 1024 * 1024
const SIZE = 8 * MEGABYTE
/** Memory as a file; elsewhere a busy disk could hold the server. */
const FOLDER = '/dev/shm'

/** null where the system has no such thing: bodies then come over the pipe itself. */
export function makeRingFile(size = SIZE, folder = FOLDER): RingFile | null {
  if (process.platform !== 'linux') return null
  const path = join(folder, `propscope-ring-${process.pid}-${randomBytes(9).toString('base64url')}`)
  let fd: number
  try {
    const { bavail, bsize } = statfsSync(folder)
    // A container's is small, and the server may need it.
    if (bavail * bsize < size * 2) return null
    fd = openSync(path, 'wx+', 0o600)
  } catch {
    return null
  }
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
  return {
    options: { path, size },
    read(place, length) {
      if (length > size) throw new RangeError(`a piece of ${length} bytes in a ring of ${size}`)
      const bytes = Buffer.allocUnsafeSlow(length)
      const at = place % size
      const first = Math.min(length, size - at)
      const got =
        readSync(fd, bytes, 0, first, at) + (first < length ? readSync(fd, bytes, first, length - first, 0) : 0)
      if (got !== length) throw new RangeError(`${got} of ${length} bytes in the ring`)
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
