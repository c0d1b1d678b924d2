import { expect, it } from 'vitest'
import { largeProps } from './large-props.ts'
import { page, told } from './told.ts'

const props = (bytes: number, keys: Record<string, number>) => ({
  props: {
    bytes,
    keys: Object.entries(keys).map(([path, size]) => ({ path, bytes: size })),
    lost: [],
    truncated: false,
  },
})

it('names each key that makes them large', () => {
  expect(told(largeProps, page({}, props(300_000, { list: 200_000, other: 90_000, small: 9_000 })))).toEqual([
    'warning list is 200.0 kB of 300.0 kB of props.',
    'warning other is 90.0 kB of 300.0 kB of props.',
  ])
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, nth) => [`key${nth}`, 10_000]))
  expect(told(largeProps, page({}, props(200_000, many)))).toEqual(['warning The props are 200.0 kB.'])
})

it('says nothing of what Next itself would let pass', () => {
  expect(told(largeProps, page({}, props(128_000, { list: 127_000 })))).toEqual([])
})
