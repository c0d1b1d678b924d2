import type { CallStartEvent } from '../../../shared/raw-events.ts'
import type { LiveRequest } from '../request/request.ts'

/** What Next itself found for a request. Behind a rewrite neither stands in the address. */
export interface NextRoute {
  readonly params: CallStartEvent['params']
  readonly locale: string | null
}

const UNKNOWN: NextRoute = { params: null, locale: null }
/** Next 13.4 and later keep what they know of a request under this symbol on it (next/dist/server/request-meta.js). */
const META = Symbol.for('NextInternalRequestMeta')

/** Reads what Next has noted so far; it has by the time it looks for the page's module. */
export function routeOf(request: LiveRequest): NextRoute {
  const meta = metaOf(request)
  const match = matchIn(meta)
  if (match === undefined) return UNKNOWN
  return {
    params: paramsOf(member(match, 'params')),
    // Up to 15.1 only the match has it, from 16 on only the request; without i18n neither does.
    locale: textOf(member(meta, 'locale')) ?? textOf(member(match, 'detectedLocale')),
  }
}

/** Whether the route belongs to the App Router, which has no getServerSideProps. */
export function isAppRoute(request: LiveRequest): boolean {
  const kind = member(member(matchIn(metaOf(request)), 'definition'), 'kind')
  return typeof kind === 'string' && kind.startsWith('APP_')
}

const metaOf = ({ response }: LiveRequest): unknown =>
  (response?.req as unknown as Record<symbol, unknown> | undefined)?.[META]
/** 13.5 calls it `_nextMatch`. */
const matchIn = (meta: unknown): unknown => member(meta, 'match') ?? member(meta, '_nextMatch')

/** Of a route without params Next has none, or an empty object. Catch-alls hold lists. */
export function paramsOf(params: unknown): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = Object.create(null)
  if (typeof params !== 'object' || params === null) return found
  for (const name of Object.keys(params)) {
    const value = member(params, name)
    if (typeof value === 'string') found[name] = value
    else if (Array.isArray(value) && value.every(part => typeof part === 'string')) found[name] = [...value]
  }
  return found
}

export const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

function member(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined
  return Object.getOwnPropertyDescriptor(object, key)?.value
}
