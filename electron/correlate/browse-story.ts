import type { Exchange } from '../../shared/exchange.ts'
import { epochMs } from '../../shared/units.ts'
import { anExchange } from '../exchanges/an-exchange.ts'
import { kindOf } from './kind.ts'
import { readDataPath, splitUrl } from './route.ts'

export type Headers = [string, string][]

const CHROME =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36'
export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

/** As Chromium sent them (reasons.md), without what says nothing here. `from`: the page whose address is the Referer, null for none. */
export function headersOf(what: string, from: string | null = null, more: Record<string, string> = {}): Headers {
  const fetchHeaders = (site: string, mode: string, dest: string) => ({
    'Sec-Fetch-Site': site,
    'Sec-Fetch-Mode': mode,
    'Sec-Fetch-Dest': dest,
  })
  const navigate = { Accept: HTML, ...fetchHeaders(from === null ? 'none' : 'same-origin', 'navigate', 'document') }
  const quiet = { Accept: '*/*', ...fetchHeaders('same-origin', 'cors', 'empty') }
  const kinds: Record<string, Record<string, string>> = {
    navigate,
    // Without a Referer too: a page that was opened by hand.
    reload: { ...navigate, 'Sec-Fetch-Site': 'same-origin', 'Cache-Control': 'max-age=0' },
    'hard-reload': { ...navigate, 'Sec-Fetch-Site': 'same-origin', 'Cache-Control': 'no-cache', Pragma: 'no-cache' },
    back: { ...navigate, 'Sec-Fetch-Site': 'same-origin' },
    form: { ...navigate, 'Content-Type': 'application/x-www-form-urlencoded', 'Cache-Control': 'max-age=0' },
    transition: { 'x-nextjs-data': '1', ...quiet },
    prefetch: { 'x-nextjs-data': '1', purpose: 'prefetch', ...quiet },
    fetch: quiet,
    script: { Accept: '*/*', ...fetchHeaders('same-origin', 'no-cors', 'script') },
    style: { Accept: 'text/css,*/*;q=0.1', ...fetchHeaders('same-origin', 'no-cors', 'style') },
    image: { Accept: 'image/avif,*/*;q=0.8', ...fetchHeaders('same-origin', 'no-cors', 'image') },
    iframe: { ...navigate, 'Sec-Fetch-Dest': 'iframe' },
    socket: { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' },
    bare: {},
  }
  const found = kinds[what]
  if (!found) throw new Error(`no kind of request: ${what}`)
  const referer = from === null ? {} : { Referer: `http://localhost:4000${from}` }
  return Object.entries({ Host: 'localhost:4000', 'User-Agent': CHROME, ...found, ...referer, ...more })
}

export interface Step {
  readonly id: string
  /** `document`-like words of `headersOf`. */
  readonly what: string
  readonly url: string
  readonly from?: string | null
  readonly headers?: Record<string, string>
  readonly method?: string
  /** Offset in ms; 100 after the step before where it is left out. */
  readonly at?: number
  readonly takes?: number | null
  readonly status?: number
  readonly sends?: Headers
  readonly connection?: number
  readonly more?: Partial<Exchange>
}

/** The exchange of one step, finished; `page` is what Next would find for these paths. */
export function exchangeOf(step: Step, at: number): Exchange {
  const { id, what, url, from = null, method = 'GET', takes = 50, status = 200, sends = [], connection } = step
  const headers = headersOf(what, from, step.headers)
  const { path } = splitUrl(url)
  const data = readDataPath(path)
  const page = /^\/(p\/\d+)?$/.test(data?.pagePath ?? path) ? '/p/[id]' : null
  return anExchange({
    id,
    kind: kindOf(url, headers, page, false, 'text/html'),
    source: connection === undefined ? 'agent' : 'both',
    startedAt: epochMs(1_000_000 + at),
    durationMs: takes,
    state: takes === null ? 'running' : 'finished',
    request: {
      method,
      url,
      headers,
      page,
      params: null,
      query: {},
      buildId: data?.buildId ?? null,
      locale: null,
      body: null,
    },
    response: takes === null ? null : { status, headers: sends, bodyBytes: 1, wireBytes: null, ttfbMs: 1 },
    wire:
      connection === undefined
        ? null
        : {
            connection,
            ordinal: 0,
            protocol: 'HTTP/1.1',
            encrypted: false,
            sent: { head: 1, body: 0, framed: 0 },
            received: null,
            encoding: null,
            requestSentMs: 0,
            informational: [],
            trailers: null,
            abortedBy: null,
            answeredBy: 'server',
            upgraded: false,
          },
    ...step.more,
  })
}
