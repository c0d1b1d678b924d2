import { expect, it } from 'vitest'
import type { StatsEvent } from '../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { createCounts } from './counts.ts'

const STORE = { size: 3, evicted: 0 }
const stats = (more: Partial<StatsEvent>): StatsEvent => ({
  kind: 'stats',
  clock: { epochMs: epochMs(0), monotonicMs: monotonicMs(0) },
  requests: 0,
  droppedEvents: 0,
  droppedBytes: 0,
  agentMs: 0,
  longestMs: 0,
  faults: 0,
  lastFault: null,
  ...more,
})

it('adds up what agents, taps and the store let go of, from the last clearing on', () => {
  const counts = createCounts()
  const bodies = { droppedBytes: 1 }
  const tap = { droppedRequests: 2, droppedBytes: 30, faults: 0, lastFault: null as string | null }
  const link = counts.forLink('a')
  link.update(stats({ requests: 1 }))
  link.update(stats({ requests: 3, agentMs: 1, droppedEvents: 5, droppedBytes: 400 }))
  counts.forTap('a', () => tap)
  counts.incomplete('a')
  const read = () => counts.read(STORE, bodies)
  expect(read()).toEqual({
    exchanges: 3,
    droppedEvents: 7,
    droppedByTap: 2,
    droppedBytes: 431,
    unreadable: 1,
    evicted: 0,
    agentFaults: 0,
    tapFaults: 0,
    lastAgentFault: null,
    agentMsPerRequest: 0.5,
    agentMsLately: null,
  })
  counts.clear()
  expect(read()).toMatchObject({ droppedEvents: 0, droppedBytes: 0, unreadable: 0, agentMsPerRequest: null })
  tap.droppedRequests += 1
  tap.droppedBytes += 10
  expect(read()).toMatchObject({ droppedEvents: 1, droppedByTap: 1, droppedBytes: 10 })
})

it('shows the errors of our own that a tap had, where no agent had one', () => {
  const counts = createCounts()
  const first = { droppedRequests: 0, droppedBytes: 0, faults: 1, lastFault: 'boom' }
  counts.forTap('a', () => first)
  counts.forTap('a', () => ({ droppedRequests: 0, droppedBytes: 0, faults: 0, lastFault: null }))
  const read = () => counts.read(STORE, { droppedBytes: 0 })
  expect(read()).toMatchObject({ agentFaults: 1, lastAgentFault: 'In the tap: boom' })
  const link = counts.forLink('a')
  link.update(stats({ faults: 0 }))
  link.update(stats({ faults: 2, lastFault: 'inside' }))
  expect(read()).toMatchObject({ agentFaults: 3, tapFaults: 1, lastAgentFault: 'inside' })
})

it('keeps servers apart, and the sums of a server that was restarted', () => {
  const counts = createCounts()
  const one = counts.forLink('a')
  one.update(stats({ droppedEvents: 1 }))
  const again = counts.forLink('a')
  again.update(stats({ droppedEvents: 2 }))
  const other = counts.forLink('b')
  other.update(stats({ droppedEvents: 40 }))
  counts.incomplete('b')
  expect(counts.readOf('a', 7)).toMatchObject({ exchanges: 7, droppedEvents: 3, unreadable: 0 })
  expect(counts.readOf('b', 0)).toMatchObject({ exchanges: 0, droppedEvents: 40, unreadable: 1 })
  expect(counts.readOf('c', 0)).toMatchObject({ droppedEvents: 0, agentMsPerRequest: null })
  expect(counts.read(STORE, { droppedBytes: 0 })).toMatchObject({ droppedEvents: 43, unreadable: 1 })
  counts.clear()
  again.update(stats({ droppedEvents: 5 }))
  other.update(stats({ droppedEvents: 41 }))
  expect([counts.readOf('a', 0), counts.readOf('b', 0)]).toMatchObject([{ droppedEvents: 3 }, { droppedEvents: 1 }])
})

it('tells what agents took of the last requests, of each server and of all together', () => {
  const counts = createCounts()
  const run = (server: string, ms: number) => {
    const link = counts.forLink(server)
    for (let requests = 0; requests <= 200; requests += 10) {
      // The first one is as slow as it really is.
      link.update(stats({ requests, agentMs: requests === 0 ? 0 : 20 + requests * ms }))
    }
  }
  run('a', 0.1)
  run('b', 0.3)
  expect(counts.readOf('a', 0).agentMsLately).toBeCloseTo(0.1)
  expect(counts.readOf('a', 0).agentMsPerRequest).toBeCloseTo(0.2)
  expect(counts.readOf('c', 0).agentMsLately).toBeNull()
  expect(counts.read(STORE, { droppedBytes: 0 }).agentMsLately).toBeCloseTo(0.2)
})
