import type { Exchange } from '../../shared/exchange.ts'

/** The exchanges of this session, oldest first, within a bound. */
export interface ExchangeStore {
  readonly size: number
  /** Old exchanges let go so far to stay within the bound. */
  readonly evicted: number
  /** Adds or replaces; returns the ids that had to go for it. */
  put(exchange: Exchange): readonly string[]
  get(id: string): Exchange | null
  all(): Iterable<Exchange>
  clear(): void
}

export const EXCHANGES_AT_MOST = 100_000

export function createExchangeStore(atMost = EXCHANGES_AT_MOST): ExchangeStore {
  const exchanges = new Map<string, Exchange>()
  let evicted = 0
  return {
    get size() {
      return exchanges.size
    },
    get evicted() {
      return evicted
    },
    put(exchange) {
      exchanges.set(exchange.id, exchange)
      const gone: string[] = []
      // A Map keeps the order of insertion, which is the order of the starts.
      for (const id of exchanges.keys()) {
        if (exchanges.size <= atMost) break
        exchanges.delete(id)
        evicted += 1
        gone.push(id)
      }
      return gone
    },
    get: id => exchanges.get(id) ?? null,
    all: () => exchanges.values(),
    clear() {
      exchanges.clear()
      evicted = 0
    },
  }
}
