import { hashBytes, sameBytes } from '../hash.ts'
import type { JsonTree } from '../json-index.ts'
import { startOf } from '../tree.ts'
import type { Comparison, Difference, Side } from './comparison.ts'

/** Smaller values stand in many places by chance. */
const MOVED_FROM = 24

/** What a walk over two trees finds. */
export interface Findings {
  ignored: number
  added(after: Side): void
  removed(before: Side): void
  changed(before: Side, after: Side): void
  moved(before: Side, after: Side): void
  result(top: Comparison['top']): Comparison
}

export function createFindings(before: JsonTree, after: JsonTree, limit: number): Findings {
  const counts = { added: 0, removed: 0, changed: 0, moved: 0 }
  const differences: Difference[] = []
  const add = (difference: Difference) => {
    counts[difference.kind]++
    if (differences.length < limit) differences.push(difference)
  }
  return {
    ignored: 0,
    added: side => add({ kind: 'added', after: side }),
    removed: side => add({ kind: 'removed', before: side }),
    changed: (one, other) => add({ kind: 'changed', before: one, after: other }),
    moved: (one, other) => add({ kind: 'moved', before: one, after: other }),
    result(top) {
      const listed = joinMoved(before, after, differences, counts)
      const all = counts.added + counts.removed + counts.changed + counts.moved
      return {
        counts,
        ignored: this.ignored,
        bytes: { before: before.bytes.length, after: after.bytes.length },
        top,
        differences: listed,
        cut: all > listed.length,
      }
    },
  }
}

/** A value that went here and came there is one that moved. */
function joinMoved(
  before: JsonTree,
  after: JsonTree,
  differences: readonly Difference[],
  counts: { added: number; removed: number; moved: number },
): Difference[] {
  const gone = new Map<number, (Difference & { kind: 'removed' })[]>()
  for (const one of differences) {
    if (one.kind !== 'removed' || one.before.bytes < MOVED_FROM) continue
    const hash = hashOf(before, one.before)
    gone.set(hash, [...(gone.get(hash) ?? []), one])
  }
  if (gone.size === 0) return [...differences]
  const joined = new Set<Difference>()
  const listed = differences.map(one => {
    if (one.kind !== 'added' || one.after.bytes < MOVED_FROM) return one
    const match = gone
      .get(hashOf(after, one.after))
      ?.find(other => !joined.has(other) && isSame(before, other.before, after, one.after))
    if (!match) return one
    joined.add(match)
    counts.added--
    counts.removed--
    counts.moved++
    return { kind: 'moved' as const, before: match.before, after: one.after }
  })
  return listed.filter(one => !joined.has(one))
}

function hashOf(tree: JsonTree, side: Side): number {
  const start = startOf(tree, side.node)
  return hashBytes(tree.bytes, start, start + side.bytes)
}

function isSame(before: JsonTree, a: Side, after: JsonTree, b: Side): boolean {
  return (
    a.bytes === b.bytes &&
    sameBytes(before.bytes, startOf(before, a.node), after.bytes, startOf(after, b.node), a.bytes)
  )
}
