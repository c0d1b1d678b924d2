import { randomBytes } from 'node:crypto'
import * as zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBody, decodeEasily } from './decode.ts'

const TEXT = Buffer.from(
  Array.from({ length: 4000 }, (_, id) => `{"id":${id},"name":"${(id * 7919) % 1000} Löwe"}`).join(),
)
/** `TEXT`, in frames of zstd that this Node may not be able to write: two blocks stored as they are (RFC 8878 §3.1.1). */
function storedZstd(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.byteLength)
  const pieces = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0b1010_0000]), size]
  for (let from = 0; from < body.byteLength; from += 100_000) {
    const block = body.subarray(from, from + 100_000)
    const last = from + 100_000 >= body.byteLength ? 1 : 0
    const header = Buffer.alloc(3)
    header.writeUIntLE(block.byteLength * 8 + last, 0, 3)
    pieces.push(header, Buffer.from(block))
  }
  return Buffer.concat(pieces)
}
const ZSTD_WORDS = 'the quick brown fox jumps over the lazy dog. '.repeat(40)

const ENCODERS: readonly (readonly [string, (body: Uint8Array) => Buffer])[] = [
  ['gzip', body => zlib.gzipSync(body)],
  ['x-gzip', body => zlib.gzipSync(body)],
  ['deflate', body => zlib.deflateSync(body)],
  ['deflate', body => zlib.deflateRawSync(body)],
  ['br', body => zlib.brotliCompressSync(body)],
  ['zstd', storedZstd],
  ['gzip, br', body => zlib.brotliCompressSync(zlib.gzipSync(body))],
  ['identity, GZIP', body => zlib.gzipSync(body)],
]

// As Node 22.23's zlib writes them.
const ZSTD_MADE = 'KLUv/WAIBr0BAMQCdGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRoZSBsYXp5IGRvZy4CANRC9QFDmGU='

describe.each(ENCODERS)('%s', (coding, encode) => {
  const encoded = encode(TEXT)

  it('is taken off', async () => {
    const { bytes, gap } = await decodeBody(encoded, coding, false)
    expect([gap, TEXT.equals(bytes)]).toEqual([null, true])
    expect(TEXT.equals(decodeEasily(encoded, coding, false, 1024 * 1024) ?? Buffer.of())).toBe(true)
    expect(decodeEasily(encoded, coding, false, 1000)).toBeNull()
  })

  it('gives what a cut body holds, wherever it is cut, and says so where that was not known', async () => {
    let before = 0
    for (let at = 0; at < encoded.length; at += Math.ceil(encoded.length / 97)) {
      const piece = encoded.subarray(0, at)
      const known = await decodeBody(piece, coding, true)
      expect([at, known.gap]).toEqual([at, null])
      expect(TEXT.subarray(0, known.bytes.length).equals(known.bytes)).toBe(true)
      expect(known.bytes.length).toBeGreaterThanOrEqual(before)
      before = known.bytes.length
      const unknown = await decodeBody(piece, coding, false)
      // A head alone may name a coding: of HEAD, of a 304.
      if (at === 0) expect(unknown.gap).toBeNull()
      else expect(unknown.gap).toMatch(/could (not )?be decoded: /)
      expect(TEXT.subarray(0, unknown.bytes.length).equals(unknown.bytes)).toBe(true)
    }
    expect(before).toBeGreaterThan(TEXT.length * 0.8)
  })

  it('never fails on what is corrupt', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(encoded.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, by, cut) => {
          const corrupt = Buffer.from(encoded)
          corrupt[at] = (corrupt[at] ?? 0) ^ by
          const { bytes, gap } = await decodeBody(corrupt, coding, cut)
          if (gap === null) return
          expect(gap).toMatch(/^The answer says it is \w+ (but|and) /)
          expect(bytes.length).toBeLessThan(TEXT.length * 50)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('decoding', () => {
  it('shows what came before the corrupt place', async () => {
    const body = Buffer.concat([TEXT, randomBytes(200_000)])
    const encoded = zlib.gzipSync(body)
    encoded.fill(0xff, encoded.length - 50_000, encoded.length - 40_000)
    const { bytes, gap } = await decodeBody(encoded, 'gzip', false)
    expect(gap).toMatch(/only its first \d+ bytes could be decoded/)
    expect(bytes.length).toBeGreaterThan(TEXT.length)
    expect(body.subarray(0, TEXT.length).equals(bytes.subarray(0, TEXT.length))).toBe(true)
  })

  it.each([
    ['gzip', zlib.gzipSync],
    ['br', zlib.brotliCompressSync],
    ['deflate', zlib.deflateSync],
  ] as const)('stops at a bomb of %s', async (coding, encode) => {
    const bomb = encode(Buffer.alloc(20_000_000))
    const { bytes, gap } = await decodeBody(bomb, coding, false, 2_000_000)
    expect(gap).toMatch(/holds more than 2000000 bytes; only the first \d+ were kept/)
    expect(bytes.length).toBeLessThanOrEqual(2_000_000)
  })

  it('stops at a bomb of zstd', async () => {
    // One byte, repeated 128 kB a block, 1000 blocks of four bytes each.
    const block = Buffer.from([...[2, 0, 16], 0x61])
    const bomb = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]), ...Array(1000).fill(block)])
    const { bytes, gap } = await decodeBody(bomb, 'zstd', false, 2_000_000)
    expect(gap).toMatch(/holds more than 2000000 bytes/)
    expect(bytes.length).toBeGreaterThan(1_000_000)
  })

  it('leaves alone what it does not know, and reads on through what is broken', async () => {
    const unknown = await decodeBody(TEXT, 'compress', false)
    expect(unknown.gap).toBe('The answer is encoded as compress, which Propscope cannot decode.')
    expect(TEXT.equals(unknown.bytes)).toBe(true)
    const cut = zlib.brotliCompressSync(zlib.gzipSync(TEXT).subarray(0, 4000))
    const { bytes, gap } = await decodeBody(cut, 'gzip, br', false)
    expect(gap).toMatch(/it is gzip but only its first/)
    expect(TEXT.subarray(0, bytes.length).equals(bytes)).toBe(true)
  })

  it('decodes zstd as others write it', async () => {
    const made = Buffer.from(ZSTD_MADE, 'base64')
    expect(Buffer.from((await decodeBody(made, 'zstd', false)).bytes).toString()).toBe(ZSTD_WORDS)
    for (let at = 5; at < made.length; at += 1) {
      const { bytes, gap } = await decodeBody(made.subarray(0, at), 'zstd', true)
      expect([at, gap]).toEqual([at, null])
      expect(ZSTD_WORDS.startsWith(Buffer.from(bytes).toString())).toBe(true)
    }
  })
})
