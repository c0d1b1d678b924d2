import { expect, it } from 'vitest'
import { verdictWords } from './ComparedTimes.tsx'

it('says what may be said, and no more', () => {
  expect(verdictWords('callMs', { kind: 'too-few', needed: 8 }, 12.4)).toBe(
    '+12 ms; too few runs to tell (8 on each side)',
  )
  expect(verdictWords('bytes', { kind: 'too-few', needed: 8 }, 0)).toBe(
    'the same; too few runs to tell (8 on each side)',
  )
  expect(verdictWords('callMs', { kind: 'no-difference', p: 0.34 }, 2)).toBe('no difference to tell (p = 0.34)')
  expect(verdictWords('totalMs', { kind: 'more', p: 0.0001, difference: 40 }, 40)).toBe('slower by 40 ms (p < 0.001)')
  expect(verdictWords('bytes', { kind: 'less', p: 0.002, difference: -500 }, -500)).toBe('smaller by 500 B (p = 0.002)')
})
