import { expect, it } from 'vitest'
import type { Exchange, ExchangeServer } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { correlate, newCorrelation } from './correlation.ts'
import { eventsOf } from './story.ts'
import { wireEventsOf } from './wire-story.ts'

const SERVER: ExchangeServer = { origin: 'http://localhost:3000', next: '16.4.6', mode: 'start', pid: 7 }

/** The last word on the one request; both clocks show the same, but for `apart` ms by which the server's is ahead. */
function both(wire: string, inside: string, apart = 0): Exchange {
  const clock = { epochMs: epochMs(1_000_000 + apart), monotonicMs: monotonicMs(0) }
  const state = newCorrelation(SERVER, '/app', 'SEEDSEED', clock)
  correlate(state, {
    kind: 'tap-clock',
    clock: { epochMs: epochMs(1_000_000), monotonicMs: monotonicMs(0) },
  })
  let last: Exchange | undefined
  for (const event of [...wireEventsOf(wire), ...eventsOf(inside)])
    for (const exchange of correlate(state, event)) last = exchange
  if (last?.source !== 'both') throw new Error('the halves have not met')
  return last
}

const WIRE =
  '100 GET /a\n120 200 content-type: text/html\n121 reading\n124 end 300\n125 read {"page":"/a","props":{"id":"7"}}'
const INSIDE =
  '100 GET /a\n105 call /a\n110 props\n112 render /a\n119 200 content-type: text/html\n130 end 500\n131 described {"id":"7"}'

it('ends with its last byte, though the server hears of that later', () => {
  const { durationMs, phases } = both(WIRE, INSIDE)
  expect(durationMs).toBe(24)
  expect(phases.at(-1)).toEqual({ name: 'send', startMs: 19, durationMs: 5 })
})

it('has its call before the first byte that it caused, though the clocks are some ms apart', () => {
  const { call, phases, response } = both(WIRE, INSIDE, 8)
  // Not 13: then the first byte would have left 7 ms after it had come.
  expect(call?.startMs).toBe(6)
  expect(phases.find(({ name }) => name === 'send')?.startMs).toBe(response?.ttfbMs)
})

it('takes no props from a page that stands in for the one that failed', () => {
  const failed = WIRE.replace('"page":"/a"', '"page":"/_error"').replace('200', '500')
  const { props, outcome } = both(failed, INSIDE.replace('119 200', '119 500').replace(/\n131.*/, ''))
  expect([outcome, props?.bytes ?? null]).toEqual(['error', null])
})

it('lacks nothing that the tap did not keep where the agent’s copy of the answer was read', () => {
  const clock = { epochMs: epochMs(1_000_000), monotonicMs: monotonicMs(0) }
  const state = newCorrelation(SERVER, '/app', 'SEEDSEED', clock)
  correlate(state, { kind: 'tap-clock', clock })
  const [wireStart, head, , end] = wireEventsOf(WIRE.replace('end 300', 'end 300 dropped 300'))
  const [read] = wireEventsOf('125 read {"page":"/a","props":{"id":"7"}}')
  if (read?.kind !== 'wire-read') throw new Error('not a reading')
  const [begin, ...rest] = eventsOf(INSIDE)
  const events = [begin, { ...read, kind: 'answer-read' as const }, ...rest, wireStart, head, end]
  let last: Exchange | undefined
  for (const event of events) if (event) for (const exchange of correlate(state, event)) last = exchange
  expect(last).toMatchObject({ source: 'both', unkept: null, gaps: [], wire: { received: { body: 300 } } })
})
