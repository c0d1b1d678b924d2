import { describe, expect, it } from 'vitest'
import type { Exchange, ExchangeServer } from '../../shared/exchange.ts'
import type { RequestStartEvent } from '../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { type CorrelationEvent, correlate, newCorrelation } from './correlation.ts'
import { headPairs } from './headers.ts'
import { openAgent } from './state.ts'
import { eventsOf } from './story.ts'
import { wireEventsOf } from './wire-story.ts'

/** A server behind a forward, which opens a connection of its own for each of the tap's. Both clocks are one. */
const SERVER: ExchangeServer = { origin: 'http://localhost:3001', next: '16.4.6', mode: 'start', pid: 7 }
const AGENT = 2

/** What both tell of `GET url`, as request `number`: the tap of its connection, the far agent of the forward's. `mark`: a header of it. */
function both(number: number, url: string, from: Place, to: Place, mark = '') {
  const at = 10 * number
  const wire = wireEventsOf(`${at} #${number} GET ${url} at ${from.port}.${from.ordinal}
    ${at + 20} #${number} 200
    ${at + 21} #${number} end 9`)
  const inside = eventsOf(`${at + 2} #${number} GET ${url}
    ${at + 4} #${number} call ${url}
    ${at + 8} #${number} props
    ${at + 10} #${number} 200
    ${at + 11} #${number} end 9`)
  const [sent, ...wireRest] = wire
  const [came, ...insideRest] = inside
  if (sent?.kind !== 'tap-request-start' || came?.kind !== 'request-start') throw new Error('no start')
  const head = `${sent.head}\r\nX-Mark: ${mark}`
  const start: RequestStartEvent = {
    ...came,
    headers: headPairs(head).flat(),
    remotePort: to.port,
    ordinal: to.ordinal,
  }
  return { wire: [{ ...sent, head }, ...wireRest] as const, inside: [start, ...insideRest] as const }
}
interface Place {
  readonly port: number
  readonly ordinal: number
}
const on = (port: number, ordinal = 0): Place => ({ port, ordinal })

function sources(events: readonly CorrelationEvent[], far = true): string[] {
  const clock = { epochMs: epochMs(0), monotonicMs: monotonicMs(0) }
  const state = newCorrelation(SERVER, null, 'SEEDSEED', clock, false)
  openAgent(state, AGENT, { kind: 'agent-opened', server: SERVER, folder: null, clock, far })
  const last = new Map<string, Exchange>()
  const ends: CorrelationEvent[] = [0, 1, 40_000].map(ms => ({ kind: 'tick', now: epochMs(5000 + ms) }))
  for (const event of [...events, ...ends]) {
    const source = event.kind.startsWith('tap-') ? 1 : AGENT
    for (const exchange of correlate(state, event, source)) last.set(exchange.id, exchange)
  }
  return [...last.values()].map(({ source, request }) => `${source} ${request.url}`)
}

describe('a request that is handed on to a far server', () => {
  it('is one exchange, whichever half comes first', () => {
    const { wire, inside } = both(10, '/a', on(50_001), on(40_001))
    expect(sources([...wire, ...inside])).toEqual(['both /a'])
    expect(sources([...inside, ...wire])).toEqual(['both /a'])
  })

  it('is two where the agent is no far one: ports do not change on one machine', () => {
    const { wire, inside } = both(10, '/a', on(50_001), on(40_001))
    expect(sources([...wire, ...inside], false).sort()).toEqual(['agent /a', 'tap /a'])
  })

  it('is told from another at the same moment by its headers', () => {
    const one = both(10, '/a', on(50_001), on(40_001), 'one')
    const two = both(11, '/a', on(50_002), on(40_002), 'two')
    expect(sources([...one.wire, ...two.wire, ...two.inside, ...one.inside])).toEqual(['both /a', 'both /a'])
  })

  it('stays two rows beside one that is the same to the letter, until their connections are known', () => {
    const one = both(10, '/a', on(50_001), on(40_001))
    const two = both(11, '/a', on(50_002), on(40_002))
    const same = [...one.wire, ...two.wire, ...two.inside, ...one.inside]
    expect(sources(same).sort()).toEqual(['agent /a', 'agent /a', 'tap /a', 'tap /a'])
    const shown = [both(30, '/b', on(50_001, 1), on(40_001, 1)), both(40, '/c', on(50_002, 1), on(40_002, 1))]
    const again = [both(50, '/a', on(50_001, 2), on(40_001, 2)), both(51, '/a', on(50_002, 2), on(40_002, 2))]
    const known = [...shown, ...again].flatMap(({ wire }) => [...wire])
    const told = [...shown, ...again.reverse()].flatMap(({ inside }) => [...inside])
    expect(sources([...known, ...told])).toEqual(['both /b', 'both /c', 'both /a', 'both /a'])
  })

  it('is none of a connection that is known to be another', () => {
    const one = both(10, '/a', on(50_001), on(40_001))
    const other = both(20, '/a', on(50_002), on(40_001, 1))
    expect(sources([...one.wire, ...one.inside, ...other.wire, ...other.inside]).sort()).toEqual([
      'agent /a',
      'both /a',
      'tap /a',
    ])
  })
})
