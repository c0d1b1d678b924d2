import * as zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnswerInput, readAnswer } from './answer.ts'
import { createAnswerReader } from './answer-reader.ts'

const text = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString('utf8') : null)
const read = (body: string | Uint8Array, more: Partial<AnswerInput> = {}) =>
  readAnswer({
    bytes: typeof body === 'string' ? Buffer.from(body) : body,
    contentEncoding: null,
    contentType: 'text/html; charset=utf-8',
    page: '/p',
    cut: false,
    ...more,
  })
/** As Next writes it (next/dist/server/htmlescape). */
const escapeHtml = (json: string) =>
  json.replace(/[&><\u2028\u2029]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
const documentOf = (pageProps: unknown, more: object = {}) =>
  `<!DOCTYPE html><html><body><div id="__next">€</div><script id="__NEXT_DATA__" type="application/json" crossorigin="">${escapeHtml(
    JSON.stringify({ props: { pageProps, __N_SSP: true }, page: '/p', query: {}, buildId: 'b', ...more }),
  )}</script></body></html>`

describe('readAnswer', () => {
  it('finds the props of any document and of any data answer', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), props => {
        const json = JSON.stringify(props)
        const document = read(documentOf(props))
        expect(text(document.propsJson)).toBe(json)
        expect(document.props?.bytes).toBe(Buffer.byteLength(json))
        const data = read(JSON.stringify({ pageProps: props, __N_SSP: true }), { contentType: 'application/json' })
        expect(text(data.propsJson)).toBe(json)
      }),
    )
  })

  it('is not misled by what stands in the page', () => {
    const props = JSON.parse(
      '{"html":"</script><script id=\\"__NEXT_DATA__\\">{}</script>","__proto__":{"x":1},"u":"\\u2028😀"}',
    )
    const reading = read(documentOf(props))
    expect(text(reading.propsJson)).toBe(JSON.stringify(props))
    expect(reading.props?.keys.map(key => key.path)).toEqual(['html', 'u', '__proto__'])
  })

  it('says what Next notes beside the props', () => {
    expect(read(documentOf({})).next).toEqual({ page: '/p', buildId: 'b', fromCall: true, redirect: null })
    expect(read(documentOf({}, { page: '/q' }), { page: null }).next?.page).toBe('/q')
    expect(read(documentOf({}, { props: { pageProps: {} } })).next?.fromCall).toBe(false)
    const data = (json: object) => read(JSON.stringify(json), { contentType: 'application/json' }).next
    expect(data({ pageProps: { a: 1 }, __N_SSP: true })).toMatchObject({ page: null, fromCall: true, redirect: null })
    expect(data({ pageProps: { __N_REDIRECT: '/login' }, __N_SSP: true })?.redirect).toBe('/login')
    expect(data({ other: 1 })).toBeNull()
    expect(read('<html>no Next</html>').next).toBeNull()
  })

  it('measures the values of the top level, largest first', () => {
    expect(read(documentOf({ a: 1, b: '€€€', c: null })).props).toEqual({
      bytes: Buffer.byteLength('{"a":1,"b":"€€€","c":null}'),
      keys: [
        { path: 'b', bytes: 11 },
        { path: 'c', bytes: 4 },
        { path: 'a', bytes: 1 },
      ],
      truncated: false,
    })
  })

  it('does not take the error page for the page, and reads the error that dev writes there', () => {
    const body = documentOf(
      { statusCode: 500 },
      { page: '/_error', err: { name: 'TypeError', message: 'boom', stack: 's' } },
    )
    expect(read(body)).toMatchObject({
      props: null,
      propsJson: null,
      nextError: { name: 'TypeError', message: 'boom' },
      gap: null,
    })
  })

  it.each([
    ['gzip', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['deflate', zlib.deflateSync],
  ] as const)('decodes %s, says so where it is corrupt, and takes what a cut one holds', (coding, encode) => {
    const body = documentOf({ list: Array.from({ length: 3000 }, (_, index) => index) })
    const encoded = encode(body)
    expect(read(encoded, { contentEncoding: coding })).toMatchObject({ bodyBytes: Buffer.byteLength(body), gap: null })
    const corrupt = Buffer.from(encoded)
    corrupt.fill(0xff, 0, 20)
    const broken = read(corrupt, { contentEncoding: coding })
    expect(broken.gap).toContain(coding)
    expect(broken.bodyBytes).toBeNull()
    const cut = read(encoded.subarray(0, encoded.length >> 1), { contentEncoding: coding, cut: true })
    expect(cut).toMatchObject({ props: null, gap: 'The answer was cut before its props were complete.' })
  })

  it('names a coding that it does not know', () => {
    expect(read('x', { contentEncoding: 'compress' }).gap).toContain('compress')
  })

  it('says what is wrong with JSON that is none', () => {
    expect(read('{"pageProps":', { contentType: 'application/json' }).gap).toMatch(/could not be read/)
  })
})

describe('the answer reader', () => {
  it('reads large answers in a worker as small ones inline', async () => {
    const reader = createAnswerReader()
    const props = { text: '€'.repeat(200_000) }
    const reading = await reader.read({
      bytes: Buffer.from(documentOf(props)),
      contentEncoding: null,
      contentType: 'text/html',
      page: '/p',
      cut: false,
    })
    expect(text(reading.propsJson)).toBe(JSON.stringify(props))
    expect(reading.props).toMatchObject({ bytes: 600_011 })
    await reader.close()
  })
})
