export type Headers = readonly (readonly [string, string])[]

export interface HeaderRow {
  readonly id: string
  /** Its place among all headers. */
  readonly index: number
  readonly name: string
  readonly value: string
  /** Which one of those with this name it is, from 1, and how many there are; names are compared in any case. */
  readonly nth: number
  readonly of: number
}

/** The headers that hold `search` in their name or value, in any case; all of them for an empty search. */
export function matchHeaders(headers: Headers, search: string): HeaderRow[] {
  const totals = new Map<string, number>()
  for (const [name] of headers) totals.set(name.toLowerCase(), (totals.get(name.toLowerCase()) ?? 0) + 1)
  const seen = new Map<string, number>()
  const wanted = search.trim().toLowerCase()
  return headers
    .map(([name, value], order) => {
      const key = name.toLowerCase()
      const nth = (seen.get(key) ?? 0) + 1
      seen.set(key, nth)
      return { id: `${order} ${name}`, index: order, name, value, nth, of: totals.get(key) ?? 1 }
    })
    .filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(wanted))
}
