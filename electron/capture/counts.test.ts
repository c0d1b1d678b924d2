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
  const link = counts.forLink()
  link.update(stats({ requests: 1 }))
  link.update(stats({ requests: 3, agentMs: 1, droppedEvents: 5, droppedBytes: 400 }))
  counts.forTap(() => tap)
  counts.incomplete()
  const read = () => counts.read(STORE, bodies)
  expect(read()).toEqual({
    exchanges: 3,
    droppedEvents: 7,
    droppedBytes: 431,
    unreadable: 1,
    evicted: 0,
    agentFaults: 0,
    lastAgentFault: null,
    agentMsPerRequest: 0.5,
  })
  counts.clear()
  expect(read()).toMatchObject({ droppedEvents: 0, droppedBytes: 0, unreadable: 0, agentMsPerRequest: null })
  tap.droppedRequests += 1
  tap.droppedBytes += 10
  expect(read()).toMatchObject({ droppedEvents: 1, droppedBytes: 10 })
})

it('shows the errors of our own that a tap had, where no agent had one', () => {
  const counts = createCounts()
  const first = { droppedRequests: 0, droppedBytes: 0, faults: 1, lastFault: 'boom' }
  counts.forTap(() => first)
  counts.forTap(() => ({ droppedRequests: 0, droppedBytes: 0, faults: 0, lastFault: null }))
  const read = () => counts.read(STORE, { droppedBytes: 0 })
  expect(read()).toMatchObject({ agentFaults: 1, lastAgentFault: 'In the tap: boom' })
  const link = counts.forLink()
  link.update(stats({ faults: 0 }))
  link.update(stats({ faults: 2, lastFault: 'inside' }))
  expect(read()).toMatchObject({ agentFaults: 3, lastAgentFault: 'inside' })
})
