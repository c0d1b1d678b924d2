import type { Exchange, Reason } from '../../shared/exchange.ts'
import { type Header, headerValue } from './headers.ts'
import { readDataPath, splitUrl } from './route.ts'
import { senderOf } from './user-agents.ts'

export type Asked = Pick<Exchange, 'kind' | 'request' | 'replayOf' | 'replayRun'>

/**
 * Why a request was made, as far as its own headers say; null where they do not. Measured with Chromium against Next 15 and 16 (`reasons.md`). What only the requests before it tell is
 * `history.ts`'s.
 */
export function reasonOf({ kind, request, replayOf, replayRun }: Asked): Reason | null {
  if (replayOf !== null) return { name: 'replay', because: 'Propscope sent a captured request again.' }
  if (replayRun !== null) return { name: 'replay', because: 'Propscope sent a request that was made by hand.' }
  const { headers, url } = request
  if (isUpgrade(headers)) return null
  const { path } = splitUrl(url)
  const sent = whoSent(headers, path)
  if (sent) return sent
  const icon = /\/(favicon\.ico|apple-touch-icon[^/]*\.png)$/.exec(path)?.[1]
  if (icon !== undefined) return { name: 'favicon', because: iconWords(icon, request) }
  const ahead = signOf(headers, AHEAD)
  if (ahead !== null) return { name: 'prefetch', because: `It was asked for ahead of need (${ahead}).` }
  if (readDataPath(path) && headerValue(headers, 'x-nextjs-data') !== null) {
    const because = 'Next’s router in the browser asked for the props of a page (x-nextjs-data: 1).'
    return { name: 'client-transition', because }
  }
  // Of the browser itself, or of its tools.
  if (path.startsWith('/.well-known/')) return null
  return navigates(headers) ? navigation(request) : fetched(kind, headers)
}

/** The browser itself asks for a page to show. Without `sec-fetch-*` (plain HTTP to another machine) it is known by what it accepts. */
export function navigates(headers: readonly Header[]): boolean {
  const mode = headerValue(headers, 'sec-fetch-mode')
  if (mode !== null) return mode === 'navigate' || mode === 'nested-navigate'
  return /^text\/html\b/.test(headerValue(headers, 'accept') ?? '')
}

/** Shown inside another page. */
export function isFramed(headers: readonly Header[]): boolean {
  return /^(i?frame|embed|object|fencedframe)$/.test(headerValue(headers, 'sec-fetch-dest') ?? '')
}

export function isUpgrade(headers: readonly Header[]): boolean {
  return headerValue(headers, 'upgrade') !== null && /\bupgrade\b/i.test(headerValue(headers, 'connection') ?? '')
}

function whoSent(headers: readonly Header[], path: string): Reason | null {
  const userAgent = headerValue(headers, 'user-agent')
  const { kind, sign } = senderOf(userAgent)
  const named = `user-agent: ${short(userAgent ?? '')}`
  if (kind === 'health-check') return { name: kind, because: `A health check sent it: “${sign}” (${named}).` }
  const word = /(?:^|[/_-])(health(?:z|[-_]?check)?|livez|liveness|readyz|readiness)\/?$/i.exec(path)?.[1]
  // Node's own fetch sends sec-fetch-mode too.
  const isBrowser = kind === 'browser' || (kind === 'unknown' && headerValue(headers, 'sec-fetch-mode') !== null)
  if (word !== undefined && !isBrowser) {
    const who = userAgent === null ? 'no user-agent' : named
    return { name: 'health-check', because: `The path ends in “${word}”, and no browser sent it (${who}).` }
  }
  if (kind === 'tool') return { name: kind, because: `A program sent it, no browser: “${sign}” (${named}).` }
  return kind === 'bot' ? { name: kind, because: `A crawler sent it: “${sign}” (${named}).` } : null
}

const AHEAD: readonly [string, RegExp][] = [
  ['purpose', /prefetch/i],
  ['sec-purpose', /prefetch/i],
  ['x-purpose', /prefetch|preview/i],
  ['x-moz', /prefetch/i],
  ['x-middleware-prefetch', /./],
  ['next-router-prefetch', /./],
]

function iconWords(icon: string, { headers, page }: Exchange['request']): string {
  const sign = signOf(headers, [['sec-fetch-dest', /^image$/]])
  const asked = `Browsers ask for /${icon} by themselves${sign === null ? '' : ` (${sign})`}`
  return page === null ? `${asked}.` : `${asked}; the page ${page} caught it.`
}

function navigation({ method, headers }: Exchange['request']): Reason {
  const mode = signOf(headers, [['sec-fetch-mode', /./]]) ?? signOf(headers, [['accept', /./]])
  if (method !== 'GET' && method !== 'HEAD') {
    const type = signOf(headers, [['content-type', /./]])
    return { name: 'form', because: `A form was sent: ${list([method, type, mode])}.` }
  }
  const again = signOf(headers, [['cache-control', /^max-age=0$/]])
  if (again !== null)
    return { name: 'reload', because: `Browsers say so when a page is loaded again: ${list([again, mode])}.` }
  return { name: 'document', because: documentWords(headers, mode) }
}

function documentWords(headers: readonly Header[], mode: string | null): string {
  if (isFramed(headers)) return `A page inside a page: ${list([signOf(headers, [['sec-fetch-dest', /./]]), mode])}.`
  const site = headerValue(headers, 'sec-fetch-site')
  if (site === 'none')
    return `The browser opened the address itself, typed or from a bookmark: ${list(['sec-fetch-site: none', mode])}.`
  const from = signOf(headers, [['referer', /./]])
  if (from !== null)
    return `The browser came from another page: ${list([from, site && `sec-fetch-site: ${site}`, mode])}.`
  return `The browser asked for a page: ${list([site && `sec-fetch-site: ${site}`, mode])}.`
}

/** Code on a page asked; scripts, styles and pictures are asked for by the page, and need no reason of their own. */
function fetched(kind: Exchange['kind'], headers: readonly Header[]): Reason | null {
  const mode = headerValue(headers, 'sec-fetch-mode')
  const dest = headerValue(headers, 'sec-fetch-dest')
  const signs = list([mode && `sec-fetch-mode: ${mode}`, dest && `sec-fetch-dest: ${dest}`])
  if (dest === 'empty') return { name: 'fetch', because: `Code on a page asked for it: ${signs}.` }
  if (mode !== null) return null
  const sign = signOf(headers, [
    ['x-requested-with', /^XMLHttpRequest$/i],
    ['content-type', /^application\/json\b/],
  ])
  if (sign !== null) return { name: 'fetch', because: `Code on a page asked for it: ${sign}.` }
  const isCode = kind === 'api' && senderOf(headerValue(headers, 'user-agent')).kind === 'browser'
  return isCode ? { name: 'fetch', because: 'A browser asked an API route, and for no page (accept).' } : null
}

/** The first of the headers that is there and matches, as one would write it. */
function signOf(headers: readonly Header[], wanted: readonly (readonly [string, RegExp])[]): string | null {
  for (const [name, value] of wanted) {
    const found = headerValue(headers, name)
    if (found !== null && value.test(found)) return `${name}: ${short(found)}`
  }
  return null
}

const list = (parts: readonly (string | null)[]) => parts.filter(part => part !== null).join(', ')
const short = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text)
