import type { Exchange, ExchangeSummary } from '../../shared/exchange.ts'
import { asJson } from '../../shared/wire.ts'
import { createPacker, type Packed } from './packer.ts'
import { summarize } from './summary.ts'

/** The exchanges of this session, oldest first, within a bound. All but the newest lie packed (`packer.ts`), each beside the summary of its row. */
export interface ExchangeStore {
  readonly size: number
  /** How many of them are of the server at `origin`. */
  sizeOf(origin: string): number
  /** Old exchanges let go so far to stay within the bound. */
  readonly evicted: number
  /** Adds or replaces; returns the ids that had to go for it. */
  put(exchange: Exchange): readonly string[]
  /** Unpacks it where it is packed: some tenths of a ms. */
  get(id: string): Exchange | null
  all(): Iterable<Exchange>
  /** At most `count` rows of those after `id`, which need not be there any more; null: from the first. `next` goes on after them; null where that was the last. */
  rows(after: string | null, count: number): { readonly rows: readonly ExchangeSummary[]; readonly next: string | null }
  clear(): void
}

export const EXCHANGES_AT_MOST = 100_000
/** So many of the newest are kept as they are. */
const FRESH = 1500

type Entry =
  | { readonly kind: 'fresh'; readonly exchange: Exchange }
  | { readonly kind: 'packed'; readonly packed: Packed; readonly summary: ExchangeSummary }

export function createExchangeStore(atMost = EXCHANGES_AT_MOST, freshAtMost = FRESH): ExchangeStore {
  // A Map keeps the order of insertion, which is the order of the starts.
  const entries = new Map<string, Entry>()
  const fresh = new Set<string>()
  const packer = createPacker()
  const ofServer = new Map<string, number>()
  let evicted = 0
  let packing = false

  const count = (origin: string, by: number) => void ofServer.set(origin, (ofServer.get(origin) ?? 0) + by)
  const originOf = (entry: Entry) => (entry.kind === 'fresh' ? entry.exchange.server.origin : entry.summary.server)
  function drop(id: string, entry: Entry): void {
    entries.delete(id)
    count(originOf(entry), -1)
    fresh.delete(id)
  }
  /** Packs the oldest that are over; one block at a time. */
  async function packSome(): Promise<void> {
    if (packing || fresh.size <= freshAtMost) return
    packing = true
    const chosen: Extract<Entry, { kind: 'fresh' }>[] = []
    for (const id of fresh) {
      if (chosen.length >= packer.blockSize) break
      const entry = entries.get(id)
      if (entry?.kind === 'fresh' && entry.exchange.state === 'finished') chosen.push(entry)
    }
    const packed = await packer.pack(chosen.map(({ exchange }) => exchange))
    for (const [index, entry] of chosen.entries()) {
      const { id } = entry.exchange
      const place = packed[index]
      // What changed meanwhile waits for its next turn.
      if (!place || entries.get(id) !== entry) continue
      entries.set(id, { kind: 'packed', packed: place, summary: packer.share(summarize(entry.exchange)) })
      fresh.delete(id)
    }
    packing = false
    if (chosen.length === packer.blockSize) void packSome()
  }
  const exchangeOf = (entry: Entry): Exchange => (entry.kind === 'fresh' ? entry.exchange : packer.unpack(entry.packed))

  return {
    get size() {
      return entries.size
    },
    sizeOf: origin => ofServer.get(origin) ?? 0,
    get evicted() {
      return evicted
    },
    put(exchange) {
      if (!entries.has(exchange.id)) count(exchange.server.origin, 1)
      entries.set(exchange.id, { kind: 'fresh', exchange })
      fresh.add(exchange.id)
      const gone: string[] = []
      for (const [id, entry] of entries) {
        if (entries.size <= atMost) break
        drop(id, entry)
        evicted += 1
        gone.push(id)
      }
      if (fresh.size > freshAtMost + packer.blockSize) void packSome()
      return gone
    },
    get(id) {
      const entry = entries.get(id)
      return entry ? exchangeOf(entry) : null
    },
    *all() {
      for (const entry of entries.values()) yield exchangeOf(entry)
    },
    rows(after, count) {
      const rows: ExchangeSummary[] = []
      let last: string | null = null
      let begun = after === null || !entries.has(after)
      for (const [id, entry] of entries) {
        if (!begun) begun = id === after
        else if (rows.length === count) return { rows: asJson(rows), next: last }
        else {
          rows.push(entry.kind === 'packed' ? entry.summary : summarize(entry.exchange))
          last = id
        }
      }
      return { rows: asJson(rows), next: null }
    },
    clear() {
      entries.clear()
      fresh.clear()
      ofServer.clear()
      packer.clear()
      evicted = 0
    },
  }
}
