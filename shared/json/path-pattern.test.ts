import { describe, expect, it } from 'vitest'
import { anyOf, readPattern } from './path-pattern.ts'

function matches(text: string, path: readonly (string | number)[]): boolean {
  const read = readPattern(text)
  if (!read.ok) throw new Error(read.why)
  const { pattern } = read
  const end = path.reduce(
    (state, part) => (typeof part === 'string' ? pattern.key(state, part) : pattern.element(state, part)),
    pattern.start,
  )
  return pattern.accepts(end)
}

describe('readPattern', () => {
  it.each([
    ['items[*].price', ['items', 3, 'price'], true],
    ['items[*].price', ['items', 'x', 'price'], false],
    ['items[3].price', ['items', 3, 'price'], true],
    ['items[3].price', ['items', 4, 'price'], false],
    ['items[*].price', ['items', 3, 'price', 'net'], false],
    ['*.updatedAt', ['updatedAt'], true],
    ['*.updatedAt', ['a', 0, 'updatedAt'], true],
    ['*.updatedAt', ['a', 'updatedAt', 'x'], false],
    ['a.*.c', ['a', 'b', 'c'], true],
    ['a.*.c', ['a', 4, 'c'], true],
    ['a.*.c', ['a', 'c'], false],
    ['a.**', ['a'], true],
    ['a.**.c', ['a', 1, 'b', 'c'], true],
    ['["odd key"]["a.b"]', ['odd key', 'a.b'], true],
    ['**', ['__proto__', 'x'], true],
    ['straße.名', ['straße', '名'], true],
  ])('%s on %j: %s', (pattern, path, fits) => {
    expect(matches(pattern, path)).toBe(fits)
  })

  it.each(['', 'a.', '.a', 'a..b', 'a[', 'a[x]', 'a"b', 'a b', 'a]', '*a'])('says what is wrong with %j', text => {
    expect(readPattern(text)).toMatchObject({ ok: false, why: expect.stringMatching(/\w/) })
  })

  it('knows several at once, and when nothing can match below', () => {
    const read = anyOf(['a.b', '*.t'])
    if (!read.ok) throw new Error(read.why)
    const { start, key, accepts, dead } = read.pattern
    expect(accepts(key(key(start, 'a'), 'b'))).toBe(true)
    expect(accepts(key(key(start, 'x'), 't'))).toBe(true)
    expect(accepts(key(key(start, 'x'), 'b'))).toBe(false)
    const one = readPattern('a.b')
    expect(one.ok && one.pattern.dead(one.pattern.key(one.pattern.start, 'x'))).toBe(true)
    expect(dead(start)).toBe(false)
    expect(anyOf(['a', 'b..c'])).toMatchObject({ ok: false, why: expect.stringContaining('b..c') })
  })
})
