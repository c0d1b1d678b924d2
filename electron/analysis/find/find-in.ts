import type { FoundHit } from '../../../shared/api.ts'
import { indexJson } from '../../../shared/json/index-json.ts'
import { now } from '../../../shared/json/job.ts'
import { createHits } from '../../../shared/json/search/hits.ts'
import { literal, readQuery } from '../../../shared/json/search/query.ts'
import { searchText } from '../../../shared/json/search/search-text.ts'
import { type Batch, matchBatch, valuesAt, valuesOf } from '../../../shared/json/search/values.ts'
import { keyOf, pathOf, previewOf } from '../../../shared/json/text.ts'

export interface FindTask {
  readonly box: string
  readonly matchCase: boolean
  readonly bytes: Uint8Array
}

export interface FoundInOne {
  /** Keys and values that hold it. */
  readonly count: number
  /** The first of them. */
  readonly hits: readonly FoundHit[]
  /** The bytes are no JSON. */
  readonly unreadable: boolean
}

const SHOWN = 5
const PREVIEW = 160

/** Looks for what a search box says in one payload, all at once: for a thread that can be ended. */
export function findIn({ box, matchCase, bytes }: FindTask): FoundInOne {
  const read = readQuery(box, matchCase)
  const indexed = indexJson(bytes)
  if (!read.ok || !indexed.ok) return { count: 0, hits: [], unreadable: !indexed.ok }
  const tree = { bytes, index: indexed.index }
  const { query } = read
  const hits = createHits()
  if (query.kind === 'text') now(searchText(tree, query, hits))
  else {
    const filter = query.kind === 'path' ? query.filter : query
    const pattern =
      filter === null ? null : filter.kind === 'text' ? literal(filter) : new RegExp(filter.source, filter.flags)
    const batches: Iterable<Batch> =
      query.kind === 'path' ? valuesAt(tree, query.pattern, filter === null) : valuesOf(tree)
    for (const batch of batches) {
      for (const n of pattern ? matchBatch(batch, pattern) : batch.nodes.keys()) {
        hits.add(batch.nodes[n] ?? 0, batch.inKey[n] === 1)
      }
    }
  }
  return {
    count: hits.count,
    unreadable: false,
    hits: Array.from({ length: Math.min(SHOWN, hits.kept) }, (_, n) => {
      const node = hits.nodeOf(n)
      const inKey = hits.isKey(n)
      const shown = inKey ? (keyOf(tree, node, PREVIEW)?.text ?? '') : previewOf(tree, node, PREVIEW).text
      return { path: pathOf(tree, node), inKey, text: shown }
    }),
  }
}
