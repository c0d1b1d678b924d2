import { describe, expect, it } from 'vitest'
import type { Exchange, ExchangeServer } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { type Correlation, type CorrelationEvent, correlate, newCorrelation } from './correlation.ts'
import { isIdle, openRequests } from './state.ts'
import { eventsOf } from './story.ts'
import { wireEventsOf } from './wire-story.ts'

/** Agents and taps that come and go. Every story is drawn by our own clock; the servers' clocks agree with it. */
const WALL = 1_000_000
const CLOCK = { epochMs: epochMs(WALL), monotonicMs: monotonicMs(0) }
const TAP = 1
const OTHER_TAP = 2
const AGENT = 11
const OTHER_AGENT = 12
const UNKNOWN: ExchangeServer = { origin: 'http://localhost:3000', next: null, mode: null, pid: null }
const serverOf = (pid: number): ExchangeServer => ({ ...UNKNOWN, next: '16.4.6', mode: 'dev', pid })

function session(wanted: Correlation['wanted'] = 'changes') {
  const state = newCorrelation(UNKNOWN, null, 'SEEDSEED', CLOCK, false, wanted)
  const last = new Map<string, Exchange>()
  let told = 0
  const tell = (source: number, ...events: CorrelationEvent[]) => {
    for (const event of events) {
      for (const exchange of correlate(state, event, source)) {
        told += 1
        last.set(exchange.id, exchange)
      }
    }
  }
  return {
    state,
    tell,
    tap: (story: string, source = TAP) => tell(source, ...wireEventsOf(story)),
    agent: (story: string, source = AGENT) => tell(source, ...eventsOf(story)),
    attach: (source = AGENT) =>
      tell(source, { kind: 'agent-opened', server: serverOf(source), folder: '/app', clock: CLOCK }),
    detach: (source = AGENT, why = 'Gone.') => tell(source, { kind: 'agent-closed', why }),
    openTap: (source = TAP) => tell(source, { kind: 'tap-clock', clock: CLOCK }),
    closeTap: (source = TAP, why = 'The tap was closed.') => tell(source, { kind: 'tap-closed', why }),
    pass: (ms: number) => tell(0, { kind: 'tick', now: epochMs(WALL + ms) }),
    told: () => told,
    /** `source url state pid` of each exchange. */
    rows: () => [...last.values()].map(one => `${one.source} ${one.request.url} ${one.state} ${one.server.pid}`),
    all: () => [...last.values()],
  }
}
const WHOLE_WIRE = (n: number, at: number, url: string) => `
  ${at} #${n} GET ${url}
  ${at + 4} #${n} 200 content-type: text/plain
  ${at + 5} #${n} end 9
`
const WHOLE_INSIDE = (n: number, at: number, url: string) => `
  ${at} #${n} GET ${url}
  ${at + 3} #${n} 200 content-type: text/plain
  ${at + 4} #${n} end 9
`

describe('a tap that stays while agents come and go', () => {
  it('joins with whichever agent is there, and waits for none where there is none', () => {
    const { tap, agent, attach, detach, openTap, rows, state } = session()
    openTap()
    tap(WHOLE_WIRE(1, 100, '/before'))
    expect(rows()).toEqual(['tap /before finished null'])
    attach(AGENT)
    tap(WHOLE_WIRE(2, 200, '/first'))
    agent(WHOLE_INSIDE(2, 201, '/first'), AGENT)
    detach(AGENT)
    tap(WHOLE_WIRE(3, 300, '/between'))
    attach(OTHER_AGENT)
    tap(WHOLE_WIRE(4, 400, '/second'))
    agent(WHOLE_INSIDE(4, 401, '/second'), OTHER_AGENT)
    expect(rows()).toEqual([
      'tap /before finished null',
      'both /first finished 11',
      'tap /between finished null',
      'both /second finished 12',
    ])
    expect(state.agents.size).toBe(1)
  })

  it('keeps two processes apart whose requests have the same numbers', () => {
    const { tap, agent, attach, detach, openTap, all } = session()
    openTap()
    attach(AGENT)
    tap('100 #1 GET /a at 50001.0')
    agent('101 #1 GET /a\n102 #1 call /a', AGENT)
    detach(AGENT, 'Pid 11 ended.')
    attach(OTHER_AGENT)
    tap('200 #2 GET /b at 50001.0')
    agent('201 #1 GET /b\n203 #1 call /b\n204 #1 props', OTHER_AGENT)
    tap('202 #1 aborted by the server')
    const [first, second] = all()
    expect(first).toMatchObject({
      source: 'both',
      state: 'finished',
      request: { url: '/a' },
      outcome: 'none',
      server: { pid: AGENT },
      gaps: ['Pid 11 ended.', 'The server went away before the answer was whole.'],
    })
    expect(second).toMatchObject({ source: 'both', state: 'running', outcome: 'props', server: { pid: OTHER_AGENT } })
  })

  it('has a request go on over the wire when its agent is taken out meanwhile', () => {
    const { tap, agent, attach, detach, openTap, all, state } = session()
    openTap()
    attach()
    tap('100 GET /slow')
    agent('101 GET /slow\n105 call /slow')
    detach()
    expect(all()).toMatchObject([{ source: 'both', state: 'running', response: null }])
    tap('900 200 content-type: text/plain\n901 end 9')
    expect(all()).toMatchObject([
      { source: 'both', state: 'finished', durationMs: 801, response: { status: 200 }, gaps: ['Gone.'] },
    ])
    expect(openRequests(state)).toEqual({ drafts: 0, wires: 0 })
    expect(state.agents.size).toBe(0)
  })

  it('waits for no agent that is gone, though a request of its is not over', () => {
    const { tap, agent, attach, detach, openTap, rows } = session()
    openTap()
    attach()
    tap('100 GET /slow')
    agent('101 GET /slow\n105 call /slow')
    detach()
    tap(WHOLE_WIRE(2, 200, '/b'))
    expect(rows()).toEqual(['both /slow running 11', 'tap /b finished null'])
  })

  it('shows what waited for an agent that goes, as its own', () => {
    const { tap, attach, detach, openTap, rows } = session()
    openTap()
    attach()
    tap(WHOLE_WIRE(1, 100, '/a'))
    expect(rows()).toEqual(['tap /a running 11'])
    detach()
    expect(rows()).toEqual(['tap /a finished 11'])
  })

  it('goes on waiting where one agent takes the place of another', () => {
    const { tap, agent, attach, detach, openTap, rows } = session()
    openTap()
    attach(AGENT)
    attach(OTHER_AGENT)
    tap(WHOLE_WIRE(1, 100, '/a'))
    detach(AGENT)
    agent(WHOLE_INSIDE(1, 101, '/a'), OTHER_AGENT)
    expect(rows()).toEqual(['both /a finished 12'])
  })

  it('learns for each agent anew how many requests it missed on an open connection', () => {
    const { tap, agent, attach, detach, openTap, rows } = session()
    openTap()
    attach(AGENT)
    tap('100 #1 GET /a at 50001.0')
    agent('101 #1 GET /a')
    tap('110 #1 200\n111 #1 end 1')
    agent('109 #1 200\n110 #1 end 1')
    detach(AGENT)
    attach(OTHER_AGENT)
    // The same connection to the same server, of which this agent counts from here.
    tap('200 #2 GET /a at 50001.1\n202 #2 200\n203 #2 end 1')
    agent('201 #1 GET /a\n202 #1 200\n203 #1 end 1', OTHER_AGENT)
    expect(rows()).toEqual(['both /a finished 11', 'both /a finished 12'])
  })
})

describe('taps that come and go while an agent stays', () => {
  it('keeps two taps apart whose requests and connections have the same numbers', () => {
    const { tap, agent, attach, openTap, closeTap, rows, state } = session()
    attach()
    openTap(TAP)
    tap(WHOLE_WIRE(1, 100, '/a at 50002.0'), TAP)
    closeTap(TAP)
    openTap(OTHER_TAP)
    tap(WHOLE_WIRE(1, 102, '/b at 50001.0'), OTHER_TAP)
    // The agent is late with both.
    agent(WHOLE_INSIDE(1, 103, '/b'))
    agent(WHOLE_INSIDE(2, 101, '/a'))
    expect(rows()).toEqual(['both /a finished 11', 'both /b finished 11'])
    expect(openRequests(state)).toEqual({ drafts: 0, wires: 0 })
    expect([...state.taps.keys()]).toEqual([OTHER_TAP])
  })

  it('closes what a tap could not say the end of, and goes on with the agent’s half', () => {
    const { tap, agent, attach, openTap, closeTap, all } = session()
    attach()
    openTap()
    tap('100 GET /slow')
    agent('101 GET /slow\n105 call /slow')
    closeTap()
    expect(all()).toMatchObject([{ source: 'both', state: 'running' }])
    agent('500 props\n505 200 content-type: text/html\n506 end 9\n507 described {}')
    expect(all()).toMatchObject([
      { source: 'both', state: 'finished', outcome: 'props', gaps: ['The tap was closed.'] },
    ])
  })

  it('ends a request that only the tap saw with the tap', () => {
    const { tap, openTap, closeTap, all, state, pass } = session()
    openTap()
    tap('100 GET /slow\n105 200 content-type: text/html')
    closeTap()
    expect(all()).toMatchObject([{ source: 'tap', state: 'finished', gaps: ['The tap was closed.'] }])
    pass(200)
    expect(isIdle(state)).toBe(true)
  })
})

describe('an agent whose process was held up', () => {
  it('has its half joined after the request was shown as the wire’s alone', () => {
    const { tap, agent, attach, openTap, pass, rows, told, state } = session()
    attach()
    openTap()
    tap(WHOLE_WIRE(1, 100, '/a'))
    pass(2200)
    expect(rows()).toEqual(['tap /a finished 11'])
    agent(WHOLE_INSIDE(1, 101, '/a'))
    expect(rows()).toEqual(['both /a finished 11'])
    expect(openRequests(state)).toEqual({ drafts: 0, wires: 0 })
    const before = told()
    pass(40_000)
    expect([told(), state.missed.size]).toEqual([before, 0])
  })

  it('is not waited for forever', () => {
    const { tap, agent, attach, openTap, pass, rows } = session()
    attach()
    openTap()
    tap(WHOLE_WIRE(1, 100, '/a'))
    pass(2200)
    pass(33_000)
    agent(WHOLE_INSIDE(1, 101, '/a'))
    expect(rows()).toEqual(['tap /a finished 11', 'agent /a finished 11'])
  })

  it('is waited for longer where each exchange is told but once, and not beyond its end', () => {
    const { tap, agent, attach, detach, openTap, pass, rows, told } = session('finished')
    attach()
    openTap()
    tap(WHOLE_WIRE(1, 100, '/a'))
    tap(WHOLE_WIRE(2, 110, '/b'))
    pass(20_000)
    agent(WHOLE_INSIDE(1, 101, '/a'))
    expect(rows()).toEqual(['both /a finished 11'])
    detach()
    expect(rows()).toEqual(['both /a finished 11', 'tap /b finished 11'])
    expect(told()).toBe(2)
  })
})

describe('a pause', () => {
  it('closes both halves of what runs, once, and goes on with what comes after', () => {
    const { tap, agent, attach, openTap, tell, all, rows } = session()
    attach()
    openTap()
    tap('100 #1 GET /slow')
    agent('101 #1 GET /slow\n105 #1 call /slow')
    tell(0, { kind: 'cut', why: 'Paused.' })
    expect(all()).toMatchObject([{ source: 'both', state: 'finished', gaps: ['Paused.'] }])
    tap(WHOLE_WIRE(2, 200, '/after'))
    agent(WHOLE_INSIDE(2, 201, '/after'))
    expect(rows()).toEqual(['both /slow finished 11', 'both /after finished 11'])
  })

  it('lets what is over find its other half', () => {
    const { tap, agent, attach, openTap, tell, rows } = session()
    attach()
    openTap()
    tap(WHOLE_WIRE(1, 100, '/a'))
    tell(0, { kind: 'cut', why: 'Paused.' })
    agent(WHOLE_INSIDE(1, 101, '/a'))
    expect(rows()).toEqual(['both /a finished 11'])
  })
})

describe('where only finished exchanges are wanted', () => {
  it('tells each once, and none that runs', () => {
    const { tap, agent, attach, openTap, rows, told } = session('finished')
    attach()
    openTap()
    tap('100 GET /a')
    agent(WHOLE_INSIDE(1, 101, '/a'))
    expect(rows()).toEqual([])
    tap('105 200 content-type: text/plain\n106 end 9')
    expect(rows()).toEqual(['both /a finished 11'])
    expect(told()).toBe(1)
  })

  it('waits for the wire’s half of what the agent has seen the end of', () => {
    const { tap, agent, attach, openTap, rows, told } = session('finished')
    attach()
    openTap()
    agent(WHOLE_INSIDE(1, 101, '/a'))
    expect(rows()).toEqual([])
    tap(WHOLE_WIRE(1, 100, '/a'))
    expect(rows()).toEqual(['both /a finished 11'])
    expect(told()).toBe(1)
  })

  it('tells of a request that went to the server directly after a while, or when the tap is closed', () => {
    const { agent, attach, openTap, closeTap, pass, rows } = session('finished')
    attach()
    openTap()
    agent(WHOLE_INSIDE(1, 100, '/a'))
    pass(500)
    pass(2000)
    expect(rows()).toEqual([])
    pass(2600)
    expect(rows()).toEqual(['agent /a finished 11'])
    agent(WHOLE_INSIDE(2, 3000, '/b'))
    closeTap()
    expect(rows()).toEqual(['agent /a finished 11', 'agent /b finished 11'])
    agent(WHOLE_INSIDE(3, 3100, '/c'))
    expect(rows()).toContain('agent /c finished 11')
  })
})
