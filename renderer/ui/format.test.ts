import fc from 'fast-check'
import prettyBytes from 'pretty-bytes'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatClock, formatCount, formatCountOf, formatMs, formatShare } from './format.ts'

describe('numbers for people', () => {
  it.each([
    [0, '0 B'],
    [412, '412 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [11_612, '11.6 kB'],
    [182_300, '182 kB'],
    [50_000_000, '50 MB'],
    [null, '–'],
  ])('%s bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each([
    [0, '0 ms'],
    [0.0213, '0.02 ms'],
    [0.999, '1.0 ms'],
    [3.14, '3.1 ms'],
    [9.97, '10 ms'],
    [38.6, '39 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_400, '12.4 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [null, '–'],
  ])('%s milliseconds are %s', (ms, text) => expect(formatMs(ms)).toBe(text))

  it('counts', () => {
    expect(formatCount(1204)).toBe('1,204')
    expect(formatCountOf(1, 'exchange')).toBe('1 exchange')
    expect(formatCountOf(0, 'exchange')).toBe('0 exchanges')
  })

  it('shares', () => {
    expect([0, 0.004, 0.714, 1, null].map(formatShare)).toEqual(['0 %', '<1 %', '71 %', '100 %', '–'])
  })

  it('clock times in local time', () => {
    const at = new Date(2026, 0, 2, 4, 5, 6, 7).getTime()
    expect(formatClock(at)).toBe('04:05:06')
    expect(formatClock(at, true)).toBe('04:05:06.007')
  })
})

it('formats sizes as prettyBytes does', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.nat(1100),
        fc.nat(1_100_000),
        fc.nat(1_100_000_000),
        fc.constantFrom(999_499, 999_500, 999_999, 1_000_000, 999_499_999),
      ),
      bytes => {
        expect(formatBytes(bytes)).toBe(prettyBytes(bytes, { locale: 'en-US' }))
      },
    ),
  )
})
