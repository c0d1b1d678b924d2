import { setImmediate as turn } from 'node:timers/promises'
import { comparePayloads } from '../../shared/json/compare/compare.ts'
import type { Comparison, Difference } from '../../shared/json/compare/comparison.ts'
import { indexJson } from '../../shared/json/index-json.ts'
import { inSlices } from '../../shared/json/job.ts'
import type { JsonTree } from '../../shared/json/json-index.ts'

/** Compares two props as compact JSON, a few ms at a time; null where one of them is no JSON. `ignore`: patterns of paths. */
export async function differencesOf(
  before: Uint8Array,
  after: Uint8Array,
  ignore: readonly string[],
  limit = 500,
): Promise<Comparison | null> {
  const [a, b] = [treeOf(before), treeOf(after)]
  if (!a || !b) return null
  const job = comparePayloads(a, b, { ignore, limit })
  return inSlices(job, { pause: () => turn(), clock: () => performance.now(), stopped: () => false })
}

function treeOf(bytes: Uint8Array): JsonTree | null {
  const read = indexJson(bytes)
  return read.ok ? { bytes, index: read.index } : null
}

/** Where a difference is, as JavaScript writes it behind `props`. */
export const pathOfDifference = (one: Difference): string => (one.kind === 'removed' ? one.before.path : one.after.path)
