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

/** 64 MB are only touched where the recording side falls behind, as it does while the tap is busy: half of them hold what is kept of a burst. What was given back last is used first. */
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
