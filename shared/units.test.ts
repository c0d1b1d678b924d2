import { expect, test } from 'vitest'
import { readBothClocks, toEpochMs } from './units.ts'

/** A processor's time, of which `lost` go by after the reading of that number. */
function aProcessor(lost: Record<number, number>) {
  let at = 0
  let reads = 0
  const read = (origin: number) => () => {
    at += 0.001
    const seen = origin + at
    at += lost[reads++] ?? 0
    return seen
  }
  return { wall: read(1_000_000), monotonic: read(0) }
}

test('a processor lost between the two clocks does not shift them against each other', () => {
  for (const lost of [{}, { 0: 8 }, { 1: 8 }, { 0: 8, 4: 3 }, { 1: 8, 3: 5, 7: 2, 9: 4 }]) {
    const { wall, monotonic } = aProcessor(lost)
    const reading = readBothClocks(wall, monotonic)
    expect(toEpochMs(reading.monotonicMs, reading) - reading.monotonicMs, JSON.stringify(lost)).toBeCloseTo(
      1_000_000,
      2,
    )
  }
})

test('where it is lost at every reading, the closest stands', () => {
  const { wall, monotonic } = aProcessor({ 0: 8, 3: 6, 6: 2, 9: 4, 12: 7 })
  const reading = readBothClocks(wall, monotonic)
  expect(Math.abs(reading.epochMs - reading.monotonicMs - 1_000_000)).toBeLessThan(1.1)
})
