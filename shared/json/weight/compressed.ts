import type { Job } from '../job.ts'

/**
 * What each part of a text costs once it is compressed. Estimated by one pass as gzip makes it (a window of 32 kB, the last place where the same four bytes stood): bytes that
 * stand there already cost what a reference costs, others what a letter costs. `scale` makes the whole what gzip really made of it.
 */
export interface Compressed {
  /** Bytes of the compressed text that `from` to `to` stand for, before scaling. */
  between(from: number, to: number): number
  readonly whole: number
}

/** In bits, as they come out for JSON: of a byte of its own, and of a reference to earlier ones. */
const LETTER = 6
const REFERENCE = 20
const WINDOW = 32 * 1024
const LONGEST = 258
const SHORTEST = 4
const TABLE_BITS = 15
/** Costs are kept for blocks of so many bytes. */
const BLOCK = 64
const STEPS = 64 * 1024

export function* compressed(bytes: Uint8Array): Job<Compressed> {
  const last = new Int32Array(1 << TABLE_BITS).fill(-WINDOW - 1)
  /** Bits up to the beginning of each block. */
  const costs = new Float64Array(Math.ceil(bytes.length / BLOCK) + 1)
  let bits = 0
  let block = 0
  let pause = STEPS
  for (let at = 0; at < bytes.length; ) {
    let length = 0
    if (at + SHORTEST <= bytes.length) {
      const hash =
        Math.imul(
          (bytes[at] as number) |
            ((bytes[at + 1] as number) << 8) |
            ((bytes[at + 2] as number) << 16) |
            ((bytes[at + 3] as number) << 24),
          0x9e3779b1,
        ) >>>
        (32 - TABLE_BITS)
      const before = last[hash] as number
      last[hash] = at
      if (at - before <= WINDOW) {
        const most = Math.min(LONGEST, bytes.length - at)
        while (length < most && bytes[before + length] === bytes[at + length]) length++
      }
    }
    const matched = length >= SHORTEST
    const step = matched ? length : 1
    const each = matched ? REFERENCE / length : LETTER
    for (let n = 0; n < step; n++) {
      if (at % BLOCK === 0) costs[block++] = bits
      bits += each
      at++
    }
    if (at >= pause) {
      pause = at + STEPS
      yield at / bytes.length
    }
  }
  while (block < costs.length) costs[block++] = bits
  const upTo = (place: number): number => {
    const from = Math.floor(place / BLOCK)
    const start = costs[from] ?? bits
    const end = costs[from + 1] ?? bits
    const size = Math.min(BLOCK, bytes.length - from * BLOCK)
    return size <= 0 ? bits : start + ((end - start) * (place % BLOCK)) / size
  }
  return { whole: bits / 8, between: (from, to) => (upTo(to) - upTo(from)) / 8 }
}
