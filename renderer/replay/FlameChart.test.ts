import { expect, it } from 'vitest'
import { packed } from './FlameChart.tsx'

const bar = (name: string, depth: number, startMs: number, durationMs: number) => ({
  name,
  place: null,
  own: name.startsWith('own'),
  depth,
  startMs,
  durationMs,
})

it('own code alone moves up below the own code that called it', () => {
  const bars = [
    bar('next', 0, 0, 10),
    bar('own a', 1, 1, 8),
    bar('react', 2, 2, 5),
    bar('own b', 3, 3, 2),
    bar('own c', 1, 9.5, 0.5),
  ]
  expect(packed(bars, true).map(({ name, depth }) => `${depth} ${name}`)).toEqual(['0 own a', '1 own b', '0 own c'])
  expect(packed(bars, false)).toBe(bars)
})
