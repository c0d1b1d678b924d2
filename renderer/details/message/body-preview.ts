import type { Exchange } from '../../../shared/exchange.ts'

type Headers = readonly (readonly [string, string])[]

export const PREVIEW_BYTES = 256 * 1024

/** The start of a body as text, or why it is not shown as text. */
export type BodyPreview =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly type: string }

/** The first value of a header, by its name in any case. */
export function headerValue(headers: Headers, name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** The character set that Content-Type names, else UTF-8. */
export function charsetOf(contentType: string | null): string {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8'
}

const BINARY = /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|zip|gzip|wasm))/i

/** Decodes the start of a body. Bytes that no text holds (NUL) make it binary, whatever Content-Type says. */
export function previewBody(bytes: Uint8Array, headers: Headers): BodyPreview {
  const type = headerValue(headers, 'content-type')
  const named = (type ?? '').split(';')[0]?.trim() ?? ''
  if (BINARY.test(named) || (!charsetOf(type).startsWith('utf-16') && bytes.subarray(0, 4096).includes(0))) {
    return { kind: 'binary', type: named === '' ? 'unknown type' : named }
  }
  return { kind: 'text', text: decoder(charsetOf(type)).decode(bytes, { stream: true }) }
}

/** `stream` above: a character cut at the end of the preview is left out instead of shown as broken. */
function decoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

/** The compression that a response came in, null for none. */
export function encodingOf(response: Exchange['response']): string | null {
  const encoding = response && headerValue(response.headers, 'content-encoding')
  return encoding === null || encoding === 'identity' ? null : encoding
}
