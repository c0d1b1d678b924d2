import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BodyPart, BodySlice } from '../../shared/api.ts'
import { makeScratch } from '../scratch/scratch.ts'

/** Captured bodies on disk, within a bound: the oldest go first, a whole segment at a time. */
export interface BodyStore {
  /** Bytes let go so far: pushed out by newer ones, or because the disk refused them. */
  readonly droppedBytes: number
  /** Keeps `bytes`; they belong to the store from now on. Resolves when they are on disk. */
  put(id: string, part: BodyPart, bytes: Uint8Array): Promise<void>
  /** null where nothing was kept, or it was let go. */
  read(id: string, part: BodyPart, offset: number, length: number): Promise<BodySlice | null>
  clear(): Promise<void>
  close(): Promise<void>
}

interface Segment {
  readonly path: string
  readonly file: FileHandle
  readonly keys: string[]
  size: number
}
interface Place {
  readonly segment: Segment
  readonly offset: number
  readonly length: number
}

const MEGABYTE = 1024 * 1024

export async function createBodyStore(
  limits: { readonly total: number; readonly segment: number } = { total: 2048 * MEGABYTE, segment: 128 * MEGABYTE },
): Promise<BodyStore> {
  const scratch = await makeScratch('bodies')
  const places = new Map<string, Place>()
  const segments: Segment[] = []
  let droppedBytes = 0
  let made = 0
  // One writer at a time: a place is known before the next one is given.
  let line: Promise<void> = Promise.resolve()
  const inLine = (work: () => Promise<void>): Promise<void> => {
    line = line.then(work, work)
    return line
  }

  async function segmentFor(length: number): Promise<Segment> {
    const last = segments.at(-1)
    if (last && last.size + length <= limits.segment) return last
    made += 1
    const path = join(scratch.path, String(made))
    const segment: Segment = { path, file: await open(path, 'wx+', 0o600), keys: [], size: 0 }
    segments.push(segment)
    return segment
  }
  async function letGo(segment: Segment): Promise<void> {
    for (const key of segment.keys) {
      const place = places.get(key)
      if (place?.segment !== segment) continue
      droppedBytes += place.length
      places.delete(key)
    }
    await segment.file.close()
    await rm(segment.path, { force: true })
  }
  const total = () => segments.reduce((sum, segment) => sum + segment.size, 0)
  async function empty(): Promise<void> {
    const before = droppedBytes
    for (const segment of segments.splice(0)) await letGo(segment)
    places.clear()
    droppedBytes = before
  }

  return {
    get droppedBytes() {
      return droppedBytes
    },
    put(id, part, bytes) {
      return inLine(async () => {
        try {
          const segment = await segmentFor(bytes.byteLength)
          const offset = segment.size
          segment.size += bytes.byteLength
          await segment.file.write(bytes, 0, bytes.byteLength, offset)
          const key = `${part}:${id}`
          segment.keys.push(key)
          places.set(key, { segment, offset, length: bytes.byteLength })
          while (segments.length > 1 && total() > limits.total) {
            const oldest = segments.shift()
            if (oldest) await letGo(oldest)
          }
        } catch {
          // A full disk must not end the session: the exchange stays, its body is counted as let go.
          droppedBytes += bytes.byteLength
        }
      })
    },
    async read(id, part, offset, length) {
      await line
      const place = places.get(`${part}:${id}`)
      if (!place) return null
      const count = Math.max(0, Math.min(length, place.length - offset))
      const bytes = new Uint8Array(count)
      try {
        if (count > 0) await place.segment.file.read(bytes, 0, count, place.offset + offset)
      } catch {
        return null
      }
      return { bytes, offset, total: place.length }
    },
    clear: () => inLine(empty),
    async close() {
      await inLine(empty)
      await scratch.remove()
    },
  }
}
