/** FNV-1a over the bytes `from` to `to`, 32 bits. Equal hashes are a reason to look, never proof: see `sameBytes`. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash >>> 0
}

/** How many of `length` bytes are the same from two places on. */
export function sameFor(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, length: number): number {
  let n = 0
  while (n < length && a[aFrom + n] === b[bFrom + n]) n++
  return n
}

export function sameBytes(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, length: number): boolean {
  return sameFor(a, aFrom, b, bFrom, length) === length
}
