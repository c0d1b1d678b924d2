import { expect, it } from 'vitest'
import { verdictOf } from './mann-whitney.ts'

const around = (middle: number, count: number) => Array.from({ length: count }, (_, at) => middle + ((at * 7) % 5) - 2)

it('says that too few were measured', () => {
  expect(verdictOf(around(10, 7), around(50, 40), 40)).toEqual({ kind: 'too-few', needed: 8 })
})

it('tells apart what differs, and its direction', () => {
  expect(verdictOf(around(10, 20), around(20, 20), 10)).toMatchObject({ kind: 'more', difference: 10 })
  expect(verdictOf(around(20, 20), around(10, 20), -10)).toMatchObject({ kind: 'less', difference: -10 })
})

it('tells nothing where there is nothing, whatever one outlier says', () => {
  expect(verdictOf(around(10, 20), around(10, 20), 0)).toMatchObject({ kind: 'no-difference' })
  expect(verdictOf(around(10, 20), [...around(10, 19), 9000], 0)).toMatchObject({ kind: 'no-difference' })
  expect(verdictOf(new Array(10).fill(5), new Array(10).fill(5), 0)).toEqual({ kind: 'no-difference', p: 1 })
})

it('gives the known p of a worked example', () => {
  // R: wilcox.test(1:8, c(4.5, 6.5, 8.5, 9:13), exact = FALSE, correct = TRUE): W = 6, p = 0.00736
  expect(verdictOf([1, 2, 3, 4, 5, 6, 7, 8], [4.5, 6.5, 8.5, 9, 10, 11, 12, 13], 5)).toMatchObject({
    kind: 'more',
    p: expect.closeTo(0.00741, 3),
  })
})
