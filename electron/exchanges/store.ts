import type { Exchange } from '../../shared/exchange.ts'

/** The exchanges of this session, oldest first, within a bound. */
export interface ExchangeStore {
  readonly size: number
  /** How many of them are of the server at `origin`. */
  sizeOf(origin: string): number
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
  const ofServer = new Map<string, number>()
  let evicted = 0
  const count = ({ server: { origin } }: Exchange, by: number) => {
    ofServer.set(origin, (ofServer.get(origin) ?? 0) + by)
  }
  return {
    get size() {
      return exchanges.size
    },
    sizeOf: origin => ofServer.get(origin) ?? 0,
    get evicted() {
      return evicted
    },
    put(exchange) {
      if (!exchanges.has(exchange.id)) count(exchange, 1)
      exchanges.set(exchange.id, exchange)
      const gone: string[] = []
      // A Map keeps the order of insertion, which is the order of the starts.
      for (const [id, oldest] of exchanges) {
        if (exchanges.size <= atMost) break
        exchanges.delete(id)
        count(oldest, -1)
        evicted += 1
        gone.push(id)
      }
      return gone
    },
    get: id => exchanges.get(id) ?? null,
    all: () => exchanges.values(),
    clear() {
      exchanges.clear()
      ofServer.clear()
      evicted = 0
    },
  }
}
