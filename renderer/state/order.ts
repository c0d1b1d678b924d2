import type { ExchangeSummary } from '../../shared/exchange.ts'

/** What rows are sorted by; null keys come last in both directions. */
export interface Order {
  readonly key: (row: ExchangeSummary) => number | string | null
  readonly down: boolean
}

/** Ties stand in the order of their starts. */
export function compareRows({ key, down }: Order): (a: ExchangeSummary, b: ExchangeSummary) => number {
  return (a, b) => {
    const [left, right] = [key(a), key(b)]
    if (left !== right) {
      if (left === null) return 1
      if (right === null) return -1
      return left < right === down ? 1 : -1
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }
}

/**
 * A sorted copy. Each key is read once and texts are ranked first, so that 100,000 rows are sorted as numbers. `rows` must be in the order of their ids.
 */
export function sortRows(rows: readonly ExchangeSummary[], order: Order): ExchangeSummary[] {
  const keys = new Float64Array(rows.length)
  const read = rows.map(order.key)
  const texts = read.filter(key => typeof key === 'string')
  const ranks = texts.length === 0 ? null : new Map([...new Set(texts)].sort(byCode).map((text, rank) => [text, rank]))
  const sign = order.down ? -1 : 1
  for (const [index, key] of read.entries()) {
    const value = typeof key === 'string' ? (ranks?.get(key) ?? 0) : key
    keys[index] = value === null ? Number.POSITIVE_INFINITY : value * sign
  }
  const places = Uint32Array.from(rows, (_, index) => index)
  places.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b)
  return Array.from(places, place => rows[place] as ExchangeSummary)
}

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
