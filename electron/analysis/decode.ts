import { codingsOf, collect, decodeAtOnce, decodePiecewise, TooLarge } from './codings.ts'

/** A body taken out of its Content-Encoding. */
export interface Decoded {
  /** As far as it could be decoded. */
  readonly bytes: Uint8Array
  /** What could not be decoded and why, in a sentence; null where all was. */
  readonly gap: string | null
}

const MEGABYTE = 1024 * 1024
/** No answer of a page is larger; a small body that swells beyond this is an attack on us. */
const DECODED_AT_MOST = 256 * MEGABYTE
/** What is kept of one that is. */
const KEPT_OF_TOO_LARGE = 16 * MEGABYTE

/**
 * Decodes `bytes` by a Content-Encoding value, the last coding first. A body that is cut gives what it holds; `cut` says that it is known to be, and is no gap then.
 * One that is corrupt, or swells beyond `atMost`, gives what came before.
 */
export async function decodeBody(
  bytes: Uint8Array,
  contentEncoding: string | null,
  cut: boolean,
  atMost = DECODED_AT_MOST,
): Promise<Decoded> {
  // A head may name a coding where no body comes: of HEAD, of a 304.
  if (bytes.byteLength === 0) return { bytes, gap: null }
  let current = bytes
  let gap: string | null = null
  let ends = cut
  for (const coding of codingsOf(contentEncoding).reverse()) {
    const decoded = await decodeOne(coding, current, ends, atMost)
    current = decoded.bytes
    gap ??= decoded.gap
    if (decoded.unknown) break
    // What was decoded only in part ends early for the next one too.
    ends ||= decoded.gap !== null
  }
  return { bytes: current, gap }
}

/** The same at once, or null where that takes a closer look: it is broken, not known, or decodes to more than `atMost`. */
export function decodeEasily(
  bytes: Uint8Array,
  contentEncoding: string | null,
  cut: boolean,
  atMost: number,
): Uint8Array | null {
  let current: Uint8Array | null = bytes
  try {
    for (const coding of codingsOf(contentEncoding).reverse()) {
      if (current) current = decodeAtOnce(coding, current, cut, atMost)
    }
    return current
  } catch {
    return null
  }
}

async function decodeOne(
  coding: string,
  bytes: Uint8Array,
  cut: boolean,
  atMost: number,
): Promise<Decoded & { readonly unknown: boolean }> {
  try {
    const whole = decodeAtOnce(coding, bytes, cut, atMost)
    if (whole) return { bytes: whole, gap: null, unknown: false }
    return { bytes, gap: `The answer is encoded as ${coding}, which Propscope cannot decode.`, unknown: true }
  } catch {
    return { ...(await decodeInPart(coding, bytes, cut, atMost)), unknown: false }
  }
}

async function decodeInPart(coding: string, bytes: Uint8Array, cut: boolean, atMost: number): Promise<Decoded> {
  const pieces: Uint8Array[] = []
  let why: unknown = null
  try {
    await decodePiecewise(coding, bytes, collect(pieces, atMost))
  } catch (error) {
    why = error
  }
  if (why instanceof TooLarge) {
    const kept = Buffer.concat(pieces, Math.min(atMost, KEPT_OF_TOO_LARGE))
    const what = `holds more than ${atMost} bytes; only the first ${kept.byteLength} were kept`
    return { bytes: kept, gap: `The answer says it is ${coding} and ${what}.` }
  }
  const decoded = Buffer.concat(pieces)
  if (why === null) return { bytes: decoded, gap: null }
  const told = why instanceof Error ? why.message : String(why)
  if (cut && /unexpected (end|eof)/i.test(told)) return { bytes: decoded, gap: null }
  const first = decoded.byteLength
  const what = first > 0 ? `only its first ${first} bytes could be decoded` : 'could not be decoded'
  return { bytes: decoded, gap: `The answer says it is ${coding} but ${what}: ${told}.` }
}
