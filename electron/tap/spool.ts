import { closeSync, ftruncateSync, openSync, read, unlinkSync, write } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Bodies while their requests run: copied into a few blocks of memory that are used again and again, and from there to a file where the memory runs short. However large
 * the bodies and however many at once, the heap holds none of them.
 */
export interface Spool {
  /** False where the disk does not keep up: neither these bytes are kept nor those that follow them. `bytes` is only read during the call. */
  add(key: string, bytes: Uint8Array): boolean
  /** All that was kept under `key`, which is forgotten; null where newer bodies have been written over it, or the disk failed. */
  take(key: string): Promise<Uint8Array | null>
  /** Forgets what was added under `key`. */
  drop(key: string): void
  /** How many bytes are kept under `key`. */
  size(key: string): number
  close(): void
}

export interface SpoolLimits {
  /** Bytes of one block and how many there are. */
  readonly block: number
  readonly blocks: number
  /** Bytes of the file, a multiple of `block`; the oldest are written over. */
  readonly file: number
}
const MEGABYTE = 1024 * 1024
const LIMITS: SpoolLimits = { block: MEGABYTE, blocks: 24, file: 512 * MEGABYTE }

interface Block {
  readonly bytes: Buffer
  /** Its place in the stream of all bodies, divided by the size of a block. */
  number: number
  used: number
  /** How many stretches of bodies in it are still wanted. */
  wanted: number
  state: 'filling' | 'full' | 'writing' | 'written'
}
/** A stretch of the stream of all bodies. */
type Piece = { readonly from: number; length: number }
/** `holed`: some bytes of it did not fit, so those after it are not kept either. */
type Body = { readonly pieces: Piece[]; size: number; holed: boolean }

export function createSpool({ block: size, blocks: most, file }: SpoolLimits = LIMITS): Spool {
  const disk = openUnnamed()
  const bodies = new Map<string, Body>()
  /** Blocks whose bytes can be read from memory, in the order of the stream. */
  const held = new Map<number, Block>()
  const free: Block[] = []
  let made = 0
  let end = 0
  let current: Block | null = null
  let flying = 0
  let broken = false
  let closed = false

  /** The block to write into, null where all are in use. */
  function room(): Block | null {
    if (current && current.used === size) {
      current.state = 'full'
      if (current.wanted === 0) letGo(current)
      current = null
    }
    if (current) return current
    const block = free.pop() ?? newBlock() ?? oldest('written')
    if (block) {
      held.delete(block.number)
      Object.assign(block, { number: end / size, used: 0, wanted: 0, state: 'filling' })
      held.set(block.number, block)
      current = block
    }
    writeSome()
    return block
  }
  function newBlock(): Block | null {
    if (made === most) return null
    made += 1
    return { bytes: Buffer.allocUnsafeSlow(size), number: -1, used: 0, wanted: 0, state: 'filling' }
  }
  function oldest(state: Block['state']): Block | null {
    for (const block of held.values()) if (block.state === state) return block
    return null
  }
  function letGo(block: Block): void {
    held.delete(block.number)
    free.push(block)
  }
  /** Half of the blocks are to be free or on their way to the file; a body that ends before that never touches the disk. */
  function writeSome(): void {
    let busy = 0
    for (const block of held.values()) if (block.state === 'full') busy += 1
    for (; busy > most / 2; busy -= 1) {
      const block = oldest('full')
      if (!block) return
      block.state = 'writing'
      flying += 1
      write(disk.fd, block.bytes, 0, size, (block.number * size) % file, error => {
        flying -= 1
        if (error) broken = true
        block.state = 'written'
        if (block.wanted === 0) letGo(block)
        if (closed && flying === 0) disk.close()
      })
    }
  }
  function forget(key: string): void {
    for (const { from, length } of bodies.get(key)?.pieces ?? []) {
      for (let number = Math.floor(from / size); number * size < from + length; number += 1) {
        const block = held.get(number)
        if (!block) continue
        block.wanted -= 1
        if (block.wanted === 0 && (block.state === 'full' || block.state === 'written')) letGo(block)
      }
    }
    bodies.delete(key)
  }
  const readFile = (into: Uint8Array, at: number, length: number, place: number) =>
    new Promise<boolean>(done =>
      read(disk.fd, into, at, length, place, (error, count) => done(error === null && count === length)),
    )
  const isWrittenOver = (at: number) => at < end - file + size

  async function copy(body: Body): Promise<Uint8Array | null> {
    const whole = Buffer.allocUnsafe(body.size)
    let to = 0
    for (const piece of body.pieces) {
      for (let at = piece.from; at < piece.from + piece.length; ) {
        const inBlock = at % size
        const length = Math.min(piece.from + piece.length - at, size - inBlock)
        const block = held.get(Math.floor(at / size))
        if (block) whole.set(block.bytes.subarray(inBlock, inBlock + length), to)
        else if (closed || isWrittenOver(at) || !(await readFile(whole, to, length, at % file))) return null
        // It may have been written over while it was read.
        if (!block && isWrittenOver(at)) return null
        at += length
        to += length
      }
    }
    return whole
  }

  return {
    add(key, bytes) {
      let body = bodies.get(key)
      if (!body) {
        body = { pieces: [], size: 0, holed: false }
        bodies.set(key, body)
      }
      if (broken || closed) body.holed = true
      let at = 0
      while (at < bytes.byteLength && !body.holed) {
        const block = room()
        if (!block) {
          body.holed = true
          break
        }
        const length = Math.min(bytes.byteLength - at, size - block.used)
        block.bytes.set(bytes.subarray(at, at + length), block.used)
        const last = body.pieces.at(-1)
        const goesOn = last !== undefined && last.from + last.length === end
        if (!goesOn || block.used === 0) block.wanted += 1
        if (goesOn) last.length += length
        else body.pieces.push({ from: end, length })
        block.used += length
        body.size += length
        end += length
        at += length
      }
      return !body.holed
    },
    size: key => bodies.get(key)?.size ?? 0,
    async take(key) {
      const body = bodies.get(key)
      if (!body) return new Uint8Array()
      try {
        return await copy(body)
      } finally {
        forget(key)
      }
    },
    drop: forget,
    close() {
      if (closed) return
      closed = true
      if (flying === 0) disk.close()
    },
  }
}

/** A file without a name is gone with the process, however that ends. Windows keeps the name until it is closed. */
function openUnnamed(): { readonly fd: number; close(): void } {
  const path = join(tmpdir(), `propscope-spool-${process.pid}-${performance.now()}`)
  const fd = openSync(path, 'wx+', 0o600)
  const unlink = () => {
    try {
      unlinkSync(path)
    } catch {
      // It has no name any more, or not yet none.
    }
  }
  unlink()
  return {
    fd,
    close() {
      ftruncateSync(fd, 0)
      closeSync(fd)
      unlink()
    },
  }
}
