import { read, write } from 'node:fs'
import type { GrowingBody } from '../exchanges/bodies.ts'
import type { BlockReader, Stretch } from '../tap/thread/blocks.ts'
import { createScratchMemory, type ScratchMemory } from './scratch-memory.ts'
import { openUnnamed } from './unnamed-file.ts'

/** The recording side's view of the bodies in the shared blocks, until their requests have ended and they are taken. What outlives five eighths of the blocks goes to a file. */
export interface Spool {
  /** `stretch` belongs to `key`, after all that was added before. */
  add(key: number, stretch: Stretch): void
  /** Nothing more comes into that block. */
  filled(block: number): void
  /** How near it is to being written to the file, 0 to 1: what lies in blocks should be taken before. */
  readonly fill: number
  /** How many bytes are kept under `key`. */
  size(key: number): number
  /** All that was kept under `key`, which is forgotten; null where newer bodies have been written over it, or the disk failed. */
  take(key: number): Promise<Taken | Stored | null>
  /** Forgets what was added under `key`. */
  drop(key: number): void
  /** Nobody writes into any block any more: what is not wanted can be written by another. */
  writerGone(): void
  close(): void
}

/** `bytes` are good until `release`, which must be called: then others are written there. */
export interface Taken {
  readonly kind: 'bytes'
  readonly bytes: Uint8Array
  release(): void
}
/** A large body, which is where it stays already. `marked`: it may hold the mark. */
export interface Stored {
  readonly kind: 'stored'
  readonly body: GrowingBody
  readonly size: number
  readonly marked: boolean
}

/** Where large bodies are kept while they come. */
export interface SpoolStore {
  begin(): GrowingBody
}

export interface SpoolLimits {
  /** Bytes of one block and how many there are. */
  readonly size: number
  readonly count: number
  /** Bytes of the file; the oldest are written over. */
  readonly file: number
  /** Bytes of a body that are handed to the store as soon as they are there. */
  readonly large: number
}
export const SPOOL_FILE = 512 * 1024 * 1024
export const SPOOL_LARGE = 1024 * 1024

interface Held {
  readonly block: number
  /** How many pieces of bodies in it are still wanted, and how many of them are being looked at where they are. */
  wanted: number
  pinned: number
  filled: boolean
  /** Where it begins in the file; null while it is only in memory. */
  place: number | null
  writing: boolean
  inMemory: boolean
  /** Its place in the file has been written over. */
  lost: boolean
}
interface Piece {
  readonly held: Held
  readonly offset: number
  length: number
}
interface Body {
  /** What was not handed to the store. */
  pieces: Piece[]
  size: number
  /** Bytes in `pieces`. */
  waiting: number
  store: GrowingBody | null
  stored: Promise<boolean>
  marked: boolean
  /** The last bytes that were looked at for the mark. */
  tail: Buffer
}

/** Of every body that is small: what each of thousands has of its own is copied by the collector while it waits. */
const NOTHING_STORED = Promise.resolve(true)
const NOTHING = Buffer.alloc(0)

/** `mark`: a text that is looked for in large bodies as they pass. */
export function createSpool(
  { size, count, file, large }: SpoolLimits,
  blocks: BlockReader,
  store: SpoolStore | null = null,
  mark = '',
): Spool {
  const disk = openUnnamed('spool')
  const fullAtMost = (count * 5) / 8
  const scratch = createScratchMemory()
  const bodies = new Map<number, Body>()
  /** Blocks whose bytes are in memory, by number, oldest first. */
  const held = new Map<number, Held>()
  const places: (Held | undefined)[] = []
  let nextPlace = 0
  let flying = 0
  let broken = false
  let closed = false

  function newBody(key: number): Body {
    const body: Body = {
      pieces: [],
      size: 0,
      waiting: 0,
      store: null,
      stored: NOTHING_STORED,
      marked: false,
      tail: NOTHING,
    }
    bodies.set(key, body)
    return body
  }
  function newHeld(block: number): Held {
    const one: Held = {
      block,
      wanted: 0,
      pinned: 0,
      filled: false,
      place: null,
      writing: false,
      inMemory: true,
      lost: false,
    }
    held.set(block, one)
    return one
  }
  /** Gives the memory back where nobody needs it. */
  function settle(one: Held): void {
    if (!one.inMemory || !one.filled || one.writing || one.pinned > 0) return
    if (one.wanted > 0 && one.place === null) return
    one.inMemory = false
    held.delete(one.block)
    blocks.giveBack(one.block)
  }
  function forget(piece: Piece): void {
    piece.held.wanted -= 1
    settle(piece.held)
  }
  /** In memory for who knows how long: what is pinned is on its way elsewhere. */
  const isOnlyHere = (one: Held) => one.filled && !one.writing && one.place === null && one.pinned === 0
  /** Three eighths of the blocks are to be free or on their way somewhere, more than the writer takes for scarce; a body that ends before that never touches the disk. */
  function spill(): void {
    let full = 0
    for (const one of held.values()) if (isOnlyHere(one)) full += 1
    for (const one of held.values()) {
      if (full <= fullAtMost || broken || closed) return
      if (!isOnlyHere(one)) continue
      full -= 1
      toFile(one)
    }
  }
  function toFile(one: Held): void {
    const index = nextPlace
    nextPlace = (nextPlace + 1) % Math.floor(file / size)
    const before = places[index]
    if (before) before.lost = true
    places[index] = one
    one.writing = true
    flying += 1
    write(disk.fd, blocks.bytes({ block: one.block, offset: 0, length: size }), 0, size, index * size, error => {
      flying -= 1
      one.writing = false
      if (error) broken = true
      else one.place = index * size
      settle(one)
      if (closed && flying === 0) disk.close()
    })
  }
  const readFile = (into: Uint8Array, place: number) =>
    new Promise<boolean>(done => {
      flying += 1
      read(disk.fd, into, 0, into.byteLength, place, (error, got) => {
        flying -= 1
        done(error === null && got === into.byteLength)
        if (closed && flying === 0) disk.close()
      })
    })

  async function copy(pieces: readonly Piece[], total: number): Promise<ScratchMemory | null> {
    const whole = scratch(total)
    let to = 0
    for (const { held: one, offset, length } of pieces) {
      if (one.inMemory) whole.bytes.set(blocks.bytes({ block: one.block, offset, length }), to)
      else {
        const into = whole.bytes.subarray(to, to + length)
        // It may have been written over before, or while it was read.
        if (one.place === null || one.lost || closed || !(await readFile(into, one.place + offset)) || one.lost) {
          whole.release()
          return null
        }
      }
      to += length
    }
    return whole
  }
  const viewOf = ({ held: one, offset, length }: Piece) => blocks.bytes({ block: one.block, offset, length })
  function pin(piece: Piece): () => void {
    piece.held.pinned += 1
    let released = false
    return () => {
      if (released) return
      released = true
      piece.held.pinned -= 1
      forget(piece)
    }
  }
  function lookForMark(body: Body, parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
      const seam = Buffer.concat([body.tail, bytes.subarray(0, mark.length)])
      body.marked ||= seam.includes(mark) || bytes.lastIndexOf(mark) >= 0
      body.tail = Buffer.from((bytes.length >= mark.length ? bytes : seam).subarray(-mark.length))
    }
  }
  /** Hands what is there of a large body to the store, and its memory back as soon as that has it. */
  function handOver(body: Body, to: GrowingBody): void {
    const pieces = body.pieces.splice(0)
    const total = body.waiting
    body.waiting = 0
    const before = body.stored
    if (pieces.every(piece => piece.held.inMemory)) {
      const parts = pieces.map(viewOf)
      const unpins = pieces.map(pin)
      lookForMark(body, parts)
      const written = to.write(parts).finally(() => {
        for (const unpin of unpins) unpin()
      })
      body.stored = Promise.all([before, written]).then(all => all.every(Boolean))
      return
    }
    body.stored = (async () => {
      try {
        if (!(await before)) return false
        const whole = await copy(pieces, total)
        if (!whole) return false
        lookForMark(body, [whole.bytes])
        return await to.write([whole.bytes]).finally(whole.release)
      } finally {
        pieces.forEach(forget)
      }
    })()
  }

  return {
    add(key, { block, offset, length }) {
      const one = held.get(block) ?? newHeld(block)
      const body = bodies.get(key) ?? newBody(key)
      body.size += length
      body.waiting += length
      const last = body.pieces.at(-1)
      if (last?.held === one && last.offset + last.length === offset) last.length += length
      else {
        one.wanted += 1
        body.pieces.push({ held: one, offset, length })
      }
      if (!store || body.waiting < large) return
      body.store ??= store.begin()
      handOver(body, body.store)
    },
    filled(block) {
      const one = held.get(block) ?? newHeld(block)
      one.filled = true
      settle(one)
      spill()
    },
    get fill() {
      return Math.min(1, held.size / fullAtMost)
    },
    size: key => bodies.get(key)?.size ?? 0,
    async take(key) {
      const body = bodies.get(key)
      bodies.delete(key)
      if (body?.store) {
        if (body.pieces.length > 0) handOver(body, body.store)
        const stored = await body.stored
        return stored ? { kind: 'stored', body: body.store, size: body.size, marked: body.marked } : null
      }
      const [first] = body?.pieces ?? []
      if (!body || !first) return { kind: 'bytes', bytes: new Uint8Array(), release: () => {} }
      if (body.pieces.length === 1 && first.held.inMemory) {
        return { kind: 'bytes', bytes: viewOf(first), release: pin(first) }
      }
      try {
        const whole = await copy(body.pieces, body.size)
        return whole && { kind: 'bytes', bytes: whole.bytes, release: whole.release }
      } finally {
        body.pieces.forEach(forget)
      }
    },
    drop(key) {
      const body = bodies.get(key)
      bodies.delete(key)
      body?.pieces.forEach(forget)
    },
    writerGone() {
      for (let block = 0; block < count; block += 1) {
        const one = held.get(block)
        if (!one) blocks.giveBack(block)
        else {
          one.filled = true
          settle(one)
        }
      }
    },
    close() {
      if (closed) return
      closed = true
      if (flying === 0) disk.close()
    },
  }
}
