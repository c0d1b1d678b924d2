/** What a shared cache in front of `next start` would have made of a session's requests (electron/analysis/shared-cache.ts). */
export interface CacheSimulation {
  /** Most asked for first. */
  readonly urls: readonly CachedUrl[]
  /** Each request of the URL that was asked about, oldest first; the last ones, where there are many. */
  readonly own: readonly CachedRequest[]
  /** Requests that were not counted in: of URLs beyond those, and older ones. */
  readonly leftOut: number
}

export interface CachedUrl {
  /** Path and query as received. */
  readonly url: string
  /** Cache-Control of the last answer, as production would send it; null: none. */
  readonly policy: string | null
  readonly requests: number
  readonly hits: number
  readonly staleHits: number
  readonly misses: number
  /** Time of the calls that would not have run while somebody waited, in ms. */
  readonly savedMs: number
}

export interface CachedRequest {
  /** Of the exchange. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /**
   * `hit`: from the cache; `stale`: from the cache, and fetched anew behind the scenes; `miss`: the first; `expired`: what the cache had was too old, or for another visitor;
   * `not-kept`: no shared cache may keep it.
   */
  readonly result: 'hit' | 'stale' | 'miss' | 'expired' | 'not-kept'
  /** Age of what the cache had; null: it had nothing. */
  readonly ageSeconds: number | null
}
