import type { ExchangeSummary } from '../../shared/exchange.ts'
import type { KnownValues } from '../../shared/filter/complete.ts'
import { feed } from '../state/backend.ts'

const AT_MOST = 200
/** While one types, the list is counted once. */
const KEPT_MS = 2000

const READ: Readonly<Record<string, (row: ExchangeSummary) => readonly (string | null)[]>> = {
  page: row => [row.page],
  finding: row => row.rules,
  method: row => [row.method],
  cache: row => [row.cacheDeclared, row.cacheSent],
  error: row => [row.errorMessage],
  location: row => [row.location],
}

let counted: { field: string; atMs: number; values: ReturnType<KnownValues> } | null = null

/** What the rows have in a field, the most frequent first. */
export const knownValues: KnownValues = field => {
  const read = READ[field]
  if (!read) return []
  const now = performance.now()
  if (counted?.field === field && now - counted.atMs < KEPT_MS) return counted.values
  const counts = new Map<string, number>()
  feed.all.forEach(row => {
    for (const value of read(row)) {
      // A hostile server may send a different one each time.
      if (value !== null && (counts.size < 5000 || counts.has(value))) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  })
  const values = Array.from(counts, ([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, AT_MOST)
  counted = { field, atMs: now, values }
  return values
}
