import { expect, test } from 'vitest'
import { createBucket } from './bucket.ts'

test('there is so much at once, and so much more with each second, but never more than at once', () => {
  let now = 0
  const bucket = createBucket({ atOnce: 10, perSecond: 4 }, () => now)
  expect(bucket.left()).toBe(10)
  bucket.take(10)
  expect(bucket.left()).toBe(0)
  now = 500
  expect(bucket.left()).toBe(2)
  now = 10_000
  expect(bucket.left()).toBe(10)
})

test('what was overdrawn is filled first', () => {
  let now = 0
  const bucket = createBucket({ atOnce: 10, perSecond: 4 }, () => now)
  bucket.take(12)
  now = 500
  expect(bucket.left()).toBe(0)
})
