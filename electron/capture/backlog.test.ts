import { expect, it } from 'vitest'
import type { TapEvent } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'
import { BatchWriter } from '../tap/thread/batch.ts'
import { type Backlog, createBacklog } from './backlog.ts'

const head = (request: number): TapEvent => ({
  kind: 'tap-response-head',
  request,
  at: monotonicMs(request),
  status: 200,
  head: `HTTP/1.1 200 ${request}`,
})
function batchOf(...requests: number[]) {
  const writer = new BatchWriter()
  for (const request of requests) writer.event(head(request))
  return writer.take()
}
function rest(backlog: Backlog): TapEvent[] {
  const events: TapEvent[] = []
  for (let event = backlog.next(); event; event = backlog.next()) events.push(event)
  return events
}

it('gives events in the order in which they came, across batches, and counts those that wait', () => {
  const backlog = createBacklog()
  backlog.add(batchOf(1, 2), 0)
  backlog.add(batchOf(), 0)
  backlog.add(batchOf(3), 0)
  expect([backlog.size, backlog.next(), backlog.size]).toEqual([3, head(1), 2])
  backlog.add(batchOf(4), 0)
  expect(rest(backlog)).toEqual([2, 3, 4].map(head))
  expect([backlog.size, backlog.next()]).toEqual([0, null])
})

it('shows what waits and puts more behind it', () => {
  const backlog = createBacklog()
  backlog.add(batchOf(1, 2, 3), 0)
  backlog.next()
  backlog.append(waiting => {
    expect(waiting).toEqual([2, 3].map(head))
    return [head(9)]
  })
  backlog.add(batchOf(10), 0)
  expect(backlog.size).toBe(4)
  expect(rest(backlog)).toEqual([2, 3, 9, 10].map(head))
})
