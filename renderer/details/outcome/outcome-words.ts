import type { Exchange, Redirect } from '../../../shared/exchange.ts'
import { assertNever } from '../../../shared/units.ts'
import type { SeenError } from '../stack/frames.ts'

export interface OutcomeWords {
  /** How it ended, e.g. `Props returned`. Captured text in it is as captured: make it safe before showing it. */
  readonly text: string
  readonly tone: 'ok' | 'plain' | 'warn' | 'err' | 'live'
}

type Told = Pick<
  Exchange,
  'kind' | 'outcome' | 'state' | 'call' | 'source' | 'aborted' | 'props' | 'renderError' | 'wire' | 'response'
>

/** How the exchange ended, in a few words; while it runs, what is waited for. */
export function outcomeWords(exchange: Told): OutcomeWords {
  const { outcome, state, call, source, kind, aborted, renderError, wire, response } = exchange
  if (wire?.answeredBy === 'tap') {
    if (response === null) return { text: 'Not forwarded: the tap answered the request before it', tone: 'warn' }
    return response.status >= 500
      ? { text: 'No server there: the tap answered with a page of its own, which asks again by itself', tone: 'warn' }
      : { text: 'The tap refused the request, which was for another host', tone: 'warn' }
  }
  if (state === 'running' && call !== null && call.durationMs === null) {
    return { text: 'getServerSideProps is still running', tone: 'live' }
  }
  switch (outcome) {
    case 'props':
      return renderError
        ? { text: `Props returned, then rendering failed: ${errorWords(renderError)}`, tone: 'err' }
        : { text: 'Props returned', tone: 'ok' }
    case 'redirect':
      return { text: redirectWords(call?.redirect ?? null), tone: 'plain' }
    case 'notFound':
      return { text: 'notFound returned: Next shows the 404 page', tone: 'warn' }
    case 'error':
      if (isRefused(exchange)) return { text: `Next refused the props: ${firstLine(call?.error ?? null)}`, tone: 'err' }
      return call?.error || !renderError
        ? { text: errorWords(call?.error ?? null), tone: 'err' }
        : { text: `Rendering failed: ${errorWords(renderError)}`, tone: 'err' }
    case 'none':
      if (state === 'running') return { text: 'The request is still running', tone: 'live' }
      if (kind === 'api' || kind === 'asset') {
        return { text: 'No page: getServerSideProps has no part in it', tone: 'plain' }
      }
      if (source === 'tap') {
        return { text: 'Seen on the wire only: whether getServerSideProps ran is not known', tone: 'plain' }
      }
      if (aborted) {
        const when = call === null ? 'before getServerSideProps ran' : 'before getServerSideProps ended'
        return { text: `The client went away ${when}`, tone: 'warn' }
      }
      return call === null
        ? { text: 'No getServerSideProps ran', tone: 'plain' }
        : { text: 'How the call ended is not known', tone: 'warn' }
    default:
      return assertNever(outcome)
  }
}

/** The call returned props, and Next did not take them: next dev, where a value is not JSON. */
export function isRefused({ outcome, call, props }: Pick<Exchange, 'outcome' | 'call' | 'props'>): boolean {
  return outcome === 'error' && Boolean(call?.error) && props !== null
}

export function redirectWords(redirect: Redirect | null): string {
  if (redirect === null) return 'Redirect returned'
  const status = redirect.statusCode ?? (redirect.permanent === null ? null : redirect.permanent ? 308 : 307)
  const how = redirect.permanent === null ? '' : redirect.permanent ? ', permanent' : ', temporary'
  return `Redirect to ${redirect.destination}${status === null ? '' : ` (${status}${how})`}`
}

const firstLine = (error: SeenError | null): string => error?.message.split('\n')[0] ?? ''

function errorWords(error: SeenError | null): string {
  if (error === null) return 'The call failed'
  const message = firstLine(error)
  if (error.name === null) return `Threw something that is no Error: ${message}`
  return message === '' ? `Threw ${error.name}` : `Threw ${error.name}: ${message}`
}

type Answered = Pick<Exchange, 'props' | 'response' | 'outcome' | 'renderError' | 'ledger'>

/** Share of the answer’s body that the props are, 0 to 1; null where a size is not known, and where an error page went out instead. */
export function propsShare({ props, response, outcome, renderError, ledger }: Answered): number | null {
  if (outcome === 'error' || renderError !== null) return null
  // As they stand in the answer, where that was found; escaping makes them longer than their JSON.
  const bytes = ledger?.embedded ?? props?.bytes ?? null
  const body = response?.bodyBytes ?? null
  return bytes === null || body === null || body === 0 ? null : Math.min(1, bytes / body)
}

const REASONS: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** The word of a status code, or that of its class where the code has none here. */
export function statusWord(status: number): string {
  const words = ['Informational', 'Success', 'Redirect', 'Client error', 'Server error']
  return REASONS[status] ?? words[Math.floor(status / 100) - 1] ?? 'Unknown status'
}

/** Why there is no page to name: that no route matched is only known inside the server. */
export function noPageWhy(source: Exchange['source']): string {
  return source === 'tap'
    ? 'the answer does not tell its page, and only the wire was seen'
    : 'no route of Next’s matched'
}
