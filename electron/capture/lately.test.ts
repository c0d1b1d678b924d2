import { expect, it } from 'vitest'
import { createLately } from './lately.ts'

/** An agent's counters after each of `costs` (ms a request), told of `each` requests at a time. */
function after(costs: readonly number[], each = 1) {
  const lately = createLately()
  lately.update({ requests: 0, agentMs: 0 })
  let agentMs = 0
  costs.forEach((cost, index) => {
    agentMs += cost
    if ((index + 1) % each === 0) lately.update({ requests: index + 1, agentMs })
  })
  return lately.read()
}
const times = (count: number, ms: number) => Array<number>(count).fill(ms)
const mean = (costs: readonly number[], each?: number) => {
  const read = after(costs, each)
  return read && read.agentMs / read.requests
}

it('says nothing of the first requests after an attach, which run cold code', () => {
  expect(after(times(20, 15))).toBeNull()
  expect(after([...times(20, 15), ...times(29, 0.1)])).toBeNull()
  expect(mean([...times(20, 15), ...times(30, 0.1)])).toBeCloseTo(0.1)
})

it('is the mean of the last hundred: what was before them is forgotten, what is now is seen', () => {
  expect(mean([...times(500, 3), ...times(110, 0.1)])).toBeCloseTo(0.1)
  expect(mean([...times(500, 0.1), ...times(110, 3)])).toBeCloseTo(3)
  expect(after(times(1000, 1))?.requests).toBeLessThan(110)
})

it('holds where a storm is told of in large steps', () => {
  expect(mean([...times(20, 15), ...times(4000, 0.1)], 500)).toBeCloseTo(0.1)
})
