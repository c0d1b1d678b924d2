import type { Exchange } from '../../../shared/exchange.ts'

/** One directive of a Cache-Control header, and what it means in plain words. */
export interface Directive {
  /** In lower case. */
  readonly name: string
  /** What stands behind `=`, without quotes; null where nothing does. */
  readonly value: string | null
  /** The value as whole seconds; null where it is none. */
  readonly seconds: number | null
  readonly meaning: string
}

type Meaning = (seconds: number | null, value: string | null) => string

const time = (seconds: number | null) => (seconds === null ? 'an unreadable time' : formatSeconds(seconds))

/** RFC 9111, RFC 5861 (stale-*), RFC 8246 (immutable). */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  public: () => 'Any cache may keep this answer, also a shared one (CDN), even where it would not by itself.',
  private: () => 'Only the visitor’s own browser may keep this answer, no shared cache.',
  'no-store': () => 'No cache may keep this answer at all.',
  'no-cache': (_, fields) =>
    fields === null
      ? 'A cache may keep it, but has to ask the server each time before it uses it.'
      : 'A cache has to ask the server before it uses the named header fields.',
  'max-age': seconds =>
    seconds === 0 ? 'Stale at once: to be checked before each use.' : `Fresh for ${time(seconds)} in any cache.`,
  's-maxage': seconds =>
    seconds === 0
      ? 'Stale at once in shared caches (CDN).'
      : `Fresh for ${time(seconds)} in shared caches (CDN), in place of max-age there.`,
  'stale-while-revalidate': seconds =>
    `For ${time(seconds)} after that, the old answer is still served while a new one is fetched behind the scenes.`,
  'stale-if-error': seconds => `For ${time(seconds)} after that, the old answer is served if the server fails.`,
  'must-revalidate': () => 'Once stale, it may not be used without asking the server.',
  'proxy-revalidate': () => 'Once stale, a shared cache may not use it without asking the server.',
  'must-understand': () => 'To be kept only by caches that know what its status code means.',
  'no-transform': () => 'Nobody on the way may change the body, for example compress images.',
  immutable: () => 'It never changes while it is fresh, so that a reload need not ask for it.',
}

/** The directives of a Cache-Control header in their order; those that nobody knows are kept and named so. */
export function explainCacheControl(header: string): Directive[] {
  return splitList(header).map(part => {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    const value =
      equals < 0
        ? null
        : part
            .slice(equals + 1)
            .trim()
            .replace(/^"(.*)"$/, '$1')
    const seconds = value !== null && /^\d+$/.test(value) ? Math.min(Number(value), 2 ** 31) : null
    const known = Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined
    return {
      name,
      value,
      seconds,
      meaning: known?.(seconds, value) ?? 'Not a directive of the standards; caches ignore it.',
    }
  })
}

/** Splits at commas that are not inside quotes. */
function splitList(header: string): string[] {
  return (header.match(/(?:"(?:[^"\\]|\\.)*"?|[^,"])+/g) ?? []).map(part => part.trim()).filter(part => part !== '')
}

/** What a cache does with an answer over time, in seconds after it was made. */
export type Lifetime =
  | { readonly kind: 'never'; readonly why: string }
  /** `fresh` seconds served as it is, then `stale` seconds served while it is fetched again, then expired. */
  | { readonly kind: 'kept'; readonly by: 'shared' | 'browser'; readonly fresh: number; readonly stale: number }
  /** It says nothing of time: caches guess, or do not keep it. */
  | { readonly kind: 'unsaid' }

/** How long an answer is kept, by a shared cache where one may keep it. */
export function lifetimeOf(header: string): Lifetime {
  const directives = explainCacheControl(header)
  const has = (name: string) => directives.some(directive => directive.name === name)
  const seconds = (name: string) => directives.find(directive => directive.name === name)?.seconds ?? null
  if (has('no-store')) return { kind: 'never', why: 'no-store: no cache keeps this answer.' }
  if (directives.some(({ name, value }) => name === 'no-cache' && value === null)) {
    return { kind: 'never', why: 'no-cache: the server is asked before each use.' }
  }
  const by = directives.some(({ name, value }) => name === 'private' && value === null) ? 'browser' : 'shared'
  const fresh = (by === 'shared' ? seconds('s-maxage') : null) ?? seconds('max-age')
  const stale =
    has('must-revalidate') || (by === 'shared' && has('proxy-revalidate')) ? 0 : seconds('stale-while-revalidate')
  if (fresh === null && !stale) return { kind: 'unsaid' }
  if (!fresh && !stale) return { kind: 'never', why: 'Its time is 0 s: the server is asked before each use.' }
  return { kind: 'kept', by, fresh: fresh ?? 0, stale: stale ?? 0 }
}

/** `10 s`, `5 min`, `1 h 30 min`, `365 days`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  const parts = [
    [Math.floor(seconds / 86_400), 'days'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${count === 1 && unit === 'days' ? 'day' : unit}`)
  return words.slice(0, 2).join(' ')
}

/** Why the header that was sent is not the one that the page declared (or why there is none), in one or two sentences. */
export function whySent({ cache, call, outcome, server, source, response }: Exchange): string {
  if (response === null) return 'No answer has begun, so that no header was sent yet.'
  if (call === null) {
    return source === 'tap'
      ? 'Only the wire was seen, so that it is not known what the page declared.'
      : 'No getServerSideProps ran, so that no page declared anything.'
  }
  if (server.mode === 'dev' && cache.declared !== cache.sent) {
    return cache.declared === null
      ? 'The page set no Cache-Control inside getServerSideProps, and next dev always sends no-store.'
      : 'next dev always sends no-store, so that no cache keeps a page while you work on it. What the page declared counts under next start.'
  }
  if (cache.declared === null) {
    return cache.sent === null
      ? 'The page set no Cache-Control inside getServerSideProps, and none was sent.'
      : 'The page set no Cache-Control inside getServerSideProps, so that Next sent its own.'
  }
  if (cache.declared === cache.sent) return 'What the page declared is what was sent.'
  if (outcome === 'error') return 'The call failed, and Next sends an error page with a header of its own.'
  if (cache.sent === null) return 'What the page declared was taken away again before the answer was sent.'
  return 'Something after the call wrote over it: middleware, headers in next.config, or a custom server.'
}
