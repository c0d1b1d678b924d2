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
  /** A body that is kept while it comes. */
  begin(): GrowingBody
  clear(): Promise<void>
  close(): Promise<void>
}

export interface GrowingBody {
  /** Keeps `parts` after those before, as `put` does. False where they could not be kept. */
  write(parts: readonly Uint8Array[]): Promise<boolean>
  /** Reads from the beginning; false where something of it is gone. */
  read(into: Uint8Array): Promise<boolean>
  /** Ends it, under its name. */
  keep(id: string, part: BodyPart): void
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
  bytes: number
  failed: boolean
  readonly written: Promise<void>
  readonly done: () => void
}
interface Piece {
  readonly run: Run
  readonly offset: number
  readonly length: number
}
interface Place {
  readonly pieces: readonly Piece[]
  readonly length: number
}

const MEGABYTE = 1024 * 1024
const LIMITS: BodyLimits = {
  total: 2048 * MEGABYTE,
  segment: 128 * MEGABYTE,
  waiting: 256 * MEGABYTE,
  count: 250_000,
}
/** A body up to this size is copied, into memory for many, and need not be waited for. */
const SMALL = 16 * 1024
const COPIES = 256 * 1024
/** So many bytes, or ms, are gathered before they are written: each write wakes another thread, and that one us. */
const GATHERED = 1024 * 1024
const GATHER_MS = 20
/** A run is not made longer than this while others wait. */
const RUN = 4 * MEGABYTE
/** Writes at once: Node has four threads for them and for everything else. */
const WRITES = 3

export async function createBodyStore(limits: Partial<BodyLimits> = {}): Promise<BodyStore> {
  const { total, segment: perSegment, waiting: waitAtMost, count } = { ...LIMITS, ...limits }
  const scratch = await makeScratch('bodies')
  const places = new Map<string, Place>()
  const segments: Segment[] = []
  /** Empty, in a file that is there. */
  let spare: Segment | null = null
  /** Not begun to be written, in order. */
  const runs: Run[] = []
  let memory = Buffer.alloc(0)
  let memoryUsed = 0
  let kept = 0
  let droppedBytes = 0
  let waiting = 0
  /** Of these, what no write has taken yet. */
  let gathered = 0
  let writing = 0
  let made = 0
  let timer: NodeJS.Timeout | null = null

  function segmentFor(length: number): Segment {
    const last = segments.at(-1)
    if (last && last.size + length <= perSegment && last.keys.length < count / 8) return last
    const segment = spare ?? newSegment(join(scratch.path, String(made + 1)))
    if (segment === spare) spare = null
    else made += 1
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
    const run: Run = { segment, offset: segment.size, parts: [], bytes: 0, failed: false, written, done }
    runs.push(run)
    return run
  }
  /** Small bodies that come one after the other are one part. */
  function copySmall(run: Run, bytes: Uint8Array): void {
    const last = run.parts.at(-1)
    if (memoryUsed + bytes.byteLength > memory.byteLength) {
      memory = Buffer.allocUnsafeSlow(COPIES)
      memoryUsed = 0
    }
    memory.set(bytes, memoryUsed)
    const goesOn = last?.buffer === memory.buffer && last.byteOffset + last.byteLength === memoryUsed
    if (goesOn) run.parts[run.parts.length - 1] = memory.subarray(last.byteOffset, memoryUsed + bytes.byteLength)
    else run.parts.push(memory.subarray(memoryUsed, memoryUsed + bytes.byteLength))
    memoryUsed += bytes.byteLength
  }
  function writeSoon(): void {
    if (gathered > GATHERED) {
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
      gathered -= run.bytes
      void run.segment.write(run.parts, run.offset).then(ok => {
        writing -= 1
        waiting -= run.bytes
        // A full disk must not end the session: the exchange stays, its body is counted as let go.
        run.failed = !ok
        if (!ok) forget(run.segment.keys, piece => piece.run === run)
        run.parts.length = 0
        run.done()
        writeNext()
      })
    }
  }
  function forget(keys: readonly string[], which: (piece: Piece) => boolean): void {
    for (const key of keys) {
      const place = places.get(key)
      if (!place?.pieces.some(which)) continue
      droppedBytes += place.length
      places.delete(key)
    }
  }
  const isLost = (piece: Piece) => piece.run.failed || piece.run.segment.gone

  /** A place for `parts`, one after the other, on their way to be written; null where they must be let go. */
  function reserve(parts: readonly Uint8Array[]): Piece | null {
    const length = parts.reduce((sum, one) => sum + one.byteLength, 0)
    let segment: Segment
    try {
      if (waiting + length > waitAtMost && waiting > 0) throw new Error('too much waits')
      segment = segmentFor(length)
    } catch {
      droppedBytes += length
      return null
    }
    const run = runFor(segment)
    const piece = { run, offset: segment.size, length }
    if (length <= SMALL) for (const one of parts) copySmall(run, one)
    else run.parts.push(...parts)
    run.bytes += length
    segment.size += length
    waiting += length
    gathered += length
    kept += length
    writeSoon()
    return piece
  }
  function place(key: string, pieces: readonly Piece[]): void {
    for (const { run } of pieces) run.segment.keys.push(key)
    places.set(key, { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) })
  }
  async function readPieces(pieces: readonly Piece[], from: number, into: Uint8Array): Promise<boolean> {
    let begins = 0
    for (const { run, offset, length } of pieces) {
      const skip = Math.max(0, from - begins)
      const at = begins + skip - from
      const size = Math.min(length - skip, into.byteLength - at)
      begins += length
      if (size <= 0) continue
      if (run.parts.length > 0) writeNext()
      await run.written
      if (run.failed || !(await run.segment.read(into.subarray(at, at + size), offset + skip))) return false
    }
    return true
  }
  function makeRoom(): void {
    while (segments.length > 1 && (kept > total || places.size > count)) {
      const oldest = segments.shift()
      if (!oldest) return
      kept -= oldest.size
      forget(oldest.keys, piece => piece.run.segment === oldest)
      const heir = spare ? null : oldest.handOver()
      if (heir) spare = heir
      else void oldest.letGo()
    }
  }
  async function empty(): Promise<void> {
    places.clear()
    kept = 0
    const all = [...segments.splice(0), ...(spare ? [spare] : [])]
    spare = null
    await Promise.all(all.map(segment => segment.letGo()))
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
      const piece = reserve([bytes])
      if (!piece) return Promise.resolve()
      place(`${part}:${id}`, [piece])
      makeRoom()
      return bytes.byteLength <= SMALL ? Promise.resolve() : piece.run.written
    },
    async read(id, part, offset, length) {
      const key = `${part}:${id}`
      const found = places.get(key)
      if (!found) return null
      const bytes = new Uint8Array(Math.max(0, Math.min(length, found.length - offset)))
      const ok = await readPieces(found.pieces, offset, bytes)
      // Newer ones may have pushed it out meanwhile.
      return ok && places.get(key) === found ? { bytes, offset, total: found.length } : null
    },
    begin() {
      const pieces: Piece[] = []
      return {
        async write(parts) {
          const piece = reserve(parts)
          if (!piece) return false
          pieces.push(piece)
          makeRoom()
          await piece.run.written
          if (piece.run.failed) droppedBytes += piece.length
          return !piece.run.failed
        },
        read: into => readPieces(pieces, 0, into),
        keep(id, part) {
          place(`${part}:${id}`, pieces)
          if (pieces.some(isLost)) forget([`${part}:${id}`], isLost)
        },
      }
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
