import type { TapEndEvent, TapEvent, TapResponseHeadEvent } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'
import type { WireReadEvent, WireReadingEvent } from './draft.ts'

/**
 * The tap's events drawn as text, for tests, as `story.ts` draws the agent's: one line an event, `<ms> [#request] <what>`. Request n comes on a
 * connection of its own whose port is 50000 + n, unless `at <port>.<ordinal>` stands behind its URL.
 *
 *     0   GET /product/7?q=a at 50007.2
 *     50  200 content-type: text/html | x-a: b     (first byte; 1xx too)
 *     52  end 1200                   (bytes of the body as sent; `dropped 300`: of these, not kept; or: aborted by the client, answered by us)
 *     52  not understood Why.
 *     52  reading
 *     60  read {"page":"/product/[id]","props":{"a":1}}
 */
export function wireEventsOf(story: string): (TapEvent | WireReadingEvent | WireReadEvent)[] {
  const heads = new Map<number, TapResponseHeadEvent>()
  const lines = story.split('\n').map(line => line.trim())
  return lines
    .filter(line => line !== '')
    .map(line => {
      const found = /^([\d.]+)\s+(?:#(\d+)\s+)?(\S+)\s*(.*)$/.exec(line)
      if (!found) throw new Error(`not a line of a story: ${line}`)
      const [, time = '0', number = '1', word = '', rest = ''] = found
      const base = { request: Number(number), at: monotonicMs(Number(time)) }
      const end = (bytes: number, more: Partial<TapEndEvent> = {}): TapEndEvent => {
        const message = { head: 40, framed: 0, body: 0, trailers: null, dropped: 0 }
        const head = heads.get(base.request)
        return {
          kind: 'tap-end',
          ...base,
          sent: message,
          received: head ? { ...message, body: bytes, framed: bytes } : null,
          firstByteAt: head?.at ?? null,
          sentAt: base.at,
          abortedBy: null,
          answeredBy: 'server',
          upgraded: false,
          ...more,
        }
      }
      switch (word) {
        case 'end': {
          const [bytes = 0, dropped = 0] = rest.split(' dropped ').filter(Boolean).map(Number)
          const whole = end(bytes)
          return { ...whole, received: whole.received && { ...whole.received, dropped } }
        }
        case 'aborted':
          return end(0, { abortedBy: rest === 'by the server' ? 'server' : 'client' })
        case 'answered':
          return end(0, { answeredBy: 'tap' })
        case 'not':
          return {
            kind: 'tap-not-understood',
            ...base,
            connection: base.request,
            from: 'server',
            reason: rest.replace('understood ', ''),
          }
        case 'reading':
          return { kind: 'wire-reading', request: base.request }
        case 'read': {
          const {
            page = null,
            props = null,
            redirect = null,
            fromCall = true,
            build = null,
            query = null,
            locale = null,
            ledger = null,
          } = JSON.parse(rest)
          return {
            kind: 'wire-read',
            request: base.request,
            bodyBytes: 1000,
            props: props && { bytes: JSON.stringify(props).length, keys: [], truncated: false },
            marks: null,
            nextError: null,
            next: { page, redirect, fromCall, buildId: build, query, locale },
            ledger,
            gap: null,
          }
        }
        default: {
          if (/^\d{3}$/.test(word)) {
            const head = [`HTTP/1.1 ${word}`, ...rest.split(' | ')].join('\r\n')
            const event = { kind: 'tap-response-head', ...base, status: Number(word), head } as const
            heads.set(base.request, event)
            return event
          }
          const [url = '', place] = rest.split(' at ')
          const [port = 50_000 + base.request, ordinal = 0] = (place ?? '').split('.').filter(Boolean).map(Number)
          return {
            kind: 'tap-request-start',
            ...base,
            connection: port,
            localPort: port,
            clientPort: 60_000,
            ordinal,
            encrypted: false,
            head: `${word} ${url} HTTP/1.1\r\nHost: localhost:4000\r\nX-As: Sent`,
            method: word,
            url,
          }
        }
      }
    })
}
