import { describe, expect, it } from 'vitest'
import { describeError } from './describe-error.ts'

describe('describeError', () => {
  it('tells name, message, code, stack and causes', () => {
    const inner = Object.assign(new RangeError('inner'), { code: 'E_IN' })
    const told = describeError(new TypeError('outer', { cause: inner }))
    expect(told).toMatchObject({
      name: 'TypeError',
      message: 'outer',
      cause: { name: 'RangeError', code: 'E_IN', cause: null },
    })
    expect(told.stack).toContain('describe-error.test')
  })
  it.each([
    ['a string', 'a string'],
    [null, 'null'],
    [undefined, 'undefined'],
    [42, '42'],
    [Symbol('s'), 'Symbol(s)'],
    [{ status: 503, nested: {} }, '{ status: 503, nested: {…} }'],
  ])('tells %s as it is', (thrown, message) => {
    expect(describeError(thrown)).toEqual({ name: null, message, code: null, stack: null, cause: null })
  })
  it('runs no getter of the error', () => {
    let ran = 0
    const tricky = new Error('tricky')
    for (const key of ['cause', 'code']) {
      Object.defineProperty(tricky, key, {
        get() {
          ran += 1
          throw new Error('no')
        },
      })
    }
    expect(describeError(tricky)).toMatchObject({ name: 'Error', message: 'tricky', code: null, cause: null })
    expect(ran).toBe(0)
    expect(describeError(AbortSignal.abort().reason)).toMatchObject({ name: 'AbortError', code: '20' })
  })

  it('bears an error that fights back, and one that is its own cause', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
        ownKeys: () => {
          throw new Error('no')
        },
      },
    )
    expect(describeError(hostile).message).toBe('an object that cannot be read')
    const own = new Error('round')
    own.cause = own
    let depth = 0
    for (let at = describeError(own).cause; at; at = at.cause) depth += 1
    expect(depth).toBe(8)
  })
})
