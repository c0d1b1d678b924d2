import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readAnswer } from './answer.ts'

const PROPS = {
  html: '<b>a & b</b>',
  list: Array.from({ length: 400 }, (_, id) => ({ id, name: `Lamp ${id * 7919}` })),
}
const JSON_OF_PROPS = JSON.stringify(PROPS)
// As Next writes it: `<`, `>` and `&` are six bytes each there.
const EMBEDDED = JSON_OF_PROPS.replace(/[&><]/g, char => `\\u00${char.charCodeAt(0).toString(16)}`)
const DOCUMENT = `<!DOCTYPE html><body>${'<p>€ Words of the page.</p>'.repeat(200)}<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":${EMBEDDED},"__N_SSP":true},"page":"/p","query":{},"buildId":"b","gssp":true}</script></body>`

const ledgerOf = async (bytes: Uint8Array, contentEncoding: string | null, more: object = {}) =>
  (
    await readAnswer({
      bytes,
      contentEncoding,
      contentType: 'text/html; charset=utf-8',
      page: '/p',
      cut: false,
      ...more,
    })
  ).ledger

const ENCODERS = {
  gzip: (body: Uint8Array) => zlib.gzipSync(body, { level: 9 }),
  deflate: (body: Uint8Array) => zlib.deflateSync(body),
  br: (body: Uint8Array) => zlib.brotliCompressSync(body),
} as const

describe('the byte ledger', () => {
  it('has the props as JSON, as escaped, the document and the wire', async () => {
    expect(await ledgerOf(Buffer.from(DOCUMENT), null)).toEqual({
      props: JSON_OF_PROPS.length,
      embedded: EMBEDDED.length,
      document: Buffer.byteLength(DOCUMENT),
      wire: Buffer.byteLength(DOCUMENT),
      wireProps: EMBEDDED.length,
    })
    expect(EMBEDDED.length - JSON_OF_PROPS.length).toBe(5 * 5)
  })

  it.each(Object.entries(ENCODERS))(
    'says what the props are of what went over the wire as %s',
    async (coding, encode) => {
      const wire = encode(Buffer.from(DOCUMENT))
      const found = await ledgerOf(wire, coding)
      expect(found).toMatchObject({ props: JSON_OF_PROPS.length, embedded: EMBEDDED.length, wire: wire.length })
      // What it truly is, compressed by the same encoder as the server's.
      const truth = wire.length - encode(Buffer.from(DOCUMENT.replace(EMBEDDED, ''))).length
      expect(Math.abs((found?.wireProps ?? 0) - truth) / truth).toBeLessThan(0.05)
    },
  )

  it('takes several codings off in their order', async () => {
    const wire = ENCODERS.br(ENCODERS.gzip(Buffer.from(DOCUMENT)))
    const found = await ledgerOf(wire, 'gzip, br')
    expect(found).toMatchObject({ document: Buffer.byteLength(DOCUMENT), wire: wire.length })
    expect(found?.wireProps).toBeGreaterThan(0)
  })

  it('is of the data answer as it stands there', async () => {
    const body = Buffer.from(`{"pageProps":${JSON_OF_PROPS},"__N_SSP":true}`)
    expect(await ledgerOf(body, null, { contentType: 'application/json', page: null })).toMatchObject({
      props: JSON_OF_PROPS.length,
      embedded: JSON_OF_PROPS.length,
      document: body.length,
    })
  })

  it('does not compress large documents again, and is none of what is not whole, or of a redirect', async () => {
    const large = DOCUMENT.replace('Words', 'x'.repeat(5_000_000))
    expect(await ledgerOf(zlib.gzipSync(large), 'gzip')).toMatchObject({ props: JSON_OF_PROPS.length, wireProps: null })
    expect(await ledgerOf(Buffer.from(DOCUMENT), null, { cut: true })).toBeNull()
    expect(await ledgerOf(zlib.gzipSync(DOCUMENT).subarray(0, -1), 'gzip')).toBeNull()
    const redirect = Buffer.from('{"pageProps":{"__N_REDIRECT":"/login","__N_REDIRECT_STATUS":307},"__N_SSP":true}')
    expect(await ledgerOf(redirect, null, { contentType: 'application/json' })).toBeNull()
    expect(await ledgerOf(Buffer.from('<p>no Next</p>'), null)).toBeNull()
  })
})
