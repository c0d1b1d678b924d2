import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'

/** The codings of a Content-Encoding value (RFC 9110 §8.4) in the order in which they were applied; `identity` is none. */
export function codingsOf(contentEncoding: string | null): string[] {
  return (contentEncoding ?? '')
    .split(',')
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => coding !== '' && coding !== 'identity')
    .map(coding => (coding === 'x-gzip' ? 'gzip' : coding))
}

// From Node 22.15 and 23.8 on; the types are those of Node 20. Node's own decoder of zstd is not used: that of 22 takes a body that is cut for a whole one.
interface Zstd {
  readonly zstdCompress?: (bytes: Uint8Array, done: (error: Error | null, encoded: Uint8Array) => void) => void
}
const zstd: Zstd = zlib as Zstd

/**
 * Takes one coding off a whole body at once; null for a coding that is not known. Throws where the bytes are not whole or not of that coding, or hold more than
 * `atMost`; with `cut` what is there is given.
 */
export function decodeAtOnce(coding: string, bytes: Uint8Array, cut: boolean, atMost: number): Uint8Array | null {
  const limits = {
    maxOutputLength: atMost,
    chunkSize: Math.min(1024 * 1024, Math.max(16 * 1024, bytes.byteLength * 4)),
  }
  const flushed = cut ? { ...limits, finishFlush: zlib.constants.Z_SYNC_FLUSH } : limits
  switch (coding) {
    case 'gzip':
      return zlib.gunzipSync(bytes, flushed)
    case 'deflate':
      return isZlib(bytes) ? zlib.inflateSync(bytes, flushed) : zlib.inflateRawSync(bytes, flushed)
    case 'br':
      return zlib.brotliDecompressSync(
        bytes,
        cut ? { ...limits, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH } : limits,
      )
    case 'zstd': {
      const pieces: Uint8Array[] = []
      unzstd([bytes], cut, collect(pieces, atMost))
      return Buffer.concat(pieces)
    }
    default:
      return null
  }
}

/** Thrown by a listener that has heard enough. */
export class TooLarge extends Error {}

/** Gathers pieces until there are more than `atMost` bytes of them. */
export function collect(into: Uint8Array[], atMost: number): (piece: Uint8Array) => void {
  let size = 0
  return piece => {
    size += piece.byteLength
    if (size > atMost) throw new TooLarge()
    into.push(piece)
  }
}

/** Input is fed in pieces of this many bytes: what a broken one held is all that is lost. */
const FED_AT_ONCE = 1024
const FEEDS_AT_MOST = 8192

/** Takes one coding off, piece by piece: `take` hears all that was decoded before it fails, and rejects with what went wrong. */
export async function decodePiecewise(
  coding: string,
  bytes: Uint8Array,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  const step = Math.max(FED_AT_ONCE, Math.ceil(bytes.byteLength / FEEDS_AT_MOST))
  const fed = function* () {
    for (let from = 0; from < bytes.byteLength; from += step) yield bytes.subarray(from, from + step)
  }
  if (coding === 'zstd') return unzstd(fed(), false, take)
  const stream = streamOf(coding, bytes)
  if (!stream) throw new Error('this coding is not known')
  await new Promise<void>((done, refuse) => {
    stream.on('error', refuse).on('end', done)
    stream.on('data', (piece: Uint8Array) => {
      try {
        take(piece)
      } catch (error) {
        refuse(error)
        stream.destroy()
      }
    })
    const pieces = fed()
    const next = () => {
      const piece = pieces.next()
      if (piece.done) stream.end()
      else stream.write(piece.value, error => error || stream.destroyed || next())
    }
    next()
  }).finally(() => stream.destroy())
}

/** A stream that gives what it has after every write. */
function streamOf(coding: string, bytes: Uint8Array) {
  const flushed = { flush: zlib.constants.Z_SYNC_FLUSH }
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip(flushed)
    case 'deflate':
      return isZlib(bytes) ? zlib.createInflate(flushed) : zlib.createInflateRaw(flushed)
    case 'br':
      return zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH })
    default:
      return null
  }
}

function unzstd(pieces: Iterable<Uint8Array>, cut: boolean, take: (piece: Uint8Array) => void): void {
  const stream = new Decompress(piece => void (piece.byteLength > 0 && take(Uint8Array.from(piece))))
  for (const piece of pieces) stream.push(piece, false)
  if (!cut) stream.push(new Uint8Array(), true)
}

/** `deflate` means zlib's format; some servers send what is inside of it bare. */
function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0
}

/** Puts one coding on; null where this Node cannot. Not on this thread. */
export function encode(coding: string, bytes: Uint8Array): Promise<Uint8Array> | null {
  const made = (work: (done: (error: Error | null, encoded: Uint8Array) => void) => void) =>
    new Promise<Uint8Array>((done, refuse) => work((error, encoded) => (error ? refuse(error) : done(encoded))))
  // Brotli's own default takes a second for 1 MB; servers that compress as they answer take about this.
  const quick = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }
  switch (coding) {
    case 'gzip':
      return made(done => zlib.gzip(bytes, done))
    case 'deflate':
      return made(done => zlib.deflate(bytes, done))
    case 'br':
      return made(done => zlib.brotliCompress(bytes, quick, done))
    case 'zstd':
      return zstd.zstdCompress ? made(done => zstd.zstdCompress?.(bytes, done)) : null
    default:
      return null
  }
}
