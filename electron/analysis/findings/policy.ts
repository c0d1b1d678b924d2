import type { Exchange } from '../../../shared/exchange.ts'

/** Whether a shared cache may keep an answer with this header and use it again without asking (RFC 9111, section 3). */
export function isSharedCacheable(cacheControl: string | null): boolean {
  if (cacheControl === null) return false
  const directives = cacheControl
    .toLowerCase()
    .split(',')
    .map(part => part.trim())
  const has = (name: string) => directives.some(part => part === name || part.startsWith(`${name}=`))
  if (has('no-store') || has('private') || directives.includes('no-cache')) return false
  const seconds = (name: string) =>
    Number(directives.find(part => part.startsWith(`${name}=`))?.split('=')[1] ?? Number.NaN)
  const fresh = has('s-maxage') ? seconds('s-maxage') : seconds('max-age')
  const stale = seconds('stale-while-revalidate')
  return fresh > 0 || stale > 0
}

/** What the page wants of caches: what it declared, and what next start sends of its own where it declared nothing. */
export const wantedPolicy = ({ cache }: Exchange): string | null => cache.declared ?? cache.inProduction ?? cache.sent

const VISITOR = /^(cookies(\.|$)|headers\.(cookie|authorization)$|previewData|draftMode|preview$)/

/** What the call looked at that differs from visitor to visitor. */
export const visitorReads = (reads: Iterable<string>): string[] => [...reads].filter(read => VISITOR.test(read))
