import type { JsonTree } from '../../../shared/json/json-index.ts'
import { createHits, type Hits } from '../../../shared/json/search/hits.ts'
import { literal, type Query, readQuery } from '../../../shared/json/search/query.ts'
import { search } from '../../../shared/json/search/search.ts'
import { createPatternRunner } from './pattern-runner.ts'
import { pause } from './pause.ts'
import type { FindEnd, RowView, Span, ViewApi } from './protocol.ts'

/** How often the view is told how far a search is, in ms. */
const TELL_MS = 100
/** Marks in one text, at most. */
const MARKS = 20

/** The search in one payload: the last one asked for counts. */
export interface Finder {
  find(tree: JsonTree, box: string, matchCase: boolean): Promise<FindEnd>
  stop(): void
  readonly hits: Hits
  /** The first hit at or behind an entry, the first of all where none is; -1 where nothing was found. */
  nearest(node: number): number
  /** What of a line was found. */
  marksIn(row: Pick<RowView, 'node' | 'key' | 'text'>): RowView['marks']
  close(): void
}

export function createFinder(view: Pick<ViewApi, 'found'>): Finder {
  const runner = createPatternRunner()
  let hits = createHits()
  let query: Query | null = null
  let job = 0

  return {
    get hits() {
      return hits
    },
    async find(tree, box, matchCase) {
      const own = ++job
      const stopped = () => own !== job
      const started = performance.now()
      const found = createHits()
      hits = found
      const read = readQuery(box, matchCase)
      query = read.ok ? read.query : null
      if (!read.ok) return { ok: false, why: read.why }
      let toldAt = started
      let first = true
      const end = await search(tree, read.query, found, {
        runner,
        pause,
        clock: () => performance.now(),
        stopped,
        onHits({ count, kept }, done) {
          const now = performance.now()
          const isFirst = first && count > 0
          if (stopped() || (!isFirst && now - toldAt < TELL_MS)) return
          if (isFirst) first = false
          toldAt = now
          view.found({ count, kept, done })
        },
      })
      // One that takes too long is not let run on while nobody waits.
      if (stopped()) return { ok: true, count: found.count, kept: found.kept, end: 'stopped', ms: 0 }
      return { ok: true, count: found.count, kept: found.kept, end, ms: performance.now() - started }
    },
    stop() {
      job++
    },
    close: () => runner.close(),
    nearest: node => (hits.kept === 0 ? -1 : Math.max(0, hits.from(node))),
    marksIn({ node, key, text }) {
      const at = hits.from(node)
      if (at < 0 || hits.nodeOf(at) !== node || query === null) return null
      const second = at + 1 < hits.kept && hits.nodeOf(at + 1) === node
      const inKey = hits.isKey(at)
      const inValue = second || !inKey
      const filter = query.kind === 'path' ? query.filter : query
      const pattern = filter?.kind === 'text' ? literal(filter) : null
      return {
        key: inKey ? (pattern && key ? spansOf(pattern, key.text) : []) : null,
        value: inValue ? (pattern ? spansOf(pattern, text) : []) : null,
      }
    },
  }
}

function spansOf(pattern: RegExp, text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '' || spans.length === MARKS) break
    spans.push([match.index, match.index + match[0].length])
  }
  return spans
}
