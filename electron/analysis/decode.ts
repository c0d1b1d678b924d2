import * as zlib from 'node:zlib'

/** A body taken out of its Content-Encoding. */
export interface Decoded {
  /** As far as it could be decoded. */
  readonly bytes: Uint8Array
  /** What could not be decoded and why, in a sentence; null where all was. */
  readonly gap: string | null
}

/** No answer of a page is larger; a small body that swells beyond this is an attack on us. */
const DECODED_AT_MOST = 512 * 1024 * 1024

/**
 * Decodes `bytes` by a Content-Encoding value (RFC 9110 §8.4), the last coding first. A body that is cut gives what it holds; `cut` says that it is
 * known to be.
 */
export function decodeBody(bytes: Uint8Array, contentEncoding: string | null, cut: boolean): Decoded {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => coding !== '' && coding !== 'identity')
  let current = bytes
  for (const coding of codings.reverse()) {
    const decode = decoderOf(coding)
    if (!decode) return { bytes: current, gap: `The answer is encoded as ${coding}, which this Node cannot decode.` }
    try {
      current = decode(current, cut)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return { bytes: new Uint8Array(), gap: `The answer says it is ${coding} but could not be decoded: ${why}.` }
    }
  }
  return { bytes: current, gap: null }
}

function decoderOf(coding: string): ((bytes: Uint8Array, cut: boolean) => Uint8Array) | null {
  const limits = { maxOutputLength: DECODED_AT_MOST }
  const flushed = { ...limits, finishFlush: zlib.constants.Z_SYNC_FLUSH }
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return (bytes, cut) => zlib.gunzipSync(bytes, cut ? flushed : limits)
    case 'deflate':
      return (bytes, cut) => zlib.inflateSync(bytes, cut ? flushed : limits)
    case 'br':
      return (bytes, cut) =>
        zlib.brotliDecompressSync(
          bytes,
          cut ? { ...limits, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH } : limits,
        )
    case 'zstd': {
      // From Node 22.15 and 23.8 on.
      const zstd = (zlib as { zstdDecompressSync?: (bytes: Uint8Array, options: object) => Buffer }).zstdDecompressSync
      return zstd ? bytes => zstd(bytes, limits) : null
    }
    default:
      return null
  }
}
