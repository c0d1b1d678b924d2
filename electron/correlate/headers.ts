import type { RawHeaders } from '../../shared/raw-events.ts'

export type Header = readonly [string, string]

/** Value of a header, names compared as HTTP does; several are joined with `, `; null where there is none. */
export function headerValue(headers: readonly Header[], name: string): string | null {
  const wanted = name.toLowerCase()
  let found: string | null = null
  for (const [key, value] of headers) {
    // Most names are of another length; this runs some ten times for each request.
    if (key.length !== wanted.length || (key !== wanted && key.toLowerCase() !== wanted)) continue
    found = found === null ? value : `${found}, ${value}`
  }
  return found
}

/** Name and value pairs, in order, out of Node's flat list. */
export function pairs(flat: RawHeaders): [string, string][] {
  const out: [string, string][] = []
  for (let index = 0; index + 1 < flat.length; index += 2) out.push([flat[index] ?? '', flat[index + 1] ?? ''])
  return out
}

/** The header lines of an HTTP/1.1 head, after its status line. */
export function headPairs(head: string): [string, string][] {
  const out: [string, string][] = []
  for (let from = head.indexOf('\n') + 1; from > 0; ) {
    const end = head.indexOf('\n', from)
    const line = head.slice(from, end < 0 ? head.length : end)
    const colon = line.indexOf(':')
    if (colon > 0) out.push([line.slice(0, colon), line.slice(colon + 1).trim()])
    from = end + 1
  }
  return out
}
