import { describe, expect, it } from 'vitest'
import { asJson, decodeMessage, encodeMessage } from './wire.ts'

const roundTrip = (value: unknown) => decodeMessage(encodeMessage(value))

describe('wire', () => {
  it('carries bytes, null, nested values and unicode', () => {
    const value = { t: 's', i: '1', r: { bytes: new Uint8Array([0, 255]), none: null, text: '\u2028 😀 </script>' } }
    expect(roundTrip(value)).toEqual(value)
  })

  it('carries a list that is told to be plain as the same values', () => {
    const list = JSON.parse('[{"text":"\\u2028 😀 \\ud800","n":1.5,"none":null,"__proto__":{"polluted":true}},[]]')
    const message = { r: { rows: asJson(list), bytes: new Uint8Array([1]) } }
    expect(encodeMessage(message)).not.toEqual(encodeMessage({ r: { rows: [...list], bytes: new Uint8Array([1]) } }))
    expect(JSON.stringify(roundTrip({ rows: asJson(list) }))).toBe(JSON.stringify({ rows: list }))
    expect(roundTrip(message)).toMatchObject({ r: { bytes: new Uint8Array([1]) } })
  })

  it('leaves undefined out', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toEqual({ b: 1 })
  })

  it('carries a captured key __proto__ as a plain property, and sets no prototype by it', () => {
    const query = JSON.parse('{"a":"1","__proto__":{"polluted":true},"deep":[{"__proto__":"x"}]}')
    const back = roundTrip({ query }) as { query: Record<string, unknown> }
    expect(JSON.stringify(back.query)).toBe(JSON.stringify(query))
    expect(Object.getPrototypeOf(back.query)).toBe(Object.prototype)
    expect('polluted' in back.query).toBe(false)
  })

  it('refuses what is no message', () => {
    expect(() => decodeMessage(new Uint8Array([0xc1]))).toThrow()
    expect(() => decodeMessage(encodeMessage([1, 2]).subarray(0, 2))).toThrow()
  })
})
