import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { walkValue } from './describe-value.ts'

function walk(value: unknown, withJson = true) {
  const walking = walkValue(value, withJson)
  while (!walking.step(5));
  return { lost: walking.lost, json: walking.json, truncated: walking.truncated }
}

describe('walkValue', () => {
  it('writes what JSON.stringify writes, for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
        const { json, lost } = walk(value)
        expect(json).toBe(JSON.stringify(value))
        // The one JSON number that does not survive is -0.
        expect(lost.every(entry => entry.type === '-0')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds every value that JSON loses, not only the first', () => {
    class Price {
      cents = 1
    }
    const { lost } = walk({
      when: new Date(0),
      bad: new Date(Number.NaN),
      map: new Map([[1, 2]]),
      price: new Price(),
      list: [undefined, Number.NaN, () => 1, -0],
      gone: undefined,
      big: 10n,
      'odd key': { deep: Symbol('x') },
    })
    expect(lost).toEqual([
      { path: 'when', type: 'Date', becomes: 'string' },
      { path: 'bad', type: 'Date', becomes: 'null' },
      { path: 'map', type: 'Map', becomes: '{}' },
      { path: 'price', type: 'Price', becomes: 'object' },
      { path: 'list[0]', type: 'undefined', becomes: 'null' },
      { path: 'list[1]', type: 'NaN', becomes: 'null' },
      { path: 'list[2]', type: 'function', becomes: 'null' },
      { path: 'list[3]', type: '-0', becomes: '0' },
      { path: 'gone', type: 'undefined', becomes: 'absent' },
      { path: 'big', type: 'BigInt', becomes: 'error' },
      { path: '["odd key"].deep', type: 'symbol', becomes: 'absent' },
    ])
  })

  it('reads nothing through a proxy, whose traps are code of the value', () => {
    const ran: string[] = []
    const proxy = new Proxy(
      { a: 1, b: [new Date(0)] },
      {
        get(_target, key) {
          ran.push(String(key))
          return undefined
        },
      },
    )
    expect(walk({ proxy }).lost.map(({ path, type }) => `${path}: ${type}`)).toEqual(['proxy.b[0]: Date'])
    expect(ran).toEqual([])
  })

  it('runs no code of the value', () => {
    const ran: string[] = []
    const value = {
      get secret() {
        ran.push('getter')
        return 1
      },
      own: {
        toJSON() {
          ran.push('toJSON')
          return 1
        },
      },
      thrower: Object.defineProperty({}, 'x', {
        enumerable: true,
        get() {
          throw new Error('no')
        },
      }),
    }
    expect(walk(value).lost.map(({ path, type }) => `${path}: ${type}`)).toEqual([
      'secret: getter',
      'own: Object',
      'thrower.x: getter',
    ])
    expect(walk(value)).toMatchObject({ json: null, truncated: true })
    expect(ran).toEqual([])
  })

  it('survives circles, depth and width', () => {
    const circle: Record<string, unknown> = { a: 1 }
    circle['self'] = circle
    expect(walk(circle)).toMatchObject({ json: null, lost: [{ path: 'self', type: 'circular', becomes: 'error' }] })
    let deep: unknown = 1
    for (let level = 0; level < 20_000; level += 1) deep = [deep]
    expect(walk(deep).json).toHaveLength(40_001)
    const shared = { x: 1 }
    expect(walk([shared, shared])).toMatchObject({ lost: [], json: '[{"x":1},{"x":1}]' })
    expect(walk(Array.from({ length: 500 }, () => undefined))).toMatchObject({ truncated: true })
  })

  it('stops when its time is up and goes on later', () => {
    const walking = walkValue(
      Array.from({ length: 300_000 }, (_, index) => ({ index })),
      false,
    )
    expect(walking.step(0)).toBe(false)
    let steps = 0
    while (!walking.step(1)) steps += 1
    expect(steps).toBeGreaterThan(1)
  })
})
