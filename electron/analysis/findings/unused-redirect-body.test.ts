import { expect, it } from 'vitest'
import { page, told } from './told.ts'
import { unusedRedirectBody } from './unused-redirect-body.ts'

const redirects = (...durations: number[]) =>
  page(
    { calls: durations.map((durationMs, nth) => ({ startMs: nth * 100, durationMs, responseBytes: 4000 })) },
    { outcome: 'redirect' },
  )

it('counts what was fetched beside the call that may have decided it', () => {
  expect(told(unusedRedirectBody, redirects(40, 30, 10))).toEqual([
    'info It redirected after 2 upstream calls (8.0 kB, 70 ms) whose answers went nowhere, beside the last one.',
  ])
})

it('is quiet about the one call that decided, and about other outcomes', () => {
  expect(told(unusedRedirectBody, redirects(40))).toEqual([])
  expect(told(unusedRedirectBody, { ...redirects(40, 30), outcome: 'props' })).toEqual([])
})
