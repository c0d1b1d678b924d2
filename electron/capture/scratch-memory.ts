/** Memory for one body that is used again for the next: bodies that come and go at hundreds of MB a second leave nothing for the collector. */
export interface ScratchMemory {
  readonly bytes: Uint8Array
  release(): void
}

const SMALLEST = 64 * 1024
const LARGEST = 16 * 1024 * 1024
/** Above what is in use at once (`READ_AT_ONCE`, rounded up): shared memory that is let go instead is unknown to the collector, and comes back late. */
const KEPT_AT_MOST = 24 * 1024 * 1024

/** Shared memory, so that whoever hands it to another thread does not lose it here. */
export function createScratchMemory(keptAtMost = KEPT_AT_MOST): (size: number) => ScratchMemory {
  const spare = new Map<number, SharedArrayBuffer[]>()
  let kept = 0
  return size => {
    let room = SMALLEST
    while (room < size) room *= 2
    if (room > LARGEST) return { bytes: new Uint8Array(size), release: () => {} }
    const found = spare.get(room)?.pop()
    if (found) kept -= room
    const memory = found ?? new SharedArrayBuffer(room)
    let released = false
    return {
      bytes: new Uint8Array(memory, 0, size),
      release() {
        if (released || kept + room > keptAtMost) return
        released = true
        kept += room
        const list = spare.get(room)
        if (list) list.push(memory)
        else spare.set(room, [memory])
      },
    }
  }
}
