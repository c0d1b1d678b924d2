import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AttachedServer } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import type { HelloEvent, StatsEvent } from '../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { eventsOf } from '../correlate/story.ts'
import { createSession } from './session.ts'

/** The lid is closed: the wall clock goes on, monotonic clocks and timers stand still. */
const NIGHT_MS = 8 * 3_600_000
const ORIGIN = 'http://localhost:3000'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})
const sleep = () => vi.setSystemTime(Date.now() + NIGHT_MS)

function watched() {
  const exchanges = new Map<string, Exchange>()
  const session = createSession({
    origin: ORIGIN,
    reader: { read: () => Promise.reject(new Error('nothing is read here')), close: async () => {} },
    wanted: 'changes',
    listener: { exchange: exchange => void exchanges.set(exchange.id, exchange), body: () => {} },
  })
  const last = () => [...exchanges.values()].at(-1)
  const server: AttachedServer = { origin: ORIGIN, pid: 7, next: '16.4.6', mode: 'dev', folder: null, name: 'shop' }
  const clock = () => ({ epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) })
  const hello = { kind: 'hello', pid: 7, cwd: '/', clock: clock() } as HelloEvent
  const sink = session.agent(server, hello, () => {})
  const tell = (story: string) => sink.events(eventsOf(story))
  const stats = () => sink.events([{ kind: 'stats', clock: clock(), requests: 0, agentMs: 0, faults: 0 } as StatsEvent])
  return { session, last, tell, stats }
}

it('what was still to come when the machine fell asleep may come after it woke', () => {
  const { session, last, tell } = watched()
  tell('0 GET /p\n1 call /p\n2 props\n3 200\n4 end 1')
  vi.advanceTimersByTime(600)
  expect(last()).toMatchObject({ state: 'running' })
  sleep()
  vi.advanceTimersByTime(1600)
  expect(last()).toMatchObject({ state: 'running' })
  tell('5 described {"a":1}')
  expect(last()).toMatchObject({ state: 'finished', gaps: [] })
  session.close()
})

it('what does not come after it woke either is given up, and a clock that was set back keeps nothing waiting', () => {
  const { session, last, tell } = watched()
  tell('0 GET /p\n1 call /p\n2 props\n3 200\n4 end 1')
  vi.advanceTimersByTime(600)
  sleep()
  vi.advanceTimersByTime(3500)
  expect(last()?.gaps).toHaveLength(1)
  tell('0 #2 GET /q\n1 #2 call /q\n2 #2 props\n3 #2 200\n4 #2 end 1')
  vi.advanceTimersByTime(600)
  vi.setSystemTime(Date.now() - NIGHT_MS)
  vi.advanceTimersByTime(6000)
  expect(last()).toMatchObject({ state: 'finished' })
  session.close()
})

it('a request after it woke began when it did, by the reading that the agent gives then', () => {
  const { session, last, tell, stats } = watched()
  sleep()
  stats()
  tell(`${performance.now()} GET /morning`)
  expect(last()?.startedAt).toBeCloseTo(Date.now(), -1)
  session.close()
})
