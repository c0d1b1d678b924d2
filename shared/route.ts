/** Reading a request's URL in Next's terms. All pure; malformed input gives what can be read of it. */

export type Params = Record<string, string | string[]>

/** Path and query of a request line; the path still encoded. */
export function splitUrl(url: string): { path: string; search: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, search: '' } : { path: url.slice(0, mark), search: url.slice(mark + 1) }
}

/** `/_next/data/<buildId>/<page>.json` taken apart, below any base path; null for every other path. */
export function readDataPath(path: string): { buildId: string; pagePath: string } | null {
  const found = /^((?:\/[^/]+)*?)\/_next\/data\/([^/]+)\/(.+)\.json$/.exec(path)
  if (!found) return null
  const [, base = '', buildId = '', rest = ''] = found
  return { buildId, pagePath: `${base}/${rest === 'index' ? '' : rest.replace(/^index\/index/, 'index')}` }
}

/**
 * The params that `path` (encoded, may stand below a base path or a locale) gives for Next's route `page`; null where the path is not of that
 * route's shape, as behind a rewrite. Values are decoded; a catch-all gives a list, an optional one that matched nothing gives no entry.
 */
export function matchParams(page: string, path: string): Params | null {
  const wanted = segments(page)
  const given = segments(path)
  const catchAll = wanted.findIndex(part => /^\[{1,2}\.\.\./.test(part))
  if (catchAll < 0) {
    return matchFixed(wanted, given.slice(Math.max(0, given.length - wanted.length)))
  }
  for (let skip = 0; skip <= Math.max(0, given.length - catchAll); skip += 1) {
    const head = matchFixed(wanted.slice(0, catchAll), given.slice(skip, skip + catchAll))
    if (!head) continue
    const rest = given.slice(skip + catchAll).map(decode)
    const part = wanted[catchAll] ?? ''
    const optional = part.startsWith('[[')
    if (rest.length === 0 && !optional) return null
    if (rest.length > 0) head[part.replace(/^\[+\.\.\.|\]+$/g, '')] = rest
    return head
  }
  return null
}

function matchFixed(wanted: readonly string[], given: readonly string[]): Params | null {
  if (wanted.length !== given.length) return null
  const params = emptyParams()
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    const name = /^\[(.+)\]$/.exec(part)?.[1]
    if (name !== undefined) params[name] = decode(value)
    else if (decode(part) !== decode(value)) return null
  }
  return params
}

const segments = (path: string) => path.split('/').filter(part => part !== '')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Without a prototype: a parameter may be called `__proto__`. */
export function emptyParams(): Params {
  return Object.create(null) as Params
}
