import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLookPace, lookAfterMs } from './look-pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Looks whenever one is due, until it is aborted. */
function looking() {
  const pace = createLookPace()
  const over = new AbortController()
  let looks = 0
  const done = (async () => {
    for (;;) {
      await pace.due(over.signal)
      if (over.signal.aborted) return
      looks += 1
    }
  })()
  const during = async (ms: number) => {
    const before = looks
    await vi.advanceTimersByTimeAsync(ms)
    return looks - before
  }
  return { pace, over, done, during }
}

test('often right after it went, then more and more seldom, and never so seldom that it is waited for', () => {
  expect([0, 5000, 9999].map(lookAfterMs)).toEqual([100, 100, 100])
  expect([10_000, 30_000, 60_000].map(lookAfterMs)).toEqual([200, 600, 1200])
  expect([100_000, 1e9].map(lookAfterMs)).toEqual([2000, 2000])
})

test('a server that is away for long costs a look every two seconds', async () => {
  const { over, done, during } = looking()
  expect(await during(10_000)).toBeGreaterThanOrEqual(99)
  expect(await during(50_000)).toBeLessThan(110)
  await during(60_000)
  expect(await during(60_000)).toBeLessThanOrEqual(30)
  over.abort()
  await done
})

test('a hint has it looked for at once, and often again', async () => {
  const { pace, over, done, during } = looking()
  await during(600_000)
  expect(await during(100)).toBeLessThanOrEqual(1)
  pace.hint()
  expect(await during(1)).toBe(1)
  expect(await during(5000)).toBe(50)
  over.abort()
  await done
})

test('whoever has enough of it waits no longer, and no timer is left', async () => {
  const { over, done, during } = looking()
  await during(600_000)
  over.abort()
  await done
  expect(vi.getTimerCount()).toBe(0)
})

test('what must not be asked again at once is not, whatever hints at it', async () => {
  const pace = createLookPace()
  let due = 0
  const { signal } = new AbortController()
  void pace.due(signal, 400).then(() => (due += 1))
  await vi.advanceTimersByTimeAsync(200)
  pace.hint()
  await vi.advanceTimersByTimeAsync(199)
  expect(due).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(due).toBe(1)
})
