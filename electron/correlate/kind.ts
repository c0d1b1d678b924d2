import type { Kind } from '../../shared/exchange.ts'
import { type Header, headerValue } from './headers.ts'
import { readDataPath, splitUrl } from './route.ts'

/**
 * What kind of request it is. `page`: Next's route where one matched; `apiRan`: Next ran an API route.
 * A prefetch says so itself: `purpose`/`sec-purpose: prefetch`, or Next's own `x-middleware-prefetch` and `next-router-prefetch`.
 */
export function kindOf(
  url: string,
  headers: readonly Header[],
  page: string | null,
  apiRan: boolean,
  contentType: string | null,
): Kind {
  const { path } = splitUrl(url)
  if (readDataPath(path)) return isPrefetch(headers) ? 'prefetch' : 'data'
  if (apiRan || /(^|\/)api(\/|$)/.test(path)) return 'api'
  if (/\/_next\/(static|image|webpack-hmr)|\/__nextjs/.test(path) || path.startsWith('/_next/')) return 'asset'
  if (page !== null) return isPrefetch(headers) ? 'prefetch' : 'document'
  if (/\.[a-z0-9]{2,5}$/i.test(path)) return 'asset'
  return contentType === null || contentType.startsWith('text/html') ? 'document' : 'other'
}

function isPrefetch(headers: readonly Header[]): boolean {
  const purpose = headerValue(headers, 'purpose') ?? headerValue(headers, 'sec-purpose') ?? ''
  return (
    purpose.includes('prefetch') ||
    headerValue(headers, 'x-middleware-prefetch') !== null ||
    headerValue(headers, 'next-router-prefetch') !== null
  )
}
