import { describe, expect, it } from 'vitest'
import type { Exchange, ExchangeServer } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { type Correlation, type CorrelationEvent, correlate, newCorrelation } from './correlation.ts'
import { openRequests } from './state.ts'
import { eventsOf } from './story.ts'

const DEV: ExchangeServer = { origin: 'http://localhost:3000', next: '16.4.6', mode: 'dev', pid: 7 }
const started = (server = DEV) =>
  newCorrelation(server, '/app', 'SEEDSEED', { epochMs: epochMs(1_000_000), monotonicMs: monotonicMs(0) })

function run(events: readonly CorrelationEvent[], state: Correlation = started()) {
  const last = new Map<string, Exchange>()
  for (const event of events) for (const exchange of correlate(state, event)) last.set(exchange.id, exchange)
  return { state, exchanges: [...last.values()] }
}
const only = (exchanges: readonly Exchange[]): Exchange => {
  expect(exchanges).toHaveLength(1)
  return exchanges[0] as Exchange
}

describe('correlate', () => {
  it('makes one finished exchange of a document request', () => {
    const { exchanges, state } = run(
      eventsOf(`
        100  GET /product/7?q=a%20b
        120  ready /product/[id]
        125  call /product/[id]
        130  set Cache-Control: public, s-maxage=10
        160  props
        165  render /product/[id]
        170  200 content-type: text/html | cache-control: no-store
        172  end 500
        173  described {"id":"7","list":[1,2,3]}
      `),
    )
    expect(only(exchanges)).toMatchObject({
      kind: 'document',
      source: 'agent',
      state: 'finished',
      startedAt: 1_000_100,
      durationMs: 72,
      request: { page: '/product/[id]', params: { id: '7' }, query: { q: 'a b' }, url: '/product/7?q=a%20b' },
      response: { status: 200, bodyBytes: 500, wireBytes: null, ttfbMs: 70 },
      outcome: 'props',
      call: {
        startMs: 25,
        durationMs: 35,
        setHeaders: [{ name: 'cache-control', value: 'public, s-maxage=10', atMs: 30 }],
        error: null,
      },
      props: {
        bytes: 25,
        keys: [
          { path: 'list', bytes: 7 },
          { path: 'id', bytes: 3 },
        ],
        lost: [],
        truncated: false,
      },
      cache: {
        declared: 'public, s-maxage=10',
        sent: 'no-store',
        inProduction: 'public, s-maxage=10',
      },
      phases: [
        { name: 'compile', startMs: 0, durationMs: 20 },
        { name: 'getServerSideProps', startMs: 25, durationMs: 35 },
        { name: 'render', startMs: 60, durationMs: 10 },
        { name: 'send', startMs: 70, durationMs: 2 },
      ],
      gaps: [],
    })
    expect(openRequests(state).drafts).toBe(0)
  })

  it('says of a body that was not handed over that the server was under load, and takes its props for unknown', () => {
    const events = eventsOf(`
      0   GET /a
      1   call /a
      4   props
      9   200 content-type: text/html
      10  end 500
      11  described
    `).map(event => (event.kind === 'request-end' ? { ...event, bodySpared: 500 } : event))
    expect(only(run(events).exchanges)).toMatchObject({
      state: 'finished',
      unkept: 'load',
      gaps: ['500 bytes of the answer were not kept: the server was under load.'],
      response: { bodyBytes: 500 },
      props: { bytes: null, keys: [], truncated: false },
    })
  })

  it('shows a request while it runs, and that its call has begun', () => {
    const { exchanges } = run(eventsOf('0 GET /slow\n5 call /slow'))
    expect(only(exchanges)).toMatchObject({
      state: 'running',
      durationMs: null,
      call: { startMs: 5, durationMs: null },
    })
  })

  it('draws no phase over another where the call sends the answer itself', () => {
    const phases = (end: number) =>
      only(
        run(
          eventsOf(`
            0   GET /ends
            5   call /ends
            10  200 content-type: text/plain
            40  props
            ${end}  end 12
            60  described {}
          `),
        ).exchanges,
      ).phases
    const call = { name: 'getServerSideProps', startMs: 5, durationMs: 35 }
    expect(phases(42)).toEqual([call, { name: 'send', startMs: 40, durationMs: 2 }])
    expect(phases(30)).toEqual([call])
  })

  it('keeps sixty requests apart whose events are interleaved', () => {
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1)
    const lines = (what: (n: number) => string) => numbers.map(what).join('\n')
    const { exchanges, state } = run(
      eventsOf(
        [
          lines(n => `${n} #${n} GET /product/${n}`),
          lines(n => `${100 + n} #${n} call /product/[id]`),
          lines(n => `${200 + 2 * n} #${n} props`),
          lines(n => `${400 + n} #${n} 200 content-type: text/html`),
          lines(n => `${500 + n} #${n} end ${n}`),
          lines(n => `${600 + n} #${n} described {"id":${n}}`),
        ].join('\n'),
      ),
    )
    expect(exchanges).toHaveLength(60)
    expect(openRequests(state).drafts).toBe(0)
    for (const [index, exchange] of exchanges.entries()) {
      const n = index + 1
      expect(exchange.request.params).toEqual({ id: String(n) })
      expect(exchange.call?.durationMs).toBe(100 + n)
      expect(exchange.response?.bodyBytes).toBe(n)
    }
    const ids = exchanges.map(exchange => exchange.id)
    expect([...ids].sort()).toEqual(ids)
  })

  it('waits for the call of an aborted request', () => {
    const events = eventsOf(`
      0   GET /slow
      5   call /slow
      50  aborted
      900 props
      901 described {}
    `)
    const state = started()
    const early = run(events.slice(0, 3), state)
    expect(only(early.exchanges)).toMatchObject({ aborted: true, state: 'running', durationMs: 50, response: null })
    const late = run(events.slice(3), state)
    expect(only(late.exchanges)).toMatchObject({ state: 'finished', outcome: 'props', call: { durationMs: 895 } })
  })

  it.each([
    ['redirect /login', '307', { outcome: 'redirect', props: null, call: { redirect: { destination: '/login' } } }],
    ['notFound', '404', { outcome: 'notFound', props: null }],
    ['throws TypeError: boom', '500', { outcome: 'error', call: { error: { name: 'TypeError', message: 'boom' } } }],
    ['other', '500', { outcome: 'error' }],
    ['props', '500', { outcome: 'error', props: { bytes: null } }],
  ])('a call that ends with %s and status %s', (end, status, expected) => {
    const { exchanges } = run(eventsOf(`0 GET /p\n1 call /p\n2 ${end}\n3 ${status}\n4 end\n5 described`))
    expect(only(exchanges)).toMatchObject(expected)
  })

  it('calls a refusal of what was returned an error of the call, and any other a render error', () => {
    const failing = (message: string) => {
      const events: CorrelationEvent[] = eventsOf('0 GET /p\n1 call /p\n2 props\n3 500\n4 end 9\n5 described')
      const error = { name: 'Error', message, code: null, stack: null, cause: null }
      const at = monotonicMs(3)
      events.splice(3, 0, {
        kind: 'span',
        request: 1,
        span: 'BaseServer.handleRequest',
        page: null,
        from: at,
        to: at,
        error,
      })
      return only(run(events).exchanges)
    }
    const refused = failing('Error serializing `.when` returned from `getServerSideProps` in "/p".')
    expect(refused.call?.error?.message).toContain('.when')
    expect(refused.renderError).toBeNull()
    const broken = failing('cannot read properties of undefined')
    expect(broken.call?.error).toBeNull()
    expect(broken.renderError?.message).toContain('cannot read')
  })

  it('knows no page where only a stand-in was rendered', () => {
    const { exchanges } = run(
      eventsOf('0 GET /nope\n1 ready /_error\n2 render /_error\n3 404 content-type: text/html\n4 end 9'),
    )
    expect(only(exchanges)).toMatchObject({
      kind: 'document',
      outcome: 'none',
      call: null,
      request: { page: null, params: null },
    })
  })

  it('says nothing of production where it cannot know', () => {
    const none = only(run(eventsOf('0 GET /about\n1 ready /about\n2 200\n3 end 1')).exchanges)
    expect(none.cache.inProduction).toBeNull()
    const start = run(
      eventsOf('0 GET /p\n1 call /p\n2 props\n3 200 cache-control: private\n4 end\n5 described {}'),
      started({ ...DEV, mode: 'start' }),
    )
    expect(only(start.exchanges).cache).toEqual({ declared: null, sent: 'private', inProduction: 'private' })
    expect(only(start.exchanges).phases.map(phase => phase.name)).not.toContain('compile')
  })

  it('counts what belongs to nothing it knows, and what is said twice', () => {
    const [start, ...rest] = eventsOf('0 GET /a\n1 200\n2 end 1')
    if (!start) throw new Error('no start')
    const { state, exchanges } = run([...rest, start, start])
    expect(state).toMatchObject({ orphans: 1, duplicates: 1 })
    expect(only(exchanges).state).toBe('running')
  })

  it('stops waiting for a look at the value that does not come', () => {
    const state = started()
    run(eventsOf('0 GET /p\n1 call /p\n2 props\n3 200\n4 end 1'), state)
    expect(run([{ kind: 'tick', now: epochMs(5000) }], state).exchanges).toHaveLength(0)
    const late = only(run([{ kind: 'tick', now: epochMs(8000) }], state).exchanges)
    expect(late).toMatchObject({ state: 'finished', props: { lost: null } })
    expect(late.gaps).toHaveLength(1)
  })

  it('closes what still runs when the connection ends, and says so', () => {
    const { exchanges, state } = run([
      ...eventsOf('0 GET /slow\n5 call /slow'),
      { kind: 'agent-closed', why: 'The server went away.' },
    ])
    expect(only(exchanges)).toMatchObject({ state: 'finished', durationMs: null, gaps: ['The server went away.'] })
    expect(openRequests(state).drafts).toBe(0)
  })

  it('gives the same exchanges for the same events', () => {
    const events = eventsOf('0 GET /p\n1 call /p\n2 props\n3 200\n4 end 1\n5 described {"a":1}')
    expect(run(events).exchanges).toEqual(run(events).exchanges)
  })
})
