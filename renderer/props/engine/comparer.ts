import { comparePayloads } from '../../../shared/json/compare/compare.ts'
import { indexJson } from '../../../shared/json/index-json.ts'
import { inSlices } from '../../../shared/json/job.ts'
import type { JsonTree } from '../../../shared/json/json-index.ts'
import { anyOf } from '../../../shared/json/path-pattern.ts'
import { pause } from './pause.ts'
import type { Compared } from './protocol.ts'

const LISTED = 1_000

/** Compares the payload with another one, which is given in pieces and let go at the end. */
export interface Comparer {
  append(piece: Uint8Array, total: number): void
  /** `before` is what was appended. */
  compare(after: JsonTree, ignore: readonly string[], onProgress: (done: number) => void): Promise<Compared>
  drop(): void
}

export function createComparer(): Comparer {
  let bytes = new Uint8Array(0)
  let filled = 0
  let before: JsonTree | null = null
  let job = 0
  return {
    append(piece, total) {
      if (filled === 0) {
        bytes = new Uint8Array(total)
        before = null
      }
      bytes.set(piece.subarray(0, total - filled), filled)
      filled += piece.length
    },
    async compare(after, ignore, onProgress) {
      const own = ++job
      const read = anyOf(ignore)
      if (!read.ok) return { ok: false, why: `A path to ignore is not understood: ${read.why}.` }
      if (before === null) {
        const indexed = indexJson(bytes.subarray(0, filled))
        filled = 0
        if (!indexed.ok) return { ok: false, why: 'The other props are no JSON, or not all of them are kept.' }
        before = { bytes, index: indexed.index }
      }
      const comparison = await inSlices(comparePayloads(before, after, { ignore, limit: LISTED }), {
        pause,
        clock: () => performance.now(),
        stopped: () => own !== job,
        onProgress,
      })
      return comparison === null ? { ok: false, why: 'Stopped.' } : { ok: true, comparison }
    },
    drop() {
      job++
      bytes = new Uint8Array(0)
      filled = 0
      before = null
    },
  }
}
