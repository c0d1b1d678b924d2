import { describe, expect, it } from 'vitest'
import { KIND, NONE } from '../../shared/brief/kinds.ts'
import { createBriefWriter } from '../../shared/brief/write.ts'
import type { AgentEvent } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'
import { createFrameWriter } from '../agent/outbox/frame-writer.ts'
import { parseBrief, parseEvents } from './events.ts'
import { createFrameReader } from './frames.ts'

const at = monotonicMs(12.345678)
const EVENTS: readonly AgentEvent[] = [
  {
    kind: 'request-start',
    request: 1,
    at,
    method: 'GET',
    url: '/p?q=\u00e9',
    headers: ['Host', 'x', 'X-Empty', ''],
    encrypted: false,
    localPort: 3000,
    remotePort: null,
    ordinal: 7,
  },
  { kind: 'request-body', request: 1, bytes: 3, base64: 'YWJj' },
  { kind: 'call-start', request: 1, at, page: '/p', params: { id: '7', rest: ['a', '😀'], none: [] }, locale: null },
  { kind: 'call-start', request: 2, at, page: null, params: null, locale: 'de' },
  {
    kind: 'call-end',
    request: 1,
    at,
    result: 'props',
    answered: true,
    redirect: null,
    error: null,
    setHeaders: [
      { name: 'a', value: 'b', at },
      { name: 'set-cookie', value: ['c', ''], at },
      { name: 'gone', value: null, at },
    ],
    reads: ['cookies.\ud83d', 'query'],
    readsUnseen: ['method'],
    upstreamLeftOut: 2,
    returned: {
      type: 'object',
      keys: ['props'],
      props: 'object',
      notFound: true,
      redirect: 'absent',
      destination: 'absent',
    },
  },
  {
    kind: 'call-end',
    request: 2,
    at,
    result: 'error',
    answered: false,
    redirect: null,
    error: { name: 'Error', message: 'no', code: null, stack: null, cause: null },
    setHeaders: [],
    reads: null,
    readsUnseen: [],
    upstreamLeftOut: 0,
    returned: null,
  },
  { kind: 'span', request: 1, span: 'Node.runHandler', page: null, from: at, to: at, error: null },
  {
    kind: 'request-end',
    request: 1,
    at,
    aborted: true,
    status: 404,
    head: 'HTTP/1.1 404 Not Found\r\na: b\r\n',
    firstByteAt: null,
    bodyBytes: 100,
    bodySent: false,
    bodyDropped: 0,
    bodySpared: 100,
  },
  { kind: 'described', request: 1, lost: null, json: null, truncated: true, rejected: false, secrets: null },
  { kind: 'described', request: 1, lost: [], json: '{}', truncated: false, rejected: false, secrets: [] },
  { kind: 'late-use', request: 1, at, member: 'end' },
]

/** As they go over the pipe. */
function sent(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const writer = createBriefWriter()
  for (const event of events) writer.event(event)
  return framed(writer.take())
}
function framed(brief: { numbers: Float64Array; text: string }): readonly AgentEvent[] {
  let bytes = Buffer.alloc(0)
  const frames = createFrameWriter((buffer, from, to) => {
    bytes = Buffer.concat([bytes, buffer.subarray(from, to)])
    return to - from
  })
  frames.brief(brief)
  frames.flush()
  let told: readonly AgentEvent[] = []
  createFrameReader((_, payload) => {
    told = parseBrief(payload)
  }).push(bytes)
  return told
}
/** Half of a character that is two units is no text in UTF-8. */
const asText = (events: readonly AgentEvent[]) =>
  JSON.parse(JSON.stringify(events).replace('\\ud83d', '\ufffd')) as AgentEvent[]

describe('events in brief', () => {
  it('are what was told, each kind', () => {
    expect(sent(EVENTS)).toEqual(asText(EVENTS))
    expect(sent([])).toEqual([])
  })

  it('have the shape that the same events have as JSON', () => {
    const json = parseEvents(Buffer.from(JSON.stringify(asText(EVENTS))))
    expect(sent(EVENTS)).toEqual(json)
  })

  it('are many more than the first array has room for', () => {
    const many = Array.from({ length: 1000 }, () => EVENTS).flat()
    expect(sent(many)).toEqual(Array.from({ length: 1000 }, () => asText(EVENTS)).flat())
  })

  it.each<[string, number[], string]>([
    ['no such kind', [99], ''],
    ['no kind at all', [NONE], ''],
    ['an end in the middle', [KIND.SPAN, 1], ''],
    ['a request that is none', [KIND.UNDESCRIBED, 0, 1], ''],
    ['a request that is no number', [KIND.UNDESCRIBED, NONE, 1], ''],
    ['a time that is none', [KIND.SPAN, 1, 0, NONE, Number.POSITIVE_INFINITY, 1], ''],
    ['a text that is longer than there is', [KIND.OTHER, 5], '{}'],
    ['a text of less than nothing', [KIND.OTHER, -1], '{}'],
    ['a list longer than all there is', [KIND.REQUEST_START, 1, 1, 0, 0, 1e15], ''],
    ['a result that is none', [KIND.CALL_END, 1, 1, 9], ''],
    ['JSON that is none', [KIND.OTHER, 1], '{'],
    ['JSON of another shape', [KIND.OTHER, 21], '{"kind":"call-start"}'],
  ])('are refused with %s', (_, numbers, text) => {
    expect(() => framed({ numbers: Float64Array.from(numbers), text })).toThrow()
  })

  it('are refused where their numbers are fewer than is said', () => {
    expect(() => parseBrief(Buffer.from([0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]))).toThrow(RangeError)
    expect(() => parseBrief(Buffer.from([0, 0]))).toThrow(RangeError)
  })

  it('name no prototype', () => {
    const params = JSON.parse('{"__proto__":["x"],"a":"b"}') as Record<string, string | string[]>
    const [start] = sent([{ kind: 'call-start', request: 1, at, page: null, params, locale: null }])
    expect(start).toMatchObject({ params: { a: 'b' } })
    expect(Object.keys((start as { params: object }).params)).toEqual(['a'])
  })
})
