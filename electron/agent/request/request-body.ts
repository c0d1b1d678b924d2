import type { IncomingMessage } from 'node:http'
import type { Guest } from '../guest.ts'
import { patch } from '../patch.ts'

const KEPT_AT_MOST = 256 * 1024

/**
 * Looks on while Node's parser hands over the body of a request, on that message alone: pieces are held by reference, and the stream is neither read nor set flowing. Gives what tells of
 * it, null where nothing came; null in all where the head announces no body.
 */
export function watchBody(
  guest: Guest,
  message: IncomingMessage,
  restore: (() => void)[],
): (() => { bytes: number; base64: string | null } | null) | null {
  const { headers } = message
  if (headers['transfer-encoding'] === undefined && !(Number(headers['content-length'] ?? 0) > 0)) return null
  let parts: Uint8Array[] = []
  let bytes = 0
  const observe = (chunk: unknown) => {
    if (!(chunk instanceof Uint8Array)) return
    bytes += chunk.byteLength
    if (bytes > KEPT_AT_MOST) parts = []
    else parts.push(chunk)
  }
  restore.push(
    patch(
      message,
      'push',
      original =>
        function (this: IncomingMessage, ...args: unknown[]) {
          // Whoever reads it may change what they get.
          guest.do(() => observe(args[0]))
          return original.apply(this, args as never)
        } as typeof original,
    ),
  )
  return () => {
    if (bytes === 0) return null
    const whole = message.complete && bytes <= KEPT_AT_MOST
    const base64 = whole ? Buffer.concat(parts).toString('base64') : null
    parts = []
    return { bytes, base64 }
  }
}
