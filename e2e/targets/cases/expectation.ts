import type { Kind, Outcome } from '../../../shared/exchange.ts'

export type TargetName = 'next12' | 'next13' | 'next14' | 'next15.1' | 'next15' | 'next16'
export type TargetMode = 'dev' | 'start'

/** What Next sends itself where it forbids caching, in `next start` and also for redirects and missing data in `next dev`. */
export const PRIVATE = 'private, no-cache, no-store, max-age=0, must-revalidate'
/** What `next dev` puts in place of anything that a page says. */
const DEV_CACHE = (name: TargetName) => (name === 'next16' ? 'no-store' : 'no-store, must-revalidate')

/** `next`: what that version and mode sends where the page has no say; `private`: `PRIVATE` in both modes; null: no such header. */
export type SentCache = 'next' | 'private' | { readonly value: string } | null

export interface Answer {
  readonly status: number
  /** By EXCHANGE.md; a call whose props Next then refuses, or fails to render, is an `error`. */
  readonly outcome: Outcome
  readonly cache: SentCache
  /** Whether the props are in the body. */
  readonly sent: boolean
  /** Header values that must be there, by lower-case name, each list in order. Cache-Control is in `cache`. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  /** Beginning of the message with which Next refuses what the call returned, or with which rendering fails; else null. */
  readonly refusal: string | null
}

export interface ExpectedError {
  readonly name: string | null
  readonly message: string
  readonly code: string | null
  readonly cause: ExpectedError | null
}

export interface ExpectedCall {
  /** In order, names in lower case. A removed header stands here too: it was set. */
  readonly setHeaders: readonly (readonly [string, string | readonly string[]])[]
  readonly redirect: {
    destination: string
    statusCode: number | null
    permanent: boolean | null
    basePath: boolean | null
  } | null
  /** What the call itself rejected with. */
  readonly error: ExpectedError | null
  /** What JSON does not keep of the props, by the page's source. */
  readonly lost: readonly { path: string; type: string; becomes: string }[]
}

/** One request to a target and all that is true of its exchange, whatever the bundler. */
export interface Expectation {
  readonly request: {
    readonly method: string
    /** As sent. `{build}` stands for the build id. */
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
  }
  readonly kind: Kind
  /** The page that ran or would have, null where no page's pattern fits the path. */
  readonly page: string | null
  readonly params: Readonly<Record<string, string | readonly string[]>>
  /** Without the params. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  /** null where no getServerSideProps ran. */
  readonly call: ExpectedCall | null
  /** The props as compact JSON, null where the call returned none or JSON cannot hold them. */
  readonly props: string | null
  readonly dev: Answer
  readonly start: Answer
}

/** The Cache-Control header that leaves, null for none. */
export function sentCache(cache: SentCache, name: TargetName, mode: TargetMode): string | null {
  if (cache === null) return null
  if (cache === 'private') return PRIVATE
  if (cache === 'next') return mode === 'dev' ? DEV_CACHE(name) : PRIVATE
  return cache.value
}

/** The last Cache-Control that the call set, null for none. */
export function declaredCache(call: ExpectedCall | null): string | null {
  const last = call?.setHeaders.findLast(([name]) => name === 'cache-control')?.[1]
  return last === undefined ? null : typeof last === 'string' ? last : last.join(', ')
}
