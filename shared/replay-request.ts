import type { Outgoing } from './replay.ts'
import { matchParams, readDataPath, splitUrl } from './route.ts'

/** Changes to a request, each a new one: what presets do, and what asking for the same page in another way needs. All pure. */

export type Headers = Outgoing['headers']

const is = (name: string) => (header: readonly [string, string]) => header[0].toLowerCase() === name

/** Value of a header; null where there is none. */
export function headerOf(headers: Headers, name: string): string | null {
  return headers.find(is(name.toLowerCase()))?.[1] ?? null
}

/** Puts a header where it stood, or at the end; under the name that it had. `value` null takes it out. */
export function withHeader(headers: Headers, name: string, value: string | null): Headers {
  const wanted = is(name.toLowerCase())
  if (value === null) return headers.filter(header => !wanted(header))
  const at = headers.findIndex(wanted)
  if (at < 0) return [...headers, [name, value]]
  const kept = headers.filter((header, index) => index === at || !wanted(header))
  return kept.map(header => (wanted(header) ? [header[0], value] : header))
}

/** The page of a request in parts: `base` and `locale` stand before its own path, which is still encoded. */
export interface PagePlace {
  /** `/docs`; empty where there is none. */
  readonly base: string
  readonly locale: string | null
  /** `/product/7`; `/` for the first page. */
  readonly path: string
  /** Without the `?`, and without what a data request repeats of the path. */
  readonly search: string
}

/** What a project says of its addresses. */
export interface SiteFacts {
  readonly buildId: string | null
  readonly locales: readonly string[]
  readonly defaultLocale: string | null
}

/** Takes the address of a page apart, as a document or as a data request. `page`: Next's route, null where it is not known. */
export function placeOfPage(url: string, page: string | null, { locales }: SiteFacts): PagePlace {
  const { path, search } = splitUrl(url)
  const data = /^(.*?)\/_next\/data\/[^/]+(\/.+)\.json$/.exec(path)
  const base = data?.[1] ?? null
  const whole = data ? (readDataPath(path)?.pagePath.slice(base?.length ?? 0) ?? '/') : path
  const parts = whole.split('/').filter(part => part !== '')
  const own = page === null ? null : ownLength(page, parts)
  const before = own === null ? [] : parts.slice(0, parts.length - own)
  // Behind a rewrite the path is none of the page's: then only a known locale can be told.
  const named =
    own === null ? parts.findIndex(part => isLocale(part, locales)) : before.findIndex(part => isLocale(part, locales))
  // A data request has nothing but the locale between the build and the page.
  const localeAt = named >= 0 ? named : data && before.length === 1 ? 0 : -1
  const cut = localeAt >= 0 ? localeAt + 1 : before.length
  const text = (some: readonly string[]) => some.map(part => `/${part}`).join('')
  return {
    base: base ?? text(localeAt >= 0 ? parts.slice(0, localeAt) : before),
    locale: localeAt >= 0 ? (parts[localeAt] ?? null) : null,
    path: text(parts.slice(cut)) || '/',
    search: data && page !== null ? withoutParams(search, matchParams(page, whole)) : search,
  }
}

const isLocale = (part: string, locales: readonly string[]) =>
  locales.some(locale => locale.toLowerCase() === part.toLowerCase())

/** How many segments at the end of the path are the page's; null where it is not of the page's shape. */
function ownLength(page: string, parts: readonly string[]): number | null {
  const wanted = page.split('/').filter(part => part !== '')
  if (!wanted.some(part => /^\[{1,2}\.\.\./.test(part))) {
    const own = parts.slice(Math.max(0, parts.length - wanted.length))
    return matchParams(page, `/${own.join('/')}`) ? wanted.length : null
  }
  const head = wanted.length - 1
  for (let skip = 0; skip <= Math.max(0, parts.length - head); skip += 1) {
    const fits = wanted.slice(0, head).every((part, index) => /^\[/.test(part) || part === parts[skip + index])
    if (fits && matchParams(page, `/${parts.slice(skip).join('/')}`)) return parts.length - skip
  }
  return null
}

/** Next's router repeats the route's params in a data request's query. */
function withoutParams(search: string, params: ReturnType<typeof matchParams>): string {
  if (search === '' || params === null) return search
  const names = new Set(Object.keys(params))
  const kept = search.split('&').filter(part => !names.has(decode(part.split('=', 1)[0] ?? '')))
  return kept.join('&')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const withSearch = (path: string, search: string) => (search === '' ? path : `${path}?${search}`)

/** The address of the page as a document. */
export function documentUrl({ base, locale, path, search }: PagePlace, defaultLocale: string | null): string {
  const own = path === '/' ? '' : path
  const before = locale === null || locale === defaultLocale ? base : `${base}/${locale}`
  return withSearch(`${before}${own}` || '/', search)
}

/** The address of the page's props, as Next's router asks for them. */
export function dataUrl(place: PagePlace, page: string | null, buildId: string, defaultLocale: string | null): string {
  const { base, path, search } = place
  const locale = place.locale ?? defaultLocale
  const params = page === null ? null : matchParams(page, path)
  const repeated = Object.entries(params ?? {}).flatMap(([key, value]) =>
    [value].flat().map(one => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`),
  )
  const query = [search, ...repeated].filter(part => part !== '').join('&')
  const alone = path === '/' ? '/index' : /^\/index(\/|$)/.test(path) ? `/index${path}` : path
  const name = locale === null ? alone : `/${locale}${path === '/' ? '' : path}`
  return withSearch(`${base}/_next/data/${buildId}${name}.json`, query)
}

const ACCEPT_PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const OF_ROUTER = [
  'x-nextjs-data',
  'purpose',
  'sec-purpose',
  'x-middleware-prefetch',
  'next-router-prefetch',
  'x-deployment-id',
]
const OF_NAVIGATION = ['upgrade-insecure-requests', 'sec-fetch-user', 'origin', 'content-type']

/** The same page asked for as a browser's address bar asks for it. */
export function asDocument(request: Outgoing, page: string | null, facts: SiteFacts): Outgoing {
  const url = documentUrl(placeOfPage(request.url, page, facts), facts.defaultLocale)
  let headers = OF_ROUTER.reduce<Headers>((all, name) => withHeader(all, name, null), request.headers)
  headers = replaced(headers, { accept: ACCEPT_PAGE, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' })
  return { ...request, url, headers }
}

/** The same page asked for as Next's router asks for its props: a client transition. */
export function asData(request: Outgoing, page: string | null, facts: SiteFacts, buildId: string): Outgoing {
  const url = dataUrl(placeOfPage(request.url, page, facts), page, buildId, facts.defaultLocale)
  let headers = OF_NAVIGATION.reduce<Headers>((all, name) => withHeader(all, name, null), request.headers)
  headers = replaced(headers, {
    accept: '*/*',
    'sec-fetch-dest': 'empty',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': 'same-origin',
  })
  return { method: 'GET', url, headers: withHeader(headers, 'x-nextjs-data', '1'), body: null }
}

/** New values of those that are there; none is added. */
function replaced(headers: Headers, values: Readonly<Record<string, string>>): Headers {
  return headers.map(([name, value]) => [name, values[name.toLowerCase()] ?? value])
}

export const isDataUrl = (url: string): boolean => readDataPath(splitUrl(url).path) !== null

/** Without cookies: who was never here. */
export function withoutCookies(request: Outgoing): Outgoing {
  return { ...request, headers: withHeader(request.headers, 'cookie', null) }
}

export const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

/** As Google's crawler asks: its name, and nothing of what a browser says of itself. */
export function asBot(request: Outgoing): Outgoing {
  const { headers } = withoutCookies(request)
  const kept = headers.filter(([name]) => !/^(sec-|x-nextjs-|referer$|upgrade-insecure-requests$|purpose$)/i.test(name))
  return { ...request, headers: withHeader(kept, 'user-agent', BOT) }
}

/** In another locale: in the address, and in what the browser says that it likes. */
export function inLocale(request: Outgoing, page: string | null, facts: SiteFacts, locale: string): Outgoing {
  const place = { ...placeOfPage(request.url, page, facts), locale }
  const data = /\/_next\/data\/([^/]+)\//.exec(request.url)
  const url = data
    ? dataUrl(place, page, data[1] ?? '', facts.defaultLocale)
    : // Spelt out also where it is the default one, since a cookie or the browser's wish might choose another.
      documentUrl(place, null)
  return {
    ...request,
    url,
    headers: withHeader(
      withHeader(request.headers, 'cookie', cookieWithout(request.headers, 'NEXT_LOCALE')),
      'accept-language',
      locale,
    ),
  }
}

function cookieWithout(headers: Headers, name: string): string | null {
  const cookie = headerOf(headers, 'cookie')
  if (cookie === null) return null
  const kept = cookie.split(/;\s*/).filter(part => part.split('=', 1)[0] !== name)
  return kept.length === 0 ? null : kept.join('; ')
}
