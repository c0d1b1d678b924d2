import type { Exchange } from '../../shared/exchange.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { Compared, ComparedGroup, ComparedPart, GroupRef, UpstreamCount } from '../../shared/replay.ts'
import { distributionOf } from './distribution.ts'
import { verdictOf } from './mann-whitney.ts'
import { differencesOf } from './props-difference.ts'

/** What the exchanges of one side are, and of a run which one came first. */
export interface Group {
  readonly exchanges: readonly Exchange[]
  /** Id of the first of a run, which is set apart. */
  readonly first: string | null
}

export interface CompareOptions {
  /** null: there are none (any more). */
  readonly group: (ref: GroupRef) => Group | null
  /** null: not captured, or let go. */
  readonly props: (id: string) => Promise<Uint8Array | null>
  readonly ignore: readonly string[]
}

/** Headers that are of one answer or one connection, and differ always. */
export const ALWAYS_OTHER = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'etag',
  'x-request-id',
])
/** Larger props are not compared here, in bytes; the view says so. */
const PROPS_AT_MOST = 32 * 1024 * 1024

/** Compares two exchanges or groups: timings by all of them, everything else by the newest of each. Problem: `no-exchange`. */
export async function compare(left: GroupRef, right: GroupRef, options: CompareOptions): Promise<Result<Compared>> {
  const [a, b] = [options.group(left), options.group(right)]
  const [one, other] = [newest(a), newest(b)]
  if (!a || !b || !one || !other) {
    return fail('no-exchange', 'One side is not kept any more.', 'Choose requests that are in the list.')
  }
  return ok({
    left: groupOf(a, one),
    right: groupOf(b, other),
    measures: measuresOf(a, b),
    parts: [
      part('Method', one.request.method, other.request.method),
      part('URL', one.request.url, other.request.url),
      part('Status', statuses(a), statuses(b)),
      part('Outcome', outcomes(a), outcomes(b)),
      part('Cache-Control, declared', one.cache.declared, other.cache.declared),
      part('Cache-Control, sent', one.cache.sent, other.cache.sent),
      part('Cache-Control in production', one.cache.inProduction, other.cache.inProduction),
      part('Redirect', one.call?.redirect?.destination ?? null, other.call?.redirect?.destination ?? null),
      part('Error', errorOf(one), errorOf(other)),
    ],
    requestHeaders: headerParts(one.request.headers, other.request.headers),
    responseHeaders: headerParts(one.response?.headers ?? [], other.response?.headers ?? []).filter(
      ({ name }) => !ALWAYS_OTHER.has(name),
    ),
    upstream: upstreamOf(one, other),
    findings: findingsOf(one, other),
    props: await propsOf(one, other, options),
  })
}

const newest = (group: Group | null): Exchange | null =>
  group?.exchanges.findLast(({ state, props }) => state === 'finished' && props !== null) ??
  group?.exchanges.at(-1) ??
  null

function groupOf({ exchanges }: Group, shown: Exchange): ComparedGroup {
  const { request, startedAt, replayOf } = shown
  return { count: exchanges.length, shown: shown.id, method: request.method, url: request.url, startedAt, replayOf }
}

const MEASURED = {
  callMs: ({ call }: Exchange) => call?.durationMs ?? null,
  ttfbMs: ({ response }: Exchange) => response?.ttfbMs ?? null,
  totalMs: ({ durationMs }: Exchange) => durationMs,
  bytes: ({ response }: Exchange) => response?.bodyBytes ?? null,
} as const

/** Of a run its first is left out: it may have compiled, and says nothing of the others. */
function measuresOf(a: Group, b: Group): Compared['measures'] {
  return (['callMs', 'ttfbMs', 'totalMs', 'bytes'] as const).map(measure => {
    const values = ({ exchanges, first }: Group) =>
      exchanges
        .filter(({ id }) => id !== first || exchanges.length === 1)
        .flatMap(exchange => MEASURED[measure](exchange) ?? [])
    const [left, right] = [values(a), values(b)]
    const [l, r] = [distributionOf(left), distributionOf(right)]
    return { measure, left: l, right: r, verdict: verdictOf(left, right, l && r ? r.p50 - l.p50 : 0) }
  })
}

const part = (name: string, left: string | null, right: string | null): ComparedPart => ({
  name,
  left,
  right,
  same: left === right,
})

function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  if (counts.size === 1) return texts[0] ?? ''
  return [...counts].map(([text, count]) => `${count} × ${text}`).join(', ')
}
const statuses = ({ exchanges }: Group) =>
  counted(exchanges.map(({ response }) => (response ? String(response.status) : 'no answer')))
const outcomes = ({ exchanges }: Group) => counted(exchanges.map(({ outcome }) => outcome))
function errorOf({ call, renderError }: Exchange): string | null {
  const error = call?.error ?? renderError
  return error && `${error.name === null ? '' : `${error.name}: `}${error.message.split('\n', 1)[0]}`
}

type Headers = Exchange['request']['headers']
function headerParts(left: Headers, right: Headers): ComparedPart[] {
  const of = (headers: Headers) => {
    const found = new Map<string, string>()
    for (const [name, value] of headers) {
      const key = name.toLowerCase()
      const before = found.get(key)
      found.set(key, before === undefined ? value : `${before}, ${value}`)
    }
    return found
  }
  const [a, b] = [of(left), of(right)]
  return [...new Set([...a.keys(), ...b.keys()])]
    .map(name => part(name, a.get(name) ?? null, b.get(name) ?? null))
    .filter(({ same }) => !same)
}

/** Calls that the page made, by what they asked for; null where it was not seen on a side. */
function upstreamOf(one: Exchange, other: Exchange): readonly UpstreamCount[] | null {
  const [a, b] = [one.call?.calls, other.call?.calls]
  if (!a || !b) return null
  const found = new Map<string, { name: string; left: number; right: number; leftMs: number; rightMs: number }>()
  const add = (calls: typeof a, side: 'left' | 'right') => {
    for (const { method, url, durationMs } of calls) {
      const name = `${method} ${url}`
      const entry = found.get(name) ?? { name, left: 0, right: 0, leftMs: 0, rightMs: 0 }
      entry[side] += 1
      entry[`${side}Ms`] += durationMs ?? 0
      found.set(name, entry)
    }
  }
  add(a, 'left')
  add(b, 'right')
  return [...found.values()]
}

function findingsOf(one: Exchange, other: Exchange): Compared['findings'] {
  const key = ({ rule, path }: Exchange['findings'][number]) => `${rule} ${path ?? ''}`
  const [a, b] = [new Set(one.findings.map(key)), new Set(other.findings.map(key))]
  return [
    ...one.findings
      .filter(finding => !b.has(key(finding)))
      .map(({ rule, message }) => ({ rule, message, only: 'left' as const })),
    ...other.findings
      .filter(finding => !a.has(key(finding)))
      .map(({ rule, message }) => ({ rule, message, only: 'right' as const })),
  ]
}

async function propsOf(one: Exchange, other: Exchange, { props, ignore }: CompareOptions): Promise<Compared['props']> {
  if (one.props === null && other.props === null) return { kind: 'none' }
  if (one.props === null || other.props === null) {
    return { kind: 'unknown', why: `Only the ${one.props === null ? 'second' : 'first'} one returned props.` }
  }
  const [a, b] = await Promise.all([props(one.id), props(other.id)])
  if (!a || !b) return { kind: 'unknown', why: 'The props of one side were not captured, or are not kept any more.' }
  if (a.byteLength > PROPS_AT_MOST || b.byteLength > PROPS_AT_MOST)
    return { kind: 'unknown', why: 'The props of one side are larger than 32 MB.' }
  const comparison = await differencesOf(a, b, ignore)
  if (!comparison) return { kind: 'unknown', why: 'The props of one side cannot be read as JSON.' }
  return { kind: 'compared', comparison }
}
