import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack'

/**
 * How a message of the contract becomes bytes and back, where the transport carries bytes (the browser host's WebSocket).
 * MessagePack, with one addition: captured data may have a key `__proto__` (a query, a header, props), which MessagePack's decoder
 * refuses. Such an object travels as an extension that holds its entries, and arrives with that key as a plain own property.
 */
const ENTRIES_EXTENSION = 1

const extensionCodec = new ExtensionCodec()
extensionCodec.register({
  type: ENTRIES_EXTENSION,
  encode: value =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')
      ? encodeMessage(Object.entries(value))
      : null,
  decode: data => {
    const object: Record<string, unknown> = {}
    const entries = decodeMessage(data)
    for (const entry of Array.isArray(entries) ? entries : []) {
      const [key, value]: unknown[] = Array.isArray(entry) ? entry : []
      if (typeof key !== 'string') throw new Error('an entry without a name')
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
    }
    return object
  },
})

/** One message as one binary frame. A property whose value is `undefined` is left out. */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  return new Encoder({ extensionCodec, ignoreUndefined: true }).encode(message)
}

/** The message in a frame. Throws on bytes that are none. Byte arrays inside are views of `frame`. */
export function decodeMessage(frame: Uint8Array): unknown {
  return new Decoder({ extensionCodec }).decode(frame)
}
