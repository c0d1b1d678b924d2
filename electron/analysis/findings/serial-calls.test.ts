import { expect, it } from 'vitest'
import { serialCalls } from './serial-calls.ts'
import { page, request, told } from './told.ts'

/** One after the other, each of 20 ms unless said otherwise. */
const row = (urls: readonly string[], durationMs = 20) =>
  urls.map((url, nth) => ({ url: `http://db${url}`, startMs: nth * (durationMs + 1), durationMs }))

it('says what running them together would have taken', () => {
  const calls = row(['/products/7', '/products/7/reviews', '/products/7/stock', '/rates'])
  expect(told(serialCalls, page({ durationMs: 84, calls }))[0]).toContain('4 upstream calls ran one after the other')
})

it('leaves those alone that need another’s answer', () => {
  // The customer's id came with the session, the products' with the orders.
  const calls = row(['/sessions/abc', '/customers/c-19/orders', '/products?ids=3,9'])
  expect(told(serialCalls, page({ durationMs: 63, calls }))).toEqual([])
  // The same ids in the request: then nothing had to be waited for.
  const asked = { request: request({ params: { id: 'c-19' }, query: { ids: ['3', '9'] } }) }
  expect(told(serialCalls, page({ durationMs: 63, calls }, asked))).toHaveLength(1)
})

it('leaves a stage of several at once alone, what saves little, and what writes', () => {
  const [first, ...rest] = row(['/products/7', '/products/7/reviews', '/products/7/related'])
  const together = rest.map(call => ({ ...call, startMs: 21 }))
  expect(told(serialCalls, page({ durationMs: 42, calls: [first ?? {}, ...together] }))).toEqual([])
  expect(told(serialCalls, page({ durationMs: 42, calls: row(['/a', '/b']) }))).toEqual([])
  expect(told(serialCalls, page({ durationMs: 1000, calls: row(['/a', '/b', '/c']) }))).toEqual([])
  const writes = row(['/a', '/b', '/c']).map(call => ({ ...call, method: 'POST' }))
  expect(told(serialCalls, page({ durationMs: 63, calls: writes }))).toEqual([])
})
