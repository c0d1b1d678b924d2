import { emptyParams, type Params, splitUrl } from '../../shared/route.ts'

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
