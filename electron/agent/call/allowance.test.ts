import { expect, it } from 'vitest'
import { createAllowance } from './allowance.ts'

it("looks at a developer's requests however long each takes, and at few of a server under load", () => {
  let now = 0
  const allowance = createAllowance(() => now)
  /** A look of 5 ms, where the time is there. */
  const look = () => {
    if (allowance.begin() <= 0) return false
    allowance.spend(5)
    return true
  }
  const looked = (count: number, everyMs: number) =>
    Array.from({ length: count }, () => {
      now += everyMs
      return look()
    }).filter(Boolean).length
  expect(looked(100, 300)).toBe(100)
  now += 60_000
  // A second under load: what was saved, and one look each time that it is lent.
  const underLoad = looked(1000, 1)
  expect(underLoad).toBeGreaterThanOrEqual(10)
  expect(underLoad).toBeLessThanOrEqual(10 + 2)
  expect(looked(9000, 1)).toBeLessThanOrEqual(3)
  expect(looked(10, 300)).toBe(10)
})
