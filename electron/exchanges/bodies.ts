import { join } from 'node:path'
import type { BodyPart, BodySlice } from '../../shared/api.ts'
import { makeScratch } from '../scratch/scratch.ts'
import { newSegment, type Segment } from './segment.ts'

/** Captured bodies on disk, within a bound: the oldest go first, a whole segment at a time. */
export interface BodyStore {
  /** Bytes let go so far: pushed out by newer ones, come faster than the disk took them, or because it refused them. */
  readonly droppedBytes: number
  /** Keeps `bytes`, which must not change until the promise resolves; it resolves when the store needs them no more. */
  put(id: string, part: BodyPart, bytes: Uint8Array): Promise<void>
  /** null where nothing was kept, or it was let go. */
  read(id: string, part: BodyPart, offset: number, length: number): Promise<BodySlice | null>
  clear(): Promise<void>
  close(): Promise<void>
}

export interface BodyLimits {
  /** Bytes on disk, and of one segment. */
  readonly total: number
  readonly segment: number
  /** Bytes that wait for the disk. */
  readonly waiting: number
  /** Bodies, however small. */
  readonly count: number
}

/** Bodies that lie one after the other in a segment and are written at once. */
interface Run {
  readonly segment: Segment
  readonly offset: number
  readonly parts: Uint8Array[]
  readonly keys: string[]
  bytes: number
  readonly written: Promise<void>
  readonly done: () => void
}
interface Place {
  readonly run: Run
  readonly offset: number
  readonly length: number
}

const MEGABYTE = 1024 * 1024
const LIMITS: BodyLimits = {
  total: 2048 * MEGABYTE,
  segment: 128 * MEGABYTE,
  waiting: 256 * MEGABYTE,
  count: 250_000,
}
/** A body up to this size is copied and need not be waited for; so many bytes of them, or ms, are gathered. */
const SMALL = 16 * 1024
const GATHERED = 256 * 1024
const GATHER_MS = 20
/** A run is not made longer than this while others wait. */
const RUN = 8 * MEGABYTE
/** Writes at once; each takes one of the few threads that Node has for it. */
const WRITES = 2

export async function createBodyStore(limits: Partial<BodyLimits> = {}): Promise<BodyStore> {
  const { total, segment: perSegment, waiting: waitAtMost, count } = { ...LIMITS, ...limits }
  const scratch = await makeScratch('bodies')
  const places = new Map<string, Place>()
  const segments: Segment[] = []
  /** Not begun to be written, in order. */
  const runs: Run[] = []
  let memory = Buffer.alloc(0)
  let memoryUsed = 0
  let kept = 0
  let droppedBytes = 0
  let waiting = 0
  let writing = 0
  let made = 0
  let timer: NodeJS.Timeout | null = null

  function segmentFor(length: number): Segment {
    const last = segments.at(-1)
    if (last && last.size + length <= perSegment && last.keys.length < count / 8) return last
    made += 1
    const segment = newSegment(join(scratch.path, String(made)))
    segments.push(segment)
    return segment
  }
  function runFor(segment: Segment): Run {
    const last = runs.at(-1)
    if (last?.segment === segment && last.bytes < RUN) return last
    let done = () => {}
    const written = new Promise<void>(resolve => {
      done = resolve
    })
    const run: Run = { segment, offset: segment.size, parts: [], keys: [], bytes: 0, written, done }
    runs.push(run)
    return run
  }
  /** Small bodies that come one after the other are one part. */
  function copySmall(run: Run, bytes: Uint8Array): void {
    const last = run.parts.at(-1)
    if (memoryUsed + bytes.byteLength > memory.byteLength) {
      memory = Buffer.allocUnsafeSlow(GATHERED)
      memoryUsed = 0
    }
    memory.set(bytes, memoryUsed)
    const goesOn = last?.buffer === memory.buffer && last.byteOffset + last.byteLength === memoryUsed
    if (goesOn) run.parts[run.parts.length - 1] = memory.subarray(last.byteOffset, memoryUsed + bytes.byteLength)
    else run.parts.push(memory.subarray(memoryUsed, memoryUsed + bytes.byteLength))
    memoryUsed += bytes.byteLength
  }
  function writeSoon(large: boolean): void {
    if (large || waiting > GATHERED) {
      if (timer) clearTimeout(timer)
      timer = null
      // What else comes in this turn is written with it.
      if (writing < WRITES) setImmediate(writeNext)
    } else timer ??= setTimeout(writeNext, GATHER_MS)
  }
  function writeNext(): void {
    timer = null
    while (writing < WRITES) {
      const run = runs.shift()
      if (!run) return
      writing += 1
      void run.segment.write(run.parts, run.offset).then(ok => {
        writing -= 1
        waiting -= run.bytes
        // A full disk must not end the session: the exchange stays, its body is counted as let go.
        if (!ok) forget(run.keys, place => place.run === run)
        run.parts.length = 0
        run.done()
        writeNext()
      })
    }
  }
  function forget(keys: readonly string[], which: (place: Place) => boolean): void {
    for (const key of keys) {
      const place = places.get(key)
      if (!place || !which(place)) continue
      droppedBytes += place.length
      places.delete(key)
    }
  }
  function makeRoom(): void {
    while (segments.length > 1 && (kept > total || places.size > count)) {
      const oldest = segments.shift()
      if (!oldest) return
      kept -= oldest.size
      forget(oldest.keys, place => place.run.segment === oldest)
      void oldest.letGo()
    }
  }
  async function empty(): Promise<void> {
    places.clear()
    kept = 0
    await Promise.all(segments.splice(0).map(segment => segment.letGo()))
  }
  async function drain(): Promise<void> {
    while (waiting > 0) {
      writeNext()
      await new Promise(setImmediate)
    }
  }

  return {
    get droppedBytes() {
      return droppedBytes
    },
    put(id, part, bytes) {
      const { byteLength: length } = bytes
      let segment: Segment
      try {
        if (waiting + length > waitAtMost && waiting > 0) throw new Error('too much waits')
        segment = segmentFor(length)
      } catch {
        droppedBytes += length
        return Promise.resolve()
      }
      const run = runFor(segment)
      const key = `${part}:${id}`
      const small = length <= SMALL
      if (small) copySmall(run, bytes)
      else run.parts.push(bytes)
      run.keys.push(key)
      run.bytes += length
      segment.keys.push(key)
      places.set(key, { run, offset: segment.size, length })
      segment.size += length
      waiting += length
      kept += length
      writeSoon(!small)
      makeRoom()
      return small ? Promise.resolve() : run.written
    },
    async read(id, part, offset, length) {
      const key = `${part}:${id}`
      const place = places.get(key)
      if (!place) return null
      if (place.run.parts.length > 0) writeNext()
      await place.run.written
      // The disk may have refused it meanwhile, or newer ones pushed it out.
      if (places.get(key) !== place) return null
      const bytes = new Uint8Array(Math.max(0, Math.min(length, place.length - offset)))
      const ok = bytes.byteLength === 0 || (await place.run.segment.read(bytes, place.offset + offset))
      return ok ? { bytes, offset, total: place.length } : null
    },
    async clear() {
      const gone = empty()
      await drain()
      await gone
    },
    async close() {
      const gone = empty()
      await drain()
      await gone
      if (timer) clearTimeout(timer)
      await scratch.remove()
    },
  }
}
