import type { TapEvent } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'
import { Conversation } from './conversation.ts'

/** What a conversation told of two streams, for tests: its events, and the bodies by request and part. */
export interface Overheard {
  readonly events: TapEvent[]
  readonly bodies: Map<string, string>
  readonly clear: number
  readonly refused: string | null
}

export interface Streams {
  /** Pieces of what the client sent, then of what the server sent. */
  readonly client: readonly Uint8Array[]
  readonly server: readonly Uint8Array[]
  readonly end?: 'both' | 'client' | 'server'
  /** The client ends its side before the server's last piece. */
  readonly halfClosed?: boolean
}

/** Has a conversation of its own hear both streams, the client's first; each piece comes at the next ms. */
export function overhear({ client, server, end = 'both', halfClosed = false }: Streams): Overheard {
  const events: TapEvent[] = []
  const bodies = new Map<string, string>()
  let number = 0
  let ms = 0
  const at = () => {
    ms += 1
    return monotonicMs(ms)
  }
  const conversation = new Conversation(
    { connection: 1, localPort: 50_001, clientPort: 60_001, encrypted: false },
    {
      sink: {
        event: event => events.push(event),
        body(request, part, bytes) {
          const key = `${part} ${request}`
          bodies.set(key, (bodies.get(key) ?? '') + Buffer.from(bytes).toString('latin1'))
          return true
        },
      },
      nextNumber() {
        number += 1
        return number
      },
      isOurHost: host => host.startsWith('localhost'),
    },
    at(),
  )
  for (const piece of client) conversation.fromClient(piece, at())
  server.forEach((piece, index) => {
    if (halfClosed && index === server.length - 1) conversation.clientEnded(at())
    conversation.fromServer(piece, at())
  })
  if (end !== 'client') conversation.serverEnded(at())
  conversation.closed(end === 'both' ? null : end, at())
  return { events, bodies, clear: conversation.clear, refused: conversation.refused }
}

/** Bytes cut at the given places, which may come in any order. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let from = 0
  for (const place of [...places].sort((a, b) => a - b)) {
    const to = Math.min(place, bytes.byteLength)
    pieces.push(bytes.subarray(from, to))
    from = to
  }
  pieces.push(bytes.subarray(from))
  return pieces
}

export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

/** An HTTP message drawn as text: lines end in CRLF, an empty line ends the head; indentation is taken off. */
export function http(drawn: string): string {
  const lines = drawn.split('\n').map(line => line.trimStart())
  while (lines[0] === '') lines.shift()
  return lines.join('\r\n')
}
