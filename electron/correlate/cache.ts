import type { Cache, Kind, Mode, Outcome } from '../../shared/exchange.ts'

/** What `next start` sends for a page with getServerSideProps that sets no Cache-Control (next/dist/server/lib/cache-control, FACTS.md). */
export const DEFAULT_IN_PRODUCTION = 'private, no-cache, no-store, max-age=0, must-revalidate'

type Setting = { readonly name: string; readonly value: string | readonly string[] | null }

/**
 * Cache-Control as the call declared it, as it was sent, and as `next start` would send it. `settings`: the headers set inside the
 * call, in order; a removal is a `null`. `quiet`: Next has no Cache-Control of its own for this answer. What production sends is only said where the call gave an answer of its own.
 */
export function cacheOf(
  settings: readonly Setting[],
  sent: string | null,
  mode: Mode | null,
  outcome: Outcome,
  called: boolean,
  answeredInside: boolean,
  quiet = false,
): Cache {
  const last = settings.findLast(setting => setting.name.toLowerCase() === 'cache-control')
  const declared = last?.value === undefined || last.value === null ? null : textOf(last.value)
  return { declared, sent, inProduction: inProduction() }

  function inProduction(): string | null {
    // Where the call sends the answer itself, Next adds nothing to it.
    if (mode === 'start' || answeredInside) return sent
    if (!called || outcome === 'none' || outcome === 'error') return null
    return declared ?? (quiet ? null : DEFAULT_IN_PRODUCTION)
  }
}

/** Next 14 adds nothing to a document that redirects, and nothing where the call finds nothing (seen on 14.2.35). */
export function addsNothing(next: string | null, outcome: Outcome, kind: Kind): boolean {
  if (!next?.startsWith('14.')) return false
  return outcome === 'notFound' || (outcome === 'redirect' && kind !== 'data')
}

const textOf = (value: string | readonly string[]) => (typeof value === 'string' ? value : value.join(', '))
