/** Hits that can be gone to; more are counted. */
export const HITS_AT_MOST = 100_000

/** Keys and values that were found, in the order of the text. */
export interface Hits {
  /** Of all, also of those that are not kept. */
  readonly count: number
  readonly kept: number
  nodeOf(hit: number): number
  isKey(hit: number): boolean
  add(node: number, inKey: boolean): void
  /** The first kept hit at or behind `node`; -1 where there is none. */
  from(node: number): number
}

export function createHits(): Hits {
  let nodes = new Int32Array(256)
  let keys = new Uint8Array(256)
  let count = 0
  return {
    get count() {
      return count
    },
    get kept() {
      return Math.min(count, HITS_AT_MOST)
    },
    nodeOf: hit => nodes[hit] ?? 0,
    isKey: hit => keys[hit] === 1,
    add(node, inKey) {
      if (count < HITS_AT_MOST) {
        if (count === nodes.length) {
          const more = new Int32Array(count * 2)
          const moreKeys = new Uint8Array(count * 2)
          more.set(nodes)
          moreKeys.set(keys)
          nodes = more
          keys = moreKeys
        }
        nodes[count] = node
        keys[count] = inKey ? 1 : 0
      }
      count++
    },
    from(node) {
      const kept = Math.min(count, HITS_AT_MOST)
      let low = 0
      let high = kept
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((nodes[middle] as number) < node) low = middle + 1
        else high = middle
      }
      return low < kept ? low : -1
    },
  }
}
