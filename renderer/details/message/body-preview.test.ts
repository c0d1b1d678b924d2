import { expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import { charsetOf, encodingOf, headerValue, previewBody } from './body-preview.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

it('decodes text by its character set', () => {
  expect(previewBody(utf8('<p>é</p>'), [['Content-Type', 'text/html; charset=utf-8']])).toEqual({
    kind: 'text',
    text: '<p>é</p>',
  })
  expect(previewBody(Uint8Array.of(0xe9), [['content-type', 'text/plain; charset="ISO-8859-1"']])).toEqual({
    kind: 'text',
    text: 'é',
  })
  expect(previewBody(utf8('x'), [['content-type', 'text/plain; charset=nonsense']])).toEqual({
    kind: 'text',
    text: 'x',
  })
})

it('leaves out a character that the preview cuts', () => {
  expect(previewBody(utf8('aé').subarray(0, 2), [])).toEqual({ kind: 'text', text: 'a' })
})

it('does not show bytes that are no text', () => {
  expect(previewBody(utf8('x'), [['content-type', 'image/png']])).toEqual({ kind: 'binary', type: 'image/png' })
  expect(previewBody(Uint8Array.of(0x1f, 0x8b, 0), [])).toEqual({ kind: 'binary', type: 'unknown type' })
  expect(previewBody(utf8('<svg/>'), [['content-type', 'image/svg+xml']]).kind).toBe('text')
})

it('reads headers by name in any case', () => {
  expect(
    headerValue(
      [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
      'x-a',
    ),
  ).toBe('1')
  expect(headerValue([], 'x-a')).toBeNull()
  expect(charsetOf(null)).toBe('utf-8')
  const { response } = anExchange()
  expect(encodingOf(response)).toBeNull()
  expect(encodingOf(response && { ...response, headers: [['Content-Encoding', 'gzip']] })).toBe('gzip')
})
