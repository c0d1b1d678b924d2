import { expect, it } from 'vitest'
import { BODY_LIMITS, type BodyLimits, createBodyBudget } from './body-budget.ts'

const LIMITS = {
  bytes: { atOnce: 1000, perSecond: 100 },
  bodies: { atOnce: 4, perSecond: 2, atLeast: 2, refusedCosts: 0 },
}
const budgetAt = (limits: BodyLimits = LIMITS) => {
  let ms = 0
  const budget = createBodyBudget(limits, () => ms)
  /** How many of `count` bodies of `size` bytes are handed over. */
  const take = (count: number, size: number) =>
    Array.from({ length: count }, () => budget.begins()).filter(begun => {
      if (begun) budget.spends(size)
      return begun
    }).length
  const pass = (more: number) => {
    ms += more
  }
  return { take, pass }
}

it('hands over a burst, and then a steady share', () => {
  const { take, pass } = budgetAt()
  expect(take(10, 1)).toBe(4)
  pass(1000)
  expect(take(10, 1)).toBe(2)
  pass(3_600_000)
  expect(take(10, 1)).toBe(4)
})

it('counts bytes too, and what was begun whole', () => {
  const { take, pass } = budgetAt()
  expect(take(1, 1500)).toBe(1)
  expect(take(1, 1)).toBe(0)
  pass(5000)
  expect(take(1, 1)).toBe(0)
  pass(100)
  expect(take(1, 1)).toBe(1)
})

it('never ends for who asks slowly', () => {
  const { take, pass } = budgetAt()
  for (let count = 0; count < 100; count += 1) {
    pass(500)
    expect(take(1, 50)).toBe(1)
  }
})

it.each([
  [20, 20],
  [60, 28],
  [150, 21],
  [430, 3],
  [5000, 3],
])('of %i small bodies a second hands over about %i, when the burst is spent', (perSecond, expected) => {
  const { take, pass } = budgetAt(BODY_LIMITS)
  take(500, 100)
  let begun = 0
  for (let count = 0; count < perSecond * 20; count += 1) {
    pass(1000 / perSecond)
    begun += take(1, 100)
  }
  expect(Math.abs(begun / 20 - expected)).toBeLessThan(1.5)
})
