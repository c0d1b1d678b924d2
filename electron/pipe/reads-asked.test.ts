import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AgentCommand, PropsReadEvent } from '../../shared/raw-events.ts'
import { createReadsAsked } from './reads-asked.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const read = (ask: number): PropsReadEvent => ({ kind: 'props-read', ask, reads: '1', why: null, places: [] })

test('each answer goes to whoever asked for it', async () => {
  const sent: AgentCommand[] = []
  const asked = createReadsAsked(command => sent.push(command))
  const [first, second] = [asked.ask(4001, 0), asked.ask(4002, 3)]
  expect(sent).toEqual([
    { kind: 'expect-reads', ask: 1, port: 4001, ordinal: 0 },
    { kind: 'expect-reads', ask: 2, port: 4002, ordinal: 3 },
  ])
  asked.heard({ kind: 'reads-expected', ask: 2 })
  expect(await second.expected).toBe(true)
  asked.heard(read(2))
  expect(await second.read).toEqual(read(2))
  asked.heard({ kind: 'reads-expected', ask: 1 })
  // The render may take as long as it takes.
  vi.advanceTimersByTime(60_000)
  asked.heard(read(1))
  expect(await first.read).toEqual(read(1))
})

test('an agent that is silent, or gone, is not waited for', async () => {
  const asked = createReadsAsked(() => {})
  const silent = asked.ask(4001, 0)
  vi.advanceTimersByTime(3000)
  expect([await silent.expected, await silent.read]).toEqual([false, null])
  const broken = asked.ask(4001, 0)
  const forgotten = asked.ask(4001, 1)
  forgotten.forget()
  expect(await forgotten.read).toBeNull()
  asked.close()
  expect([await broken.expected, await broken.read]).toEqual([false, null])
  expect(await asked.ask(4001, 2).expected).toBe(false)
  // Nobody waits for these any more.
  asked.heard(read(1))
})
