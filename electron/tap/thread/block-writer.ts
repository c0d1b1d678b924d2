import type { ReadBuffer, ReadMemory } from '../read-buffers.ts'
import { CONTROL, type SharedBlocks, type Stretch } from './blocks.ts'

/** The tap's half of the shared blocks. */
export interface BlockWriter {
  /**
   * Says where `bytes`, at most one block long, are: where they lie in the blocks already, nothing is copied. False where there is no room for all of them, and none is kept.
   */
  write(bytes: Uint8Array, told: (stretch: Stretch) => void): boolean
  /** Memory in the blocks for a connection to read large answers into. */
  readMemory(): ReadMemory
  /** Few blocks are free: what begins now may find none for its end. */
  isScarce(): boolean
}

/** What a connection reads into at once, and has for itself at a time. */
const READ = 256 * 1024
const WINDOW = 2 * READ
/** A read of so many bytes is taken for one of many; after so many smaller ones it is over. */
const LARGE = 32 * 1024
const PATIENCE = 4
const LEFT_AT_LEAST = 64 * 1024

/** `filled`: nothing more comes into that block, and nobody here reads from it. */
export function createBlockWriter(shared: SharedBlocks, filled: (block: number) => void): BlockWriter {
  const { size, count } = shared
  const memory = new Uint8Array(shared.memory)
  const control = new Int32Array(shared.control)
  /** Who needs each block here: this writer while it is the current one, windows, and bytes that are not written out. */
  const users = new Int32Array(count)
  let current = -1
  let used = size
  let free = count

  /** The free block that was given back last: its memory is nearest to the processor. */
  function nextFree(): number {
    let best = -1
    let stamp = 0
    free = 0
    for (let block = 0; block < count; block += 1) {
      const value = Atomics.load(control, CONTROL.blocks + block)
      if (value > 0) free += 1
      if (value <= stamp) continue
      best = block
      stamp = value
    }
    return best
  }
  function leave(block: number): void {
    const left = (users[block] ?? 1) - 1
    users[block] = left
    if (left === 0) filled(block)
  }
  function enter(block: number): void {
    users[block] = (users[block] ?? 0) + 1
  }
  function goOn(next: number, from: number): void {
    const before = current
    Atomics.store(control, CONTROL.blocks + next, 0)
    enter(next)
    current = next
    used = from
    if (before >= 0) leave(before)
  }

  function newWindow(): { readonly block: number; at: number; readonly end: number } | null {
    if (size < WINDOW) return null
    if (size - used < WINDOW) {
      const next = nextFree()
      // The last blocks are left for copies: a window may be held for long by who does not read on.
      if (next < 0 || free < count / 4) return null
      goOn(next, 0)
    }
    const window = { block: current, at: used, end: used + WINDOW }
    used += WINDOW
    enter(current)
    return window
  }

  return {
    write(bytes, told) {
      const { byteLength, byteOffset } = bytes
      if (bytes.buffer === shared.memory) {
        const block = Math.floor(byteOffset / size)
        told({ block, offset: byteOffset - block * size, length: byteLength })
        return true
      }
      const here = Math.min(byteLength, size - used)
      const next = here < byteLength ? nextFree() : -1
      if (here < byteLength && (next < 0 || byteLength - here > size)) return false
      if (here > 0) {
        memory.set(here === byteLength ? bytes : bytes.subarray(0, here), current * size + used)
        told({ block: current, offset: used, length: here })
        used += here
      }
      if (next < 0) return true
      goOn(next, byteLength - here)
      memory.set(bytes.subarray(here), current * size)
      told({ block: current, offset: 0, length: used })
      return true
    },
    isScarce() {
      nextFree()
      return free < count / 4
    },
    readMemory() {
      let window: ReturnType<typeof newWindow> = null
      let patience = 0
      function close(): void {
        if (window) leave(window.block)
        window = null
      }
      return {
        next(lastRead): ReadBuffer | null {
          patience = lastRead >= LARGE ? PATIENCE : patience - 1
          if (window) window.at += lastRead
          if (patience <= 0 || (window && window.end - window.at < LEFT_AT_LEAST)) close()
          if (patience <= 0) return null
          window ??= newWindow()
          if (!window) return null
          const { block, at, end } = window
          return {
            bytes: Buffer.from(shared.memory, block * size + at, Math.min(READ, end - at)),
            taken: () => enter(block),
            release: () => leave(block),
          }
        },
        close,
      }
    },
  }
}
