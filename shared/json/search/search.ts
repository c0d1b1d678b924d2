import { assertNever } from '../../units.ts'
import { inSlices, type Slices } from '../job.ts'
import type { JsonTree } from '../json-index.ts'
import type { Hits } from './hits.ts'
import { literal, type Query, type RegexQuery } from './query.ts'
import { searchText } from './search-text.ts'
import { type Batch, matchBatch, valuesAt, valuesOf } from './values.ts'

/** Runs a pattern of the user's where it can be ended: a thread of its own. */
export interface PatternRunner {
  /** Which texts of the batch match; null where the pattern took too long and was ended. */
  run(query: RegexQuery, batch: Pick<Batch, 'text' | 'ends'>): Promise<Int32Array | null>
}

export interface SearchTools extends Slices {
  readonly runner: PatternRunner
  /** Told whenever there are hits for the first time, and now and then. */
  readonly onHits: (hits: Hits, done: number) => void
}

/** `stopped`: by whoever asked. `slow`: the pattern was ended, and what it did not come to was not looked at. */
export type SearchEnd = 'whole' | 'stopped' | 'slow'

/** Searches a tree; the hits grow while it goes on. */
export async function search(tree: JsonTree, query: Query, hits: Hits, tools: SearchTools): Promise<SearchEnd> {
  const { stopped, onHits } = tools
  let told = 0
  const tell = (done: number) => {
    if (hits.count > 0 && told === 0) told = 1
    onHits(hits, done)
  }
  switch (query.kind) {
    case 'text': {
      const end = await inSlices(searchJob(tree, query, hits), { ...tools, onProgress: tell })
      return end === null ? 'stopped' : 'whole'
    }
    case 'regex':
      return batches(valuesOf(tree), query, hits, tools, tell)
    case 'path':
      return stopped()
        ? 'stopped'
        : batches(valuesAt(tree, query.pattern, query.filter === null), query.filter, hits, tools, tell)
    default:
      return assertNever(query)
  }
}

function* searchJob(tree: JsonTree, query: Query & { kind: 'text' }, hits: Hits): Generator<number, true, void> {
  yield* searchText(tree, query, hits)
  return true
}

async function batches(
  source: Generator<Batch, void, void>,
  filter: (Query & { kind: 'text' | 'regex' }) | null,
  hits: Hits,
  { runner, pause, stopped }: SearchTools,
  tell: (done: number) => void,
): Promise<SearchEnd> {
  const wanted = filter?.kind === 'text' ? literal(filter) : null
  for (const batch of source) {
    const matched = await matches(batch)
    if (matched === null) return 'slow'
    for (const n of matched) hits.add(batch.nodes[n] ?? 0, batch.inKey[n] === 1)
    tell(batch.done)
    await pause()
    if (stopped()) return 'stopped'
  }
  return 'whole'

  async function matches(batch: Batch): Promise<Iterable<number> | null> {
    if (filter === null) return batch.nodes.keys()
    return filter.kind === 'regex' ? runner.run(filter, batch) : matchBatch(batch, wanted ?? /(?!)/)
  }
}
