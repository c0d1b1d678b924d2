import { monitorEventLoopDelay } from 'node:perf_hooks'
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
  it('finds the props of any document and of any data answer', () =>
    fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async props => {
        const json = JSON.stringify(props)
        const document = await read(documentOf(props))
        expect(text(document.propsJson)).toBe(json)
        expect(document.props?.bytes).toBe(Buffer.byteLength(json))
        const data = await read(JSON.stringify({ pageProps: props, __N_SSP: true }), {
          contentType: 'application/json',
        })
        expect(text(data.propsJson)).toBe(json)
      }),
    ))

  it('is not misled by what stands in the page', async () => {
    const props = JSON.parse(
      '{"html":"</script><script id=\\"__NEXT_DATA__\\">{}</script>","__proto__":{"x":1},"u":"\\u2028😀"}',
    )
    const reading = await read(documentOf(props))
    expect(text(reading.propsJson)).toBe(JSON.stringify(props))
    expect(reading.props?.keys.map(key => key.path)).toEqual(['html', 'u', '__proto__'])
  })

  it('says what Next notes beside the props', async () => {
    expect((await read(documentOf({}))).next).toEqual({
      page: '/p',
      buildId: 'b',
      fromCall: true,
      redirect: null,
      query: {},
      locale: null,
    })
    const more = { query: { id: '7', via: 'rewrite' }, locale: 'de' }
    expect((await read(documentOf({}, more))).next).toMatchObject(more)
    expect((await read(documentOf({}, { page: '/q' }), { page: null })).next?.page).toBe('/q')
    expect((await read(documentOf({}, { props: { pageProps: {} } }))).next?.fromCall).toBe(false)
    const data = async (json: object) => (await read(JSON.stringify(json), { contentType: 'application/json' })).next
    expect(await data({ pageProps: { a: 1 }, __N_SSP: true })).toMatchObject({
      page: null,
      fromCall: true,
      redirect: null,
    })
    expect((await data({ pageProps: { __N_REDIRECT: '/login' }, __N_SSP: true }))?.redirect).toBe('/login')
    expect(await data({ other: 1 })).toBeNull()
    expect((await read('<html>no Next</html>')).next).toBeNull()
  })

  it('measures the values of the top level, largest first', async () => {
    expect((await read(documentOf({ a: 1, b: '€€€', c: null }))).props).toEqual({
      bytes: Buffer.byteLength('{"a":1,"b":"€€€","c":null}'),
      keys: [
        { path: 'b', bytes: 11 },
        { path: 'c', bytes: 4 },
        { path: 'a', bytes: 1 },
      ],
      truncated: false,
    })
  })

  it('does not take the error page for the page, and reads the error that dev writes there', async () => {
    const body = documentOf(
      { statusCode: 500 },
      { page: '/_error', err: { name: 'TypeError', message: 'boom', stack: 's' } },
    )
    expect(await read(body)).toMatchObject({
      props: null,
      propsJson: null,
      nextError: { name: 'TypeError', message: 'boom' },
      gap: null,
    })
  })

  it('takes the props of an error page for nobody’s, also where it is not known which page was asked for', async () => {
    for (const page of ['/_error', '/404', '/500']) {
      const found = await read(documentOf({ statusCode: 500 }, { page }), { page: null })
      expect(found).toMatchObject({ propsJson: null, props: null, ledger: null, next: { page }, gap: null })
    }
  })

  it('names a coding that it does not know', async () => {
    expect((await read('x', { contentEncoding: 'compress' })).gap).toContain('compress')
  })

  it('says what is wrong with JSON that is none', async () => {
    expect((await read('{"pageProps":', { contentType: 'application/json' })).gap).toMatch(/could not be read/)
    expect((await read('{"pageProps":{"a":01}}', { contentType: 'application/json' })).gap).toMatch(/broken at byte 5/)
    expect(await read('[1,2]', { contentType: 'application/json' })).toMatchObject({ gap: null, props: null })
    expect(await read('', { contentType: 'application/json' })).toMatchObject({ gap: null, props: null })
  })
})

it('never rejects, whatever comes', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(
        '',
        '{"pageProps":{"a":',
        '<script id="__NEXT_DATA__">{"props":{"pageProps":{"a":1}},"page":"/p"}</script>',
      ),
      fc.constantFrom(null, 'gzip', 'br', 'deflate', 'zstd', 'gzip, br', 'x', ''),
      fc.constantFrom(null, 'text/html', 'application/json', 'image/png'),
      fc.boolean(),
      async (bytes, before, contentEncoding, contentType, cut) => {
        const body = Buffer.concat([Buffer.from(before), bytes])
        const { gap } = await readAnswer({ bytes: body, contentEncoding, contentType, page: null, cut })
        expect(gap === null || gap.endsWith('.')).toBe(true)
      },
    ),
    { numRuns: 500 },
  ))

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

  it('reads 100 MB of props out of a compressed document', { timeout: 60_000 }, async () => {
    const reader = createAnswerReader()
    const item = `"${'<b>lamp '.repeat(12)}"`
    const json = `{"list":[${`${item},`.repeat(1_000_000)}0]}`
    const escaped = `{"list":[${`${escapeHtml(item)},`.repeat(1_000_000)}0]}`
    const document = documentOf('PROPS').replace('"PROPS"', () => escaped)
    const bytes = zlib.gzipSync(document, { level: 1 })
    const wire = bytes.length
    const longest = monitorEventLoopDelay({ resolution: 5 })
    longest.enable()
    const reading = await reader.read({
      bytes,
      contentEncoding: 'gzip',
      contentType: 'text/html',
      page: '/p',
      cut: false,
    })
    longest.disable()
    expect(reading).toMatchObject({ bodyBytes: document.length + 2, props: { bytes: json.length }, gap: null })
    expect(reading.ledger).toMatchObject({ props: json.length, wire, wireProps: null })
    expect(Buffer.from(reading.propsJson ?? []).equals(Buffer.from(json))).toBe(true)
    // Our own thread only hands over.
    expect(longest.max / 1e6).toBeLessThan(500)
    await reader.close()
  })
})
