import {
  BodySchema,
  NOT_IN_VALUE,
  type Outgoing,
  type PreparedReplay,
  REQUEST_TARGET,
  TOKEN,
} from '../../shared/replay.ts'
import { dataUrl, documentUrl, headerOf, isDataUrl, placeOfPage, withHeader } from '../../shared/replay-request.ts'
import { matchParams, splitUrl } from '../../shared/route.ts'

/** Fields of a request, read out of it and written back; what is not touched stays byte for byte. */

export interface Pair {
  readonly name: string
  readonly value: string
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

export function queryOf({ url }: Outgoing): readonly Pair[] {
  const { search } = splitUrl(url)
  if (!url.includes('?')) return []
  return search.split('&').map(part => {
    const at = part.indexOf('=')
    return at < 0
      ? { name: decode(part), value: '' }
      : { name: decode(part.slice(0, at)), value: decode(part.slice(at + 1)) }
  })
}

function withParts(request: Outgoing, change: (parts: string[]) => readonly string[]): Outgoing {
  const { path, search } = splitUrl(request.url)
  const parts = change(request.url.includes('?') ? search.split('&') : [])
  return { ...request, url: parts.length === 0 ? path : `${path}?${parts.join('&')}` }
}
const part = ({ name, value }: Pair) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`

export const setQuery = (request: Outgoing, at: number, pair: Pair): Outgoing =>
  withParts(request, parts => parts.with(at, part(pair)))
export const addQuery = (request: Outgoing): Outgoing => withParts(request, parts => [...parts, '='])
export const dropQuery = (request: Outgoing, at: number): Outgoing =>
  withParts(request, parts => parts.filter((_, index) => index !== at))

/** A param of the page's own pattern: a catch-all's parts stand with `/` between them. */
export interface Param extends Pair {
  readonly kind: 'one' | 'many' | 'optional'
}

/** null: the path is not of the page's shape (behind a rewrite), or its page is not known; then the path is edited as it stands. */
export function paramsOf(request: Outgoing, { page, ...facts }: Facts): readonly Param[] | null {
  if (page === null) return null
  const { path } = placeOfPage(request.url, page, facts)
  const found = matchParams(page, path)
  if (!found) return null
  return [...page.matchAll(/\[(\[?)(\.\.\.)?([^\]]+)\]/g)].map(([, optional, many, name = '']) => {
    const value = found[name]
    return {
      name,
      value: Array.isArray(value) ? value.join('/') : (value ?? ''),
      kind: optional ? 'optional' : many ? 'many' : 'one',
    }
  })
}

type Facts = Pick<PreparedReplay, 'page' | 'buildId' | 'locales'> & { readonly defaultLocale: string | null }
export const factsOf = ({ page, buildId, locales, defaultLocale }: PreparedReplay): Facts => ({
  page,
  buildId,
  locales,
  defaultLocale,
})

export function setParam(request: Outgoing, facts: Facts, name: string, value: string): Outgoing {
  const { page } = facts
  const params = paramsOf(request, facts)
  if (page === null || !params) return request
  const place = placeOfPage(request.url, page, facts)
  const filled = page
    .split('/')
    .map(segment => {
      const found = /^\[{1,2}(\.\.\.)?([^\]]+)\]{1,2}$/.exec(segment)
      if (!found) return segment
      const [, many, key] = found
      const text = key === name ? value : (params.find(param => param.name === key)?.value ?? '')
      return many ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text)
    })
    .join('/')
    .replace(/\/$/, '')
  const changed = { ...place, path: filled === '' ? '/' : filled }
  const build = /\/_next\/data\/([^/]+)\//.exec(request.url)?.[1]
  const url =
    build === undefined
      ? documentUrl(changed, null)
      : dataUrl({ ...changed }, page, build, place.locale === null ? facts.defaultLocale : null)
  return { ...request, url }
}

export function cookiesOf({ headers }: Outgoing): readonly Pair[] {
  const cookie = headerOf(headers, 'cookie')
  if (cookie === null) return []
  return cookie.split(/;\s*/).map(text => {
    const at = text.indexOf('=')
    return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
  })
}

function withCookies(request: Outgoing, cookies: readonly Pair[]): Outgoing {
  const text = cookies.length === 0 ? null : cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return { ...request, headers: withHeader(request.headers, 'cookie', text) }
}
export const setCookie = (request: Outgoing, at: number, pair: Pair): Outgoing =>
  withCookies(
    request,
    cookiesOf(request).map((one, index) => (index === at ? pair : one)),
  )
export const addCookie = (request: Outgoing): Outgoing =>
  withCookies(request, [...cookiesOf(request), { name: '', value: '' }])
export const dropCookie = (request: Outgoing, at: number): Outgoing =>
  withCookies(
    request,
    cookiesOf(request).filter((_, index) => index !== at),
  )

const isCookie = ([name]: readonly [string, string]) => name.toLowerCase() === 'cookie'

/** All but the cookies, which are fields of their own. */
export const headersOf = ({ headers }: Outgoing): readonly Pair[] =>
  headers.filter(header => !isCookie(header)).map(([name, value]) => ({ name, value }))

function withHeaders(request: Outgoing, change: (at: number, pair: Pair) => Pair | null): Outgoing {
  let at = -1
  return {
    ...request,
    headers: request.headers.flatMap(header => {
      if (isCookie(header)) return [header]
      at += 1
      const pair = change(at, { name: header[0], value: header[1] })
      return pair === null ? [] : [[pair.name, pair.value] as const]
    }),
  }
}
export const setHeader = (request: Outgoing, at: number, pair: Pair): Outgoing =>
  withHeaders(request, (index, one) => (index === at ? pair : one))
export const addHeader = (request: Outgoing): Outgoing => ({ ...request, headers: [...request.headers, ['', '']] })
export const dropHeader = (request: Outgoing, at: number): Outgoing =>
  withHeaders(request, (index, one) => (index === at ? null : one))

/** What keeps the request from being sent, by field; empty where nothing does. */
export function problemsOf({ method, url, headers, body }: Outgoing): ReadonlyMap<string, string> {
  const problems = new Map<string, string>()
  if (!TOKEN.test(method)) problems.set('method', 'A method is letters, as GET or POST.')
  if (!url.startsWith('/'))
    problems.set('url', 'It must begin with a slash: a replay goes to the attached server only.')
  else if (!REQUEST_TARGET.test(url))
    problems.set('url', 'Spaces and characters beyond Latin-1 must be encoded, as %20.')
  for (const [at, { name, value }] of headersOf({ method, url, headers, body }).entries()) {
    if (!TOKEN.test(name))
      problems.set(`header ${at}`, name === '' ? 'A name is missing.' : 'No header can have this name.')
    else if (NOT_IN_VALUE.test(value))
      problems.set(`header ${at}`, 'A value holds no line end and nothing beyond Latin-1.')
  }
  const cookie = headerOf(headers, 'cookie')
  if (cookie !== null) {
    for (const [at, { name, value }] of cookiesOf({ method, url, headers, body }).entries())
      if (name === '' || /[\s;=,]/.test(name) || NOT_IN_VALUE.test(value))
        problems.set(`cookie ${at}`, name === '' ? 'A name is missing.' : 'No cookie can be written so.')
  }
  if (body?.encoding === 'base64' && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body.text))
    problems.set('body', 'This is no base64.')
  if (body && !BodySchema.safeParse(body).success) problems.set('body', 'A body of more than 1 MB cannot be sent.')
  return problems
}

/** As HTTP/1.1 would have it; a body that is no text as base64. */
export function toRaw({ method, url, headers, body }: Outgoing): string {
  const head = [`${method} ${url} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n')
  return body ? `${head}\n\n${body.text}` : `${head}\n`
}

/** Reads what `toRaw` wrote, as somebody edits it. `encoding`: of the body that stood there. */
export function fromRaw(
  text: string,
  encoding: 'utf8' | 'base64',
):
  | { readonly ok: true; readonly request: Outgoing }
  | { readonly ok: false; readonly line: number; readonly why: string } {
  const lines = text.split('\n')
  const [first = ''] = lines
  const begun = /^(\S+)\s+(\S+)(?:\s+HTTP\/1\.[01])?\s*$/.exec(first)
  if (!begun) return { ok: false, line: 1, why: 'The first line is a method and a path, as GET /product/7.' }
  const [, method = '', url = ''] = begun
  const headers: [string, string][] = []
  let at = 1
  for (; at < lines.length && lines[at]?.trim() !== ''; at += 1) {
    const found = /^([^:]+):[ \t]*(.*)$/.exec(lines[at] ?? '')
    if (!found) return { ok: false, line: at + 1, why: 'A header line is a name, a colon and a value.' }
    headers.push([found[1]?.trim() ?? '', found[2]?.trimEnd() ?? ''])
  }
  const rest = lines.slice(at + 1).join('\n')
  return { ok: true, request: { method, url, headers, body: rest === '' ? null : { encoding, text: rest } } }
}

/** What differs between two requests, in a few words each; empty where nothing does. */
export function changesOf(from: Outgoing, to: Outgoing): readonly string[] {
  const changes: string[] = []
  if (from.method !== to.method) changes.push(to.method)
  if (isDataUrl(to.url) && !isDataUrl(from.url)) changes.push('as data')
  else if (!isDataUrl(to.url) && isDataUrl(from.url)) changes.push('as document')
  else if (from.url !== to.url) changes.push(to.url)
  const named = (request: Outgoing) => new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
  const [before, after] = [named(from), named(to)]
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) === after.get(name) || name === 'content-length') continue
    changes.push(!after.has(name) ? `no ${name}` : !before.has(name) ? `with ${name}` : `other ${name}`)
  }
  if (from.body?.text !== to.body?.text) changes.push(to.body === null ? 'no body' : 'other body')
  return changes
}
