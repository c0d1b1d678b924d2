import { type Header, headerValue } from './headers.ts'
import { readDataPath, splitUrl } from './route.ts'

/** A page's address as far as two requests can be compared by it. */
export interface Place {
  /** Still encoded, below any base path. */
  readonly path: string
  /** As sent, without the `?`; null where it is not known: a data request carries the route's params among it. */
  readonly search: string | null
}

/** Where the request's page stands in the browser's address bar. */
export function placeOf(url: string): Place {
  const { path, search } = splitUrl(url)
  const data = readDataPath(path)
  return data ? { path: data.pagePath, search: null } : { path, search }
}

/** The page that the request came from, where that is of the same host; null where none is named, or another site's. */
export function refererOf(headers: readonly Header[]): Place | null {
  const referer = headerValue(headers, 'referer')
  const found = referer === null ? null : /^https?:\/\/([^/?#]+)([^#]*)/i.exec(referer)
  if (!found || found[1]?.toLowerCase() !== headerValue(headers, 'host')?.toLowerCase()) return null
  return placeOf(found[2]?.startsWith('/') ? found[2] : `/${found[2] ?? ''}`)
}

/**
 * One text for a page, however it was asked for: `/p/7` and `/_next/data/<id>/p/7.json?id=7` are one. Next adds the route's params to a data request's query, so what only repeats a part
 * of the path counts for nothing.
 */
export function pageKey(url: string): string {
  const { search: query, path: asked } = splitUrl(url)
  const path = readDataPath(asked)?.pagePath ?? asked
  if (query === '') return path
  const parts = new Set(path.split('/').map(decode))
  const kept = [...new URLSearchParams(query)].filter(([, value]) => !parts.has(value))
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
