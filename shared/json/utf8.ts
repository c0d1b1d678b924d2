/** Both sides have it; shared/ knows the types of neither. */
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** The bytes `from` to `to` as text; bytes that are no UTF-8 become U+FFFD. */
export function decodeBytes(bytes: Uint8Array, from = 0, to = bytes.length): string {
  return decoder.decode(bytes.subarray(from, to))
}

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

const latin = new TextDecoder('latin1', { ignoreBOM: true })

/** One character a byte: right for ASCII alone, and found without a look at every byte. */
export function decodeAscii(bytes: Uint8Array, from: number, to: number): string {
  return latin.decode(bytes.subarray(from, to))
}
