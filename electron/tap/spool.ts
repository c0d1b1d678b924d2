import { closeSync, ftruncateSync, openSync, read, unlinkSync, write } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Bodies while their requests run: copied into a few blocks of memory that are used again and again, and from there to a file. However large the bodies and however
 * many at once, the heap holds none of them.
 */
export interface Spool {
  /** False where the disk does not keep up: the bytes are not kept. `bytes` is only read during the call. */
  add(key: string, bytes: Uint8Array): boolean
  /** All that was added under `key`, which is forgotten; null where newer bodies have been written over it, or the disk failed. */
  take(key: string): Promise<Uint8Array | null>
  /** Forgets what was added under `key`. */
  drop(key: string): void
  /** How many bytes were added under `key`. */
  size(key: string): number
  close(): void
}

interface Block {
  readonly bytes: Buffer
  /** Its place in the stream of all bodies. */
  from: number
  used: number
  written: boolean
}
/** A stretch of the stream of all bodies. */
type Piece = { readonly from: number; length: number }
/** `holed`: some bytes of it did not fit, so those after it are not kept either. */
type Body = { readonly pieces: Piece[]; size: number; holed: boolean }

const MEGABYTE = 1024 * 1024
export interface SpoolLimits {
  /** Bytes of one block and how many there are. */
  readonly block: number
  readonly blocks: number
  /** Bytes of the file, a multiple of `block`; the oldest are written over. */
  readonly file: number
}
const LIMITS: SpoolLimits = { block: MEGABYTE, blocks: 16, file: 512 * MEGABYTE }

export function createSpool({ block: size, blocks: most, file }: SpoolLimits = LIMITS): Spool {
  const path = join(tmpdir(), `propscope-spool-${process.pid}-${performance.now()}`)
  const fd = openSync(path, 'wx+', 0o600)
  // A file without a name is gone with the process, however that ends. Windows keeps it until it is closed.
  let unlinked = false
  try {
    unlinkSync(path)
    unlinked = true
  } catch {}
  const bodies = new Map<string, Body>()
  /** Blocks that hold bytes, by number: the place in the stream divided by the block's size. */
  const held = new Map<number, Block>()
  let made = 0
  let end = 0
  let current: Block | null = null
  let flying = 0
  let broken = false
  let closed = false

  function nextBlock(): Block | null {
    const block = oldestWritten() ?? (made < most ? newBlock() : null)
    if (!block) return null
    block.from = end
    block.used = 0
    block.written = false
    held.set(end / size, block)
    return block
  }
  function newBlock(): Block {
    made += 1
    return { bytes: Buffer.allocUnsafeSlow(size), from: 0, used: 0, written: false }
  }
  /** A block stays readable in memory until another needs it. */
  function oldestWritten(): Block | null {
    if (made < most) return null
    for (const [number, block] of held) {
      if (!block.written) continue
      held.delete(number)
      return block
    }
    return null
  }
  function flush(block: Block): void {
    write(fd, block.bytes, 0, size, block.from % file, error => {
      if (error) broken = true
      block.written = true
      flying -= 1
      if (closed && flying === 0) shut()
    })
    flying += 1
  }
  function shut(): void {
    try {
      ftruncateSync(fd, 0)
      closeSync(fd)
      if (!unlinked) unlinkSync(path)
    } catch {}
  }
  function room(): Block | null {
    if (current && current.used === size) {
      flush(current)
      current = null
    }
    current ??= nextBlock()
    return current
  }

  const readFile = (into: Uint8Array, at: number, length: number, place: number) =>
    new Promise<boolean>(done =>
      read(fd, into, at, length, place, (error, count) => done(error === null && count === length)),
    )

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
        block.bytes.set(at === 0 && length === bytes.byteLength ? bytes : bytes.subarray(at, at + length), block.used)
        const last = body.pieces.at(-1)
        if (last && last.from + last.length === end) last.length += length
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
      bodies.delete(key)
      const whole = new Uint8Array(body?.size ?? 0)
      let to = 0
      for (const piece of body?.pieces ?? []) {
        for (let at = piece.from; at < piece.from + piece.length; ) {
          const length = Math.min(piece.from + piece.length - at, size - (at % size))
          const block = held.get(Math.floor(at / size))
          if (block) whole.set(block.bytes.subarray(at % size, (at % size) + length), to)
          else if (closed || at < end - file + size || !(await readFile(whole, to, length, at % file))) return null
          // Written over while it was read.
          if (at < end - file + size && !block) return null
          at += length
          to += length
        }
      }
      return whole
    },
    drop(key) {
      bodies.delete(key)
    },
    close() {
      if (closed) return
      closed = true
      if (flying === 0) shut()
    },
  }
}
