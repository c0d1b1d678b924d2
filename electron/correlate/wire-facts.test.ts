import { expect, it } from 'vitest'
import type { Exchange, Ledger } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { correlate, newCorrelation } from './correlation.ts'
import { eventsOf } from './story.ts'
import { wireEventsOf } from './wire-story.ts'

const LEDGER: Ledger = { props: 10, embedded: 12, document: 1000, wire: 300, wireProps: 5 }
const clock = { epochMs: epochMs(1_000_000), monotonicMs: monotonicMs(0) }

function play(story: string, hasAgent = false, inside = ''): Exchange | undefined {
  const server = { origin: 'http://localhost:3000', next: null, mode: null, pid: null }
  const state = newCorrelation(server, null, 'SEED', clock, hasAgent)
  let last: Exchange | undefined
  for (const event of [...wireEventsOf(story), ...eventsOf(inside)])
    for (const one of correlate(state, event)) last = one
  return last
}

const WHOLE = `
  100 GET /product/7 at 50007.2
  110 100
  120 103 link: </a>
  190 200 content-type: text/html | Content-Encoding: gzip
  191 reading
  195 end 300
  199 read {"page":"/product/[id]","props":{"id":"7"},"ledger":${JSON.stringify(LEDGER)}}
`

it('says what went over the wire, once it is over', () => {
  expect(play(WHOLE)).toMatchObject({
    source: 'tap',
    wire: {
      connection: 50007,
      ordinal: 2,
      protocol: 'HTTP/1.1',
      encrypted: false,
      sent: { head: 40, body: 0, framed: 0 },
      received: { head: 40, body: 300, framed: 300 },
      encoding: 'gzip',
      requestSentMs: 95,
      informational: [100, 103],
      trailers: null,
      abortedBy: null,
      answeredBy: 'server',
      upgraded: false,
    },
    ledger: LEDGER,
  })
  expect(play('100 GET /a')).toMatchObject({ state: 'running', wire: null, ledger: null })
})

it('says who went away, who answered, and what was not understood', () => {
  expect(play('100 GET /a\n110 200\n120 aborted by the server')?.wire).toMatchObject({
    abortedBy: 'server',
    received: {},
  })
  expect(play('100 GET /a\n120 aborted by the client')?.wire).toMatchObject({ abortedBy: 'client', received: null })
  expect(play('100 GET /a\n110 502\n120 answered by us')?.wire).toMatchObject({ answeredBy: 'tap' })
})

it('goes with what the agent saw, whose props it has the ledger of', () => {
  const inside = `
    101 GET /product/7
    110 call /product/[id]
    160 props
    170 200 content-type: text/html | content-encoding: gzip
    172 end 300
    173 described {"id":"7"}
  `
  const both = play(WHOLE.replace(' at 50007.2', ' at 50001.0'), true, inside)
  expect(both).toMatchObject({ source: 'both', wire: { connection: 50001 }, ledger: LEDGER })
})

it('has no ledger of a page that stands in for another', () => {
  const missing = WHOLE.replace('/product/[id]', '/404')
  expect(play(missing)).toMatchObject({ request: { page: null }, ledger: null })
  expect(play(missing.replace('/product/7', '/_next/data/old/product/7.json'))).toMatchObject({
    kind: 'data',
    ledger: null,
  })
  const data = WHOLE.replace('/product/7', '/_next/data/b/product/7.json').replace('"/product/[id]"', 'null')
  expect(play(data)).toMatchObject({ kind: 'data', ledger: LEDGER })
})
