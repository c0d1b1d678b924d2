import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compactJson } from './compact-json.ts'
import { readObject, valueAt } from './json-bytes.ts'

const compact = (text: string) => {
  const bytes = Buffer.from(`xx${text}yy`)
  return compactJson(bytes, { from: 2, to: bytes.length - 2 })
}
const textOf = (text: string) => {
  const made = compact(text)
  return typeof made === 'number' ? null : Buffer.from(made.bytes).toString('utf8')
}
const escapedLoosely = (json: string) =>
  json.replace(/[&><\u2028\u2029é]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`)

describe('compact JSON', () => {
  it('is what JSON.stringify writes, however it was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const written = JSON.stringify(value)
        expect(textOf(written)).toBe(written)
        expect(textOf(escapedLoosely(JSON.stringify(value, null, indent)))).toBe(written)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const all = [...Array(text.length).keys()].map(at => text.charCodeAt(at).toString(16).padStart(4, '0'))
        expect(textOf(`"${all.map(unit => `\\u${unit}`).join('')}"`)).toBe(JSON.stringify(text))
      }),
    )
    expect(textOf('"\\/\\ud83d\\uDE00\\ud83d"')).toBe('"/😀\\ud83d"')
  })

  it('takes what JSON.parse takes and nothing else', () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0-+.eE\\u\ntfn ', ''))
      .map(([json, at, put]) => json.slice(0, at % json.length) + put + json.slice((at % json.length) + 1))
    fc.assert(
      fc.property(broken, text => (textOf(text) !== null) === parses(text)),
      { numRuns: 5000 },
    )
    for (const text of [
      '',
      ' ',
      '01',
      '-',
      '1.',
      '.5',
      '1e',
      'tru',
      'nul l',
      '"\t"',
      '[1,]',
      '{"a":1,}',
      '{"a"}',
      '[]]',
      '"\\x"',
      '"\\u00g0"',
    ])
      expect([text, textOf(text)]).toEqual([text, null])
  })

  it('measures the members of an object', () => {
    const made = compact('{ "a" : 1, "b\\u003c": "\\u003c€", "list": [ 1, {"a": 2} ], "o": {} }')
    expect(typeof made === 'number' ? made : made.members).toEqual([
      { key: 'a', bytes: 1 },
      { key: 'b<', bytes: 6 },
      { key: 'list', bytes: 11 },
      { key: 'o', bytes: 2 },
    ])
    expect(compact('[{"a":1}]')).toMatchObject({ members: [] })
  })
})

describe('members', () => {
  it('are found with their values, whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (value, indent) => {
        const bytes = Buffer.from(` ${JSON.stringify(value, null, indent)} `)
        const members = readObject(bytes, 0, bytes.length)?.members
        expect([...(members ?? [])].map(([key, extent]) => [key, valueAt(bytes, extent)])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(value))),
        )
        for (let to = 0; to < bytes.length - 1; to += 1) expect(readObject(bytes, 0, to)).toBeNull()
      }),
    )
  })

  it('are found within a member too, as they are where it is read by itself', () => {
    const read = (text: string) => {
      const bytes = Buffer.from(text)
      const found = readObject(bytes, 0, bytes.length, 'props')
      return found && { ...found, keys: [...found.members.keys()], within: found.within && [...found.within.keys()] }
    }
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (props, other) => {
        const text = JSON.stringify({ other, props, last: 1 })
        const isObject = typeof props === 'object' && props !== null && !Array.isArray(props)
        expect(read(text)).toMatchObject({
          keys: ['other', 'props', 'last'],
          within: isObject ? Object.keys(JSON.parse(JSON.stringify(props))) : null,
          end: Buffer.byteLength(text),
        })
      }),
    )
    expect(read('{"props":{"a":1},"props":[]}')?.within).toBeNull()
    expect(read('{"props":{"a":,"b":{}},"last":1}')).toMatchObject({ keys: ['props', 'last'], within: null })
    expect(read('{"props":{"a":1}')).toBeNull()
  })

  it('are none of what is no object', () => {
    for (const text of ['', '[1]', '"{}"', '{"a"', '{"a":}', '{a:1}', '{"a":1 "b":2}'])
      expect([text, readObject(Buffer.from(text), 0, text.length)]).toEqual([text, null])
  })
})
