/** What we use of it; the package has types only as comments in its source. */
declare module 'http-cache-semantics' {
  interface Message {
    readonly headers: Readonly<Record<string, string>>
  }
  export default class CachePolicy {
    constructor(
      request: Message & { readonly method: string; readonly url: string },
      response: Message & { readonly status: number },
      options?: { readonly shared?: boolean },
    )
    /** Epoch milliseconds; replaced where time is somebody else's. */
    now(): number
    storable(): boolean
    /** Fresh, and for this request. */
    satisfiesWithoutRevalidation(request: Message & { readonly method: string; readonly url: string }): boolean
    /** Whether a stale answer may be served now while a new one is fetched. */
    useStaleWhileRevalidate(): boolean
    /** In seconds. */
    age(): number
    maxAge(): number
    /** Of the request that was stored with it, as Vary has it. */
    _requestMatches(request: Message & { readonly method: string; readonly url: string }, allowHead: boolean): boolean
  }
}
