import type { Content, Cookie, Entry, Header, QueryString } from 'har-format'
import { z } from 'zod'
import type { Exchange } from '../../shared/exchange.ts'
import { splitUrl } from '../../shared/route.ts'
import { redactExchange, redactValue } from './redact.ts'

/** What of an exchange is not in its record, where it is wanted in the file. */
export interface HarBodies {
  /** The props as JSON. */
  readonly props: string | null
  /** The answer's body, decoded. */
  readonly response: string | null
  /** The request's. */
  readonly request: string | null
}

/** HAR 1.2, entry by entry: what stands before, between and behind them. */
export const HAR = {
  begin: (version: string) =>
    `{"log":{"version":"1.2","creator":{"name":"Propscope","version":${JSON.stringify(version)}},"entries":[\n`,
  between: ',\n',
  end: '\n]}}\n',
}

/**
 * An exchange as an entry of a HAR file. What HAR has no place for (the call, its props, findings) stands whole in `_propscope`, as EXCHANGE.md has it. `secrets`: cookies, tokens and keys
 * are left as they are; else they are taken out, and bodies, which cannot be looked through, are left out.
 */
export function harEntry(whole: Exchange, bodies: HarBodies, secrets: boolean): Entry & { _propscope: unknown } {
  const exchange = secrets ? whole : redactExchange(whole)
  const { request, response, server, wire, startedAt, durationMs } = exchange
  const version = wire?.protocol ?? 'HTTP/1.1'
  const wait = response?.ttfbMs ?? null
  const sent = wire?.sent ?? null
  const mimeType = (name: string, headers: Exchange['request']['headers']) =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
  const body = secrets ? bodies.request : null
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: durationMs ?? 0,
    request: {
      method: request.method,
      url: server.origin + request.url,
      httpVersion: version,
      cookies: cookiesOf(request.headers, 'cookie'),
      headers: headersOf(request.headers),
      queryString: queryOf(request.url),
      headersSize: sent?.head ?? -1,
      bodySize: sent?.body ?? request.body?.bytes ?? -1,
      ...(body === null ? {} : { postData: { mimeType: mimeType('content-type', request.headers), text: body } }),
    },
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: version,
      cookies: cookiesOf(response?.headers ?? [], 'set-cookie'),
      headers: headersOf(response?.headers ?? []),
      content: contentOf(exchange, secrets ? bodies.response : null, mimeType('content-type', response?.headers ?? [])),
      redirectURL: mimeType('location', response?.headers ?? []),
      headersSize: wire?.received?.head ?? -1,
      bodySize: response?.wireBytes ?? -1,
    },
    cache: {},
    timings: {
      blocked: -1,
      dns: -1,
      connect: -1,
      ssl: -1,
      send: 0,
      wait: wait ?? durationMs ?? 0,
      receive: wait === null || durationMs === null ? 0 : Math.max(0, durationMs - wait),
    },
    ...(wire ? { connection: String(wire.connection) } : {}),
    _propscope: withProps(exchange, bodies.props, secrets),
  }
}

function withProps(exchange: Exchange, json: string | null, secrets: boolean): Exchange {
  if (json === null || exchange.props === null) return exchange
  const value: unknown = JSON.parse(json)
  return { ...exchange, props: { ...exchange.props, value: secrets ? value : redactValue(value) } }
}

function contentOf({ response }: Exchange, text: string | null, mimeType: string): Content {
  const size = response?.bodyBytes ?? 0
  const wire = response?.wireBytes ?? null
  return {
    size,
    mimeType,
    ...(wire === null || response?.bodyBytes == null ? {} : { compression: size - wire }),
    ...(text === null ? {} : { text }),
  }
}

const headersOf = (headers: Exchange['request']['headers']): Header[] =>
  headers.map(([name, value]) => ({ name, value }))

function queryOf(url: string): QueryString[] {
  return [...new URLSearchParams(splitUrl(url).search)].map(([name, value]) => ({ name, value }))
}

function cookiesOf(headers: Exchange['request']['headers'], field: 'cookie' | 'set-cookie'): Cookie[] {
  return headers
    .filter(([name]) => name.toLowerCase() === field)
    .flatMap(([, value]) => (field === 'cookie' ? value.split(/;\s*/) : [value.split(';', 1)[0] ?? '']))
    .filter(text => text.includes('='))
    .map(text => ({ name: text.slice(0, text.indexOf('=')).trim(), value: text.slice(text.indexOf('=') + 1) }))
}

const header = z.object({ name: z.string(), value: z.string() })
const at = z.number()

/** HAR 1.2 as its specification has it, with what Propscope puts beside it; for reading one back, and for tests. */
export const HarSchema = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: z.string(), version: z.string() }),
    entries: z.array(
      z.looseObject({
        startedDateTime: z.iso.datetime(),
        time: at.nonnegative(),
        request: z.object({
          method: z.string(),
          url: z.url(),
          httpVersion: z.string(),
          cookies: z.array(header),
          headers: z.array(header),
          queryString: z.array(header),
          headersSize: at,
          bodySize: at,
          postData: z.object({ mimeType: z.string(), text: z.string() }).optional(),
        }),
        response: z.object({
          status: at,
          statusText: z.string(),
          httpVersion: z.string(),
          cookies: z.array(header),
          headers: z.array(header),
          content: z.object({
            size: at,
            mimeType: z.string(),
            compression: at.optional(),
            text: z.string().optional(),
          }),
          redirectURL: z.string(),
          headersSize: at,
          bodySize: at,
        }),
        cache: z.object({}),
        timings: z.object({
          blocked: at,
          dns: at,
          connect: at,
          ssl: at,
          send: at.nonnegative(),
          wait: at.nonnegative(),
          receive: at.nonnegative(),
        }),
        connection: z.string().optional(),
        _propscope: z.unknown().optional(),
      }),
    ),
  }),
})
