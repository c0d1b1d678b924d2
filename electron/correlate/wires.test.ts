import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exchange, ExchangeServer } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { type Correlation, type CorrelationEvent, correlate, newCorrelation } from './correlation.ts'
import { FIRST_SOURCE, openRequests, tapOf } from './state.ts'
import { eventsOf } from './story.ts'
import { wireEventsOf } from './wire-story.ts'

const SERVER: ExchangeServer = { origin: 'http://localhost:3000', next: '16.4.6', mode: 'start', pid: 7 }
const WALL = 1_000_000
/** The server's clock is 500 ms behind ours: both stories are drawn by their own. */
function started(hasAgent = true): Correlation {
  const clock = { epochMs: epochMs(WALL + 500), monotonicMs: monotonicMs(500) }
  const state = newCorrelation(SERVER, '/app', 'SEEDSEED', clock, hasAgent)
  correlate(state, { kind: 'tap-clock', clock: { epochMs: epochMs(WALL), monotonicMs: monotonicMs(1000) } })
  return state
}
function run(events: readonly CorrelationEvent[], state = started()): Exchange[] {
  const last = new Map<string, Exchange>()
  for (const event of events) for (const exchange of correlate(state, event)) last.set(exchange.id, exchange)
  return [...last.values()]
}
const only = (exchanges: readonly Exchange[]): Exchange => {
  expect(exchanges).toHaveLength(1)
  return exchanges[0] as Exchange
}
const later = (ms: number): CorrelationEvent => ({ kind: 'tick', now: epochMs(WALL + ms) })

// 1100 on our clock is 100 on the server's.
const WIRE = wireEventsOf(`
  1099 GET /product/7?q=a
  1180 103 link: </a>
  1190 200 content-type: text/html | content-encoding: gzip
  1191 reading
  1195 end 300
  1199 read {"page":"/product/[id]","props":{"id":"7"}}
`)
const INSIDE = eventsOf(`
  100 GET /product/7?q=a
  110 call /product/[id]
  115 set cache-control: no-store
  160 props
  165 render /product/[id]
  170 200 content-type: text/html | content-encoding: gzip
  172 end 500
  173 described {"id":"7"}
`)

describe('both halves of a request', () => {
  it('become one exchange', () => {
    const state = started()
    expect(only(run([...WIRE, ...INSIDE], state))).toMatchObject({
      source: 'both',
      state: 'finished',
      startedAt: WALL + 99,
      durationMs: 96,
      request: {
        page: '/product/[id]',
        headers: [
          ['Host', 'localhost:4000'],
          ['X-As', 'Sent'],
        ],
      },
      response: { status: 200, bodyBytes: 1000, wireBytes: 300, ttfbMs: 91 },
      outcome: 'props',
      call: { startMs: 11, durationMs: 50, setHeaders: [{ atMs: 16 }] },
      props: { bytes: 10, lost: [] },
      phases: [
        { name: 'getServerSideProps', startMs: 11, durationMs: 50 },
        { name: 'render', startMs: 61, durationMs: 10 },
        { name: 'send', startMs: 71, durationMs: 2 },
      ],
      gaps: [],
    })
    expect([openRequests(state), state.orphans, state.duplicates]).toEqual([{ drafts: 0, wires: 0 }, 0, 0])
  })

  it('become the same one in whatever order they come', () => {
    const { id: _, ...expected } = only(run([...WIRE, ...INSIDE]))
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }), turns => {
        const wire = [...WIRE]
        const inside = [...INSIDE]
        const merged: CorrelationEvent[] = []
        for (const fromWire of turns) {
          const next = (fromWire ? wire : inside).shift() ?? wire.shift() ?? inside.shift()
          if (next) merged.push(next)
        }
        const { id, ...joined } = only(run([...merged, ...wire, ...inside]))
        expect(joined).toEqual(expected)
        expect(id).toMatch(/^[0-9A-Z]{26}$/)
      }),
      { numRuns: 500 },
    )
  })

  it('is not over before both are', () => {
    const running = (events: CorrelationEvent[]) => only(run(events)).state
    expect(running([...WIRE.slice(0, -1), ...INSIDE])).toBe('running')
    expect(running([...WIRE.slice(0, 3), ...INSIDE])).toBe('running')
    expect(running([...WIRE, ...INSIDE.slice(0, -2)])).toBe('running')
  })

  it('are told apart by connection and ordinal, by what was asked, and by time', () => {
    const wire = wireEventsOf(`
      1000 #1 GET /a at 50001.0
      1001 #2 GET /a at 50001.1
      1002 #3 GET /a at 50002.0
      1003 #4 GET /b at 50003.0
    `)
    const inside = eventsOf(`
      2 #1 GET /a
      3 #2 GET /a
      4 #3 GET /c
    `)
    const exchanges = run([...wire, ...inside])
    const sources = exchanges.map(exchange => `${exchange.source} ${exchange.request.url} ${exchange.startedAt - WALL}`)
    expect(sources).toEqual(['both /a 0', 'tap /a 1', 'both /a 2', 'tap /b 3', 'agent /c 4'])
    // The port was used again, by a connection that goes to the server directly.
    const old = run([...wireEventsOf('1000 GET /a\n1001 200\n1002 end 1'), ...eventsOf('800 GET /a')])
    expect(old.map(exchange => exchange.source)).toEqual(['tap', 'agent'])
  })

  it('meet where the agent came when the connection was open', () => {
    const wire = wireEventsOf(`
      1000 #1 GET /a at 50001.0
      1001 #1 200
      1002 #1 end 1
      1500 #2 GET /a at 50001.1
      1600 #3 GET /a at 50001.2
    `)
    const inside = eventsOf('501 #1 GET /a\n601 #1 200')
    const state = started()
    const exchanges = run([...wire.slice(0, 4), ...inside.slice(0, 1), ...wire.slice(4)], state)
    expect(exchanges.map(exchange => exchange.source)).toEqual(['tap', 'both', 'tap'])
    expect([...tapOf(state, FIRST_SOURCE).offsets.values()]).toEqual([1])
  })

  it('keeps sixty requests apart that come all at once', () => {
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1)
    const wire = wireEventsOf(numbers.map(n => `1000 #${n} GET /product/${n}`).join('\n'))
    const inside = eventsOf(
      numbers
        .toReversed()
        .map(n => `5 #${n} GET /product/${n}`)
        .join('\n'),
    )
    const exchanges = run([...wire, ...inside])
    expect(exchanges).toHaveLength(60)
    expect(exchanges.every(exchange => exchange.source === 'both')).toBe(true)
  })
})

describe('one half alone', () => {
  it('is the agent’s where the request went to the server directly', () => {
    expect(only(run(INSIDE))).toMatchObject({ source: 'agent', state: 'finished', response: { wireBytes: null } })
  })

  it('is the tap’s where no agent is, as far as the bytes tell', () => {
    expect(only(run(WIRE, started(false)))).toMatchObject({
      source: 'tap',
      state: 'finished',
      kind: 'document',
      durationMs: 96,
      request: { page: '/product/[id]', params: { id: '7' }, query: { q: 'a' } },
      response: { status: 200, bodyBytes: 1000, wireBytes: 300, ttfbMs: 91 },
      outcome: 'props',
      call: null,
      props: { bytes: 10, lost: null },
      phases: [{ name: 'send', startMs: 91, durationMs: 5 }],
      gaps: [],
    })
  })

  it('waits a while for the agent’s', () => {
    const state = started()
    expect(only(run(WIRE, state)).state).toBe('running')
    expect(run([later(1200)], state)).toEqual([])
    expect(only(run([later(2300)], state))).toMatchObject({ source: 'tap', state: 'finished' })
    expect(openRequests(state).wires).toBe(0)
  })

  it('does not wait where the answer is ours', () => {
    expect(only(run(wireEventsOf('1000 GET /\n1001 502\n1001 answered by us')))).toMatchObject({
      source: 'tap',
      state: 'finished',
      response: { status: 502 },
    })
  })

  it.each<[string, string, Partial<Exchange>]>([
    [
      'no call',
      '1000 GET /a\n1001 reading\n1002 200\n1003 end 9\n1004 read {"page":"/a","props":{},"fromCall":false}',
      { outcome: 'none', props: null },
    ],
    [
      'a redirect of a data answer',
      '1000 GET /_next/data/B/a.json\n1001 reading\n1002 200\n1003 end 9\n1004 read {"redirect":"/b","props":{}}',
      { outcome: 'redirect', kind: 'data', props: null },
    ],
    [
      'a stand-in',
      '1000 GET /a\n1001 reading\n1002 404\n1003 end 9\n1004 read {"page":"/_error","props":{},"fromCall":false}',
      { outcome: 'none' },
    ],
    ['an abort', '1000 GET /a\n1003 aborted by the client', { aborted: true, response: null, durationMs: 3 }],
    [
      'a server that goes away',
      '1000 GET /a\n1002 200\n1003 aborted by the server',
      { aborted: false, gaps: ['The server went away before the answer was whole.'] },
    ],
    [
      'an answer that was not kept',
      '1000 GET /a\n1001 200 content-type: text/html\n1003 end 300 dropped 300',
      {
        unkept: 'load',
        gaps: ['300 bytes of the answer were forwarded but not kept: too much came at once.'],
      },
    ],
    [
      'what was not understood',
      '1000 GET /a\n1001 not understood Why.\n1003 end',
      { gaps: ['Not understood, and forwarded as it came: Why.'] },
    ],
  ])('says of %s what is known', (_, story, expected) => {
    expect(only(run(wireEventsOf(story), started(false)))).toMatchObject({
      source: 'tap',
      state: 'finished',
      ...expected,
    })
  })

  it('counts what belongs to nothing, and closes what runs when the agent goes', () => {
    const state = started()
    const [start, ...rest] = wireEventsOf('1000 GET /a\n1001 200\n1002 end 1')
    run(rest, state)
    expect(state.orphans).toBe(2)
    const exchanges = run([...(start ? [start, start] : []), { kind: 'cut', why: 'Gone.' }], state)
    expect(state.duplicates).toBe(1)
    expect(only(exchanges)).toMatchObject({ state: 'finished', gaps: ['Gone.'] })
  })
})
