import type { Exchange, UpstreamCall } from '../../../shared/exchange.ts'

export type SeenCall = NonNullable<Exchange['call']>

export interface CallRow {
  readonly id: string
  readonly call: UpstreamCall
  /** What was asked for, and of whom. */
  readonly label: string
  readonly host: string
  /** Where the bar is, and the head of the answer in it, as shares of the call. */
  readonly left: number
  readonly width: number
  readonly head: number | null
  readonly failed: boolean
}

/** The upstream calls on the axis of the call they are part of; one without an end reaches to the end of it, or to `nowMs` while it runs. */
export function callRows(call: SeenCall, nowMs: number): { readonly rows: CallRow[]; readonly totalMs: number } {
  const calls = call.calls ?? []
  const ends = calls.map(one => one.startMs + (one.durationMs ?? 0) - call.startMs)
  const totalMs = Math.max(call.durationMs ?? nowMs - call.startMs, 0.001, ...ends)
  const share = (ms: number) => Math.min(1, Math.max(0, ms / totalMs))
  const rows = calls.map((one, order) => {
    const from = one.startMs - call.startMs
    const to = one.durationMs === null ? totalMs : from + one.durationMs
    return {
      id: `${order} ${one.url}`,
      call: one,
      ...labelOf(one),
      left: share(from),
      width: share(to) - share(from),
      head: one.ttfbMs === null ? null : share(from + one.ttfbMs) - share(from),
      failed: one.error !== null || (one.status ?? 0) >= 400,
    }
  })
  return { rows, totalMs }
}

/** `/api/item?id=7` of `localhost:3000`; of a span its statement. */
function labelOf({ url, via, method }: UpstreamCall): { label: string; host: string } {
  if (via === 'socket') return { label: url.replace(/^tcp:\/\//, ''), host: '' }
  const found = /^([a-z][a-z0-9+.-]*):\/\/([^/?# ]*)(.*)$/is.exec(url)
  if (!found) return { label: url, host: '' }
  const [, scheme = '', host = '', rest = ''] = found
  const statement = rest.trim()
  const begins = statement.toUpperCase().startsWith(`${method.toUpperCase()} `)
  return via === 'span'
    ? { label: begins ? statement.slice(method.length + 1) : statement, host: host || scheme }
    : { label: rest || '/', host }
}

export interface AuditRow {
  /** `cookie cart` or `authorization`. */
  readonly name: string
  readonly kind: 'cookie' | 'authorization'
  /** Hosts that got it, each once. */
  readonly hosts: readonly string[]
}

export interface Audit {
  /** What the browser sent, each with where it was carried on to. */
  readonly sent: readonly AuditRow[]
  /** Credentials that upstream calls had of their own: not from the browser, or with another value. */
  readonly own: readonly AuditRow[]
}

/** Which of the browser's cookies and authorization the upstream calls carried on. Only calls that have headers can. */
export function auditOf(exchange: Exchange): Audit {
  const { headers } = exchange.request
  const calls = (exchange.call?.calls ?? []).filter(one => one.forwarded !== null)
  const hostsOf = (is: (call: UpstreamCall) => boolean) => [...new Set(calls.filter(is).map(hostOf))]
  const cookies = [
    ...new Set(
      headers
        .filter(([name]) => name.toLowerCase() === 'cookie')
        .flatMap(([, value]) => value.split(';'))
        .flatMap(part => (part.includes('=') ? [part.slice(0, part.indexOf('=')).trim()] : [])),
    ),
  ]
  const sent: AuditRow[] = cookies.map(name => ({
    name,
    kind: 'cookie',
    hosts: hostsOf(one => one.forwarded?.cookies.includes(name) ?? false),
  }))
  if (headers.some(([name]) => name.toLowerCase() === 'authorization')) {
    sent.push({
      name: 'authorization',
      kind: 'authorization',
      hosts: hostsOf(one => one.forwarded?.authorization === 'same'),
    })
  }
  const others = [...new Set(calls.flatMap(one => one.forwarded?.otherCookies ?? []))]
  const own: AuditRow[] = others.map(name => ({
    name,
    kind: 'cookie',
    hosts: hostsOf(one => one.forwarded?.otherCookies.includes(name) ?? false),
  }))
  const different = hostsOf(one => one.forwarded?.authorization === 'different')
  if (different.length > 0) own.push({ name: 'authorization', kind: 'authorization', hosts: different })
  return { sent, own }
}

function hostOf({ url }: UpstreamCall): string {
  return URL.canParse(url) ? new URL(url).host : url
}

export interface ReadGroup {
  /** `cookies`, `headers`, `query` …; what stands alone (`resolvedUrl`) too. */
  readonly part: string
  readonly members: readonly string[]
}

/** Reads by the part of the request that they are of, in the order of the first look. */
export function readGroups(reads: readonly string[]): ReadGroup[] {
  const groups = new Map<string, string[]>()
  for (const read of reads) {
    const dot = read.indexOf('.')
    const part = dot < 0 ? read : read.slice(0, dot)
    const members = groups.get(part) ?? []
    if (dot >= 0) members.push(read.slice(dot + 1))
    groups.set(part, members)
  }
  return [...groups].map(([part, members]) => ({ part, members }))
}
