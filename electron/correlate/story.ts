import type { CallEndEvent, RequestEvent } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'

/**
 * Raw events drawn as text, for tests: one line an event, `<ms> [#request] <what>`. Request 1 unless said otherwise.
 *
 *     0   GET /product/7?q=a
 *     5   ready /product/[id]
 *     6   call /product/[id]
 *     8   set cache-control: public, s-maxage=10
 *     40  props                      (or: redirect /to, notFound, other, throws TypeError: boom)
 *     50  200 content-type: text/html | x-a: b     (first byte; what follows are headers)
 *     52  end 1200                   (or: aborted)
 *     53  described {"a":1}
 *     60  late setHeader             (what the call left running uses its res)
 */
export function eventsOf(story: string): RequestEvent[] {
  const set = new Map<number, CallEndEvent['setHeaders'][number][]>()
  const heads = new Map<number, { at: number; status: number; head: string }>()
  return story
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .flatMap(line => {
      const found = /^([\d.]+)\s+(?:#(\d+)\s+)?(\S+)\s*(.*)$/.exec(line)
      if (!found) throw new Error(`not a line of a story: ${line}`)
      const [, time = '0', number = '1', word = '', rest = ''] = found
      const at = monotonicMs(Number(time))
      const request = Number(number)
      const base = { request, at }
      const ended = (result: CallEndEvent['result'], more: Partial<CallEndEvent> = {}): RequestEvent[] => [
        {
          kind: 'call-end',
          ...base,
          result,
          answered: false,
          redirect: null,
          error: null,
          setHeaders: set.get(request) ?? [],
          reads: null,
          readsUnseen: [],
          upstreamLeftOut: 0,
          returned: null,
          ...more,
        },
      ]
      const out = (aborted: boolean): RequestEvent[] => {
        const head = heads.get(request)
        return [
          {
            kind: 'request-end',
            ...base,
            aborted,
            status: head?.status ?? 0,
            head: head?.head ?? '',
            firstByteAt: head ? monotonicMs(head.at) : null,
            bodyBytes: Number(rest || 0),
            bodySent: false,
            bodyDropped: 0,
            bodySpared: 0,
          },
        ]
      }
      switch (word) {
        case 'ready':
          return [
            {
              kind: 'span',
              request,
              span: 'NextNodeServer.findPageComponents',
              page: rest,
              from: at,
              to: at,
              error: null,
            },
          ]
        case 'render':
          return [{ kind: 'span', request, span: 'Render.renderDocument', page: rest, from: at, to: at, error: null }]
        case 'call':
          return [{ kind: 'call-start', ...base, page: rest, params: null, locale: null }]
        case 'set': {
          const [name = '', ...value] = rest.split(': ')
          set.set(request, [...(set.get(request) ?? []), { name, value: value.join(': '), at }])
          return []
        }
        case 'props':
        case 'notFound':
        case 'other':
          return ended(word)
        case 'redirect':
          return ended('redirect', {
            redirect: { destination: rest, statusCode: null, permanent: false, basePath: null },
          })
        case 'throws': {
          const [name = '', ...message] = rest.split(': ')
          return ended('error', { error: { name, message: message.join(': '), code: null, stack: null, cause: null } })
        }
        case 'end':
          return out(false)
        case 'aborted':
          return out(true)
        case 'described':
          return [
            {
              kind: 'described',
              request,
              lost: [],
              json: rest || null,
              truncated: false,
              rejected: false,
              secrets: null,
            },
          ]
        case 'late':
          return [{ kind: 'late-use', ...base, member: rest }]
        default:
          if (/^\d{3}$/.test(word)) {
            const lines = [`HTTP/1.1 ${word}`, ...rest.split(' | ')]
            heads.set(request, { at, status: Number(word), head: lines.join('\r\n') })
            return []
          }
          return [
            {
              kind: 'request-start',
              ...base,
              method: word,
              url: rest,
              headers: [],
              encrypted: false,
              localPort: 3000,
              remotePort: 50_000 + request,
              ordinal: 0,
            },
          ]
      }
    })
}
