import { expect, it } from 'vitest'
import { agentHint, droppedHint, faultsOf } from './status-words.ts'

it('says who let go of what was dropped', () => {
  expect(droppedHint({ droppedEvents: 0, droppedByTap: 0 })).toMatch(/^Events that the agent let go/)
  expect(droppedHint({ droppedEvents: 5, droppedByTap: 5 })).toMatch(/^Requests that the tap forwarded/)
  const both = droppedHint({ droppedEvents: 1204, droppedByTap: 4 })
  expect(both).toMatch(/^1,200 events that the agent let go, and 4 requests that the tap forwarded/)
})

it('says in whom errors were caught', () => {
  expect(faultsOf({ agentFaults: 2, tapFaults: 0 })).toBe('agent')
  expect(faultsOf({ agentFaults: 2, tapFaults: 2 })).toBe('tap')
  expect(faultsOf({ agentFaults: 3, tapFaults: 2 })).toBe('agent and tap')
})

it('says what the time of the agent is the mean of, and what it is with the first requests in it', () => {
  expect(agentHint({ agentMsPerRequest: 0.31 })).toMatch(/last hundred requests; of all so far, .*, 0\.31 ms$/)
  expect(agentHint({ agentMsPerRequest: null })).toMatch(/last hundred requests$/)
})
