import { emptyParams, matchParams, type Params, splitUrl } from '../../shared/route.ts'

export { matchParams, readDataPath, splitUrl } from '../../shared/route.ts'

/** The decoded query; a name that stands more than once becomes a list, as in Next's `query`. */
export function readQuery(url: string): Params {
  const query: Params = emptyParams()
  for (const [name, value] of new URLSearchParams(splitUrl(url).search)) {
    const before = query[name]
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return query
}

/**
 * The params of `page` among a query that Next has put them into, as `__NEXT_DATA__` has it; null where one is not there. Behind a rewrite the
 * address does not hold them.
 */
export function paramsWithin(page: string, query: Readonly<Record<string, unknown>>): Params | null {
  const params = emptyParams()
  for (const part of page.split('/')) {
    const [, list, name] = /^\[{1,2}(\.\.\.)?(.+?)\]{1,2}$/.exec(part) ?? []
    if (name === undefined) continue
    const value = Object.hasOwn(query, name) ? query[name] : undefined
    if (list && Array.isArray(value) && value.every(one => typeof one === 'string')) params[name] = value
    else if (!list && typeof value === 'string') params[name] = value
    else if (value !== undefined || !part.startsWith('[[')) return null
  }
  return params
}

/**
 * Of one request, by whom it is known: Next itself, the address, or the document. null where none tells.
 * `path`: encoded, of the page also where its data were asked for.
 */
export function paramsOf(
  page: string | null,
  path: string,
  told: Readonly<Record<string, string | readonly string[]>> | null,
  documentQuery: Readonly<Record<string, unknown>> | null,
): Params | null {
  if (page === null) return null
  if (told) return Object.assign(emptyParams(), told)
  return matchParams(page, path) ?? (documentQuery && paramsWithin(page, documentQuery))
}
