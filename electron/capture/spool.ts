import { read, write } from 'node:fs'
import type { BlockReader, Stretch } from '../tap/thread/blocks.ts'
import { createScratchMemory } from './scratch-memory.ts'
import { openUnnamed } from './unnamed-file.ts'

/** The recording side's view of the bodies in the shared blocks, until their requests have ended and they are taken. What outlives half of the blocks goes to a file. */
export interface Spool {
  /** `stretch` belongs to `key`, after all that was added before. */
  add(key: number, stretch: Stretch): void
  /** Nothing more comes into that block. */
  filled(block: number): void
  /** How many bytes are kept under `key`. */
  size(key: number): number
  /** All that was kept under `key`, which is forgotten; null where newer bodies have been written over it, or the disk failed. */
  take(key: number): Promise<Taken | null>
  /** Forgets what was added under `key`. */
  drop(key: number): void
  /** Nobody writes into any block any more: what is not wanted can be written by another. */
  writerGone(): void
  close(): void
}

/** `bytes` are good until `release`, which must be called: then others are written there. */
export interface Taken {
  readonly bytes: Uint8Array
  release(): void
}

export interface SpoolLimits {
  /** Bytes of one block and how many there are. */
  readonly size: number
  readonly count: number
  /** Bytes of the file; the oldest are written over. */
  readonly file: number
}
export const SPOOL_FILE = 512 * 1024 * 1024

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
  readonly pieces: Piece[]
  size: number
}

export function createSpool({ size, count, file }: SpoolLimits, blocks: BlockReader): Spool {
  const disk = openUnnamed('spool')
  const scratch = createScratchMemory()
  const bodies = new Map<number, Body>()
  /** Blocks whose bytes are in memory, by number, oldest first. */
  const held = new Map<number, Held>()
  const places: (Held | undefined)[] = []
  let nextPlace = 0
  let flying = 0
  let broken = false
  let closed = false

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
  /** Half of the blocks are to be free or on their way to the file; a body that ends before that never touches the disk. */
  function spill(): void {
    let full = 0
    for (const one of held.values()) if (one.filled && !one.writing && one.place === null) full += 1
    for (const one of held.values()) {
      if (full <= count / 2 || broken || closed) return
      if (!one.filled || one.writing || one.place !== null || one.pinned > 0) continue
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

  async function copy(body: Body): Promise<Taken | null> {
    const whole = scratch(body.size)
    let to = 0
    for (const { held: one, offset, length } of body.pieces) {
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

  return {
    add(key, { block, offset, length }) {
      const one = held.get(block) ?? newHeld(block)
      let body = bodies.get(key)
      if (!body) {
        body = { pieces: [], size: 0 }
        bodies.set(key, body)
      }
      body.size += length
      const last = body.pieces.at(-1)
      if (last?.held === one && last.offset + last.length === offset) {
        last.length += length
        return
      }
      one.wanted += 1
      body.pieces.push({ held: one, offset, length })
    },
    filled(block) {
      const one = held.get(block) ?? newHeld(block)
      one.filled = true
      settle(one)
      spill()
    },
    size: key => bodies.get(key)?.size ?? 0,
    async take(key) {
      const body = bodies.get(key)
      bodies.delete(key)
      const [first] = body?.pieces ?? []
      if (!body || !first) return { bytes: new Uint8Array(), release: () => {} }
      if (body.pieces.length === 1 && first.held.inMemory) {
        const { held: one, offset, length } = first
        one.pinned += 1
        let released = false
        return {
          bytes: blocks.bytes({ block: one.block, offset, length }),
          release() {
            if (released) return
            released = true
            one.pinned -= 1
            forget(first)
          },
        }
      }
      try {
        return await copy(body)
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
