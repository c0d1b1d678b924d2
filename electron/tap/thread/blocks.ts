/**
 * Memory that the tap's thread writes bodies into and the recording side reads them from, with no copy and no message between. The writer takes a free block, fills it and
 * goes on to the next; the recording side says when it needs one no more. Neither waits for the other: where no block is free, the bytes are not kept.
 */
export interface SharedBlocks {
  readonly memory: SharedArrayBuffer
  /** Bytes of one block and how many there are. */
  readonly size: number
  readonly count: number
  /** What both sides count and ask of each other; see `CONTROL`. */
  readonly control: SharedArrayBuffer
}

/** Places in `control`, as an Int32Array. The blocks' own follow: 0 while in use, else a stamp, the larger the later it was given back. */
export const CONTROL = {
  /** Events that the recording side is done with, modulo 2³². */
  taken: 0,
  /** 1 while nothing is to be recorded. */
  paused: 1,
  blocks: 2,
} as const

/** 64 MB are only touched where the recording side falls behind: what was given back last is used first. */
const SIZE = 1024 * 1024
const COUNT = 64

export function newSharedBlocks(size = SIZE, count = COUNT): SharedBlocks {
  const control = new SharedArrayBuffer((CONTROL.blocks + count) * 4)
  new Int32Array(control).fill(1, CONTROL.blocks)
  return { memory: new SharedArrayBuffer(size * count), size, count, control }
}

/** A stretch of a body in a block. */
export interface Stretch {
  readonly block: number
  readonly offset: number
  readonly length: number
}

export interface BlockWriter {
  /** Copies `bytes`, at most one block long, and says where to; false where there is no room for all of them, and none is copied. */
  write(bytes: Uint8Array, told: (stretch: Stretch) => void): boolean
}

/** `filled`: nothing more comes into that block. */
export function createBlockWriter(shared: SharedBlocks, filled: (block: number) => void): BlockWriter {
  const { size, count } = shared
  const memory = new Uint8Array(shared.memory)
  const control = new Int32Array(shared.control)
  let current = -1
  let used = size

  /** The free block that was given back last: its memory is nearest to the processor. */
  function nextFree(): number {
    let best = -1
    let stamp = 0
    for (let block = 0; block < count; block += 1) {
      const value = Atomics.load(control, CONTROL.blocks + block)
      if (value <= stamp) continue
      best = block
      stamp = value
    }
    return best
  }

  return {
    write(bytes, told) {
      const { byteLength } = bytes
      const here = Math.min(byteLength, size - used)
      const next = here < byteLength ? nextFree() : -1
      if (here < byteLength && (next < 0 || byteLength - here > size)) return false
      if (here > 0) {
        memory.set(here === byteLength ? bytes : bytes.subarray(0, here), current * size + used)
        told({ block: current, offset: used, length: here })
        used += here
      }
      if (next < 0) return true
      if (current >= 0) filled(current)
      Atomics.store(control, CONTROL.blocks + next, 0)
      current = next
      used = byteLength - here
      memory.set(bytes.subarray(here), current * size)
      told({ block: current, offset: 0, length: used })
      return true
    },
  }
}

/** The recording side's half. */
export interface BlockReader {
  bytes(stretch: Stretch): Uint8Array
  /** The writer may write into it again. */
  giveBack(block: number): void
  /** Events and stretches that are done with. */
  taken(count: number): void
  pause(on: boolean): void
}

export function createBlockReader({ memory, control: counters, size }: SharedBlocks): BlockReader {
  const control = new Int32Array(counters)
  let stamp = 1
  return {
    bytes: ({ block, offset, length }) => new Uint8Array(memory, block * size + offset, length),
    giveBack(block) {
      stamp = stamp === 0x7fffffff ? 1 : stamp + 1
      Atomics.store(control, CONTROL.blocks + block, stamp)
    },
    taken(count) {
      Atomics.add(control, CONTROL.taken, count)
    },
    pause(on) {
      Atomics.store(control, CONTROL.paused, Number(on))
    },
  }
}
