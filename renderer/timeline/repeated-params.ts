/**
 * Next's client repeats the page's params in the query of a data request (`/product/4.json?id=4`). Which of the query's entries say nothing
 * that the path does not.
 */

/** The values that a path gives to the page's params, decoded; null where it does not match the page. A locale or base path may stand before it. */
function paramsOf(page: string, path: string): ReadonlyMap<string, readonly string[]> | null {
  const pattern = page.split('/').filter(Boolean)
  const parts = path.split('/').filter(Boolean)
  for (let skip = 0; skip <= parts.length; skip++) {
    const params = match(pattern, parts.slice(skip))
    if (params) return params
  }
  return null
}

function match(pattern: readonly string[], parts: readonly string[]): Map<string, string[]> | null {
  const params = new Map<string, string[]>()
  for (const [index, segment] of pattern.entries()) {
    const rest = /^\[(\[)?\.\.\.(.+?)\]?\]$/.exec(segment)
    if (rest) {
      const values = parts.slice(index)
      if (values.length === 0 && rest[1] === undefined) return null
      params.set(rest[2] ?? '', values.map(decode))
      return params
    }
    const part = parts[index]
    if (part === undefined) return null
    const name = /^\[(.+)\]$/.exec(segment)?.[1]
    if (name === undefined) {
      if (decode(part) !== segment) return null
    } else params.set(name, [decode(part)])
  }
  return parts.length === pattern.length ? params : null
}

/** `query` (with its `?`, or empty) without the entries that only repeat what `path` says of `page`; all others as they came. */
export function withoutRepeated(page: string | null, path: string, query: string): string {
  if (page === null || !page.includes('[') || query.length < 2) return query
  const params = paramsOf(page, path)
  if (params === null) return query
  const entries = query.slice(1).split('&')
  const given = new Map<string, string[]>()
  for (const entry of entries) {
    const [name, value] = pair(entry)
    given.set(name, [...(given.get(name) ?? []), value])
  }
  const repeats = (name: string) => {
    const [own, said] = [params.get(name), given.get(name)]
    return own !== undefined && own.length === said?.length && own.every((value, index) => value === said[index])
  }
  const left = entries.filter(entry => !repeats(pair(entry)[0]))
  return left.length === 0 ? '' : `?${left.join('&')}`
}

function pair(entry: string): [string, string] {
  const mark = entry.indexOf('=')
  const [name, value] = mark < 0 ? [entry, ''] : [entry.slice(0, mark), entry.slice(mark + 1)]
  return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))]
}

/** What is captured need not be well encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
