import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Guest } from './guest.ts'
import { patch } from './patch.ts'
import { hasBody, type LiveRequest } from './request.ts'

export type BodyListener = (chunk: string | Uint8Array, encoding: BufferEncoding, bytes: number) => void

// biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's write and end are passed through as they came
type Loose = (...args: any[]) => any

/** Watches the bytes of one answer, on that object alone. Each function does what the original does, first. */
export function watchResponse(guest: Guest, request: LiveRequest, onBody: BodyListener): void {
  const response = request.response
  if (!response) return
  const observe = (at: number, chunk: unknown, encoding: unknown) => {
    if (request.ended) return
    request.firstByteAt ??= at
    if (chunk === null || chunk === undefined || typeof chunk === 'function' || !hasBody(request)) return
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
    const named = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'
    const bytes = typeof chunk === 'string' ? Buffer.byteLength(chunk, named) : chunk.byteLength
    request.bodyBytes += bytes
    if (!request.called) return
    // Text of as many bytes as characters is plain ASCII, and writing that as Latin-1 is a mere copy.
    const plain = named === 'utf8' && bytes === chunk.length
    onBody(chunk, plain ? 'latin1' : named, bytes)
  }
  const writing =
    (member: string) =>
    (original: Loose): Loose =>
      function (this: ServerResponse<IncomingMessage>, ...args: unknown[]) {
        noteLate(guest, request, member)
        const late = this.writableEnded
        // The client may have it long before the original returns to us.
        const at = performance.now()
        const result = original.apply(this, args)
        if (!late) guest.do(() => observe(at, args[0], args[1]))
        return result
      }
  const flushing = (original: Loose): Loose =>
    function (this: ServerResponse<IncomingMessage>, ...args: unknown[]) {
      const at = performance.now()
      const result = original.apply(this, args)
      guest.do(() => observe(at, undefined, undefined))
      return result
    }
  // biome-ignore format: one line a function
  request.restore.push(
    patch(response, 'write', writing('write')),
    patch(response, 'end', writing('end')),
    patch(response, 'flushHeaders', flushing),
  )
}

function noteLate(guest: Guest, request: LiveRequest, member: string): void {
  if (request.late) guest.do(() => request.late?.(member))
}

/** Notes the headers that are set on the answer while `request.calling`, and says who does so after it. */
export function watchHeaders(guest: Guest, request: LiveRequest): void {
  const response = request.response
  if (!response) return
  let inside = false
  const note = (name: unknown, value: string | string[] | null) => {
    if (request.setHeaders.length >= 200) return
    request.setHeaders.push({ name: String(name), value, at: performance.now() as never })
  }
  const outermost = (member: string, original: Loose, afterwards: (args: unknown[]) => void): Loose =>
    function (this: unknown, ...args: unknown[]) {
      if (!request.calling) noteLate(guest, request, member)
      if (inside || !request.calling) return original.apply(this, args)
      let result: unknown
      inside = true
      try {
        result = original.apply(this, args)
      } finally {
        inside = false
      }
      guest.do(() => afterwards(args))
      return result
    }
  const noteNow = (name: unknown) => note(name, headerText(response.getHeader(String(name))))
  request.restore.push(
    // As it was said: Next makes a list of every Set-Cookie.
    patch(response, 'setHeader', original =>
      outermost('setHeader', original, args => note(args[0], headerText(args[1]))),
    ),
    patch(response, 'appendHeader', original => outermost('appendHeader', original, args => noteNow(args[0]))),
    patch(response, 'removeHeader', original => outermost('removeHeader', original, args => note(args[0], null))),
    patch(response, 'writeHead', original =>
      outermost('writeHead', original, args => {
        for (const [name, value] of pairs(args.find(arg => typeof arg === 'object' && arg !== null))) {
          note(name, headerText(value))
        }
      }),
    ),
  )
}

function headerText(value: unknown): string | string[] | null {
  if (value === undefined) return null
  return Array.isArray(value) ? value.map(String) : String(value)
}

/** writeHead takes an object, a flat list, or a list of pairs. */
function pairs(headers: unknown): [unknown, unknown][] {
  if (!Array.isArray(headers)) return Object.entries(headers ?? {})
  if (Array.isArray(headers[0])) return headers as [unknown, unknown][]
  const out: [unknown, unknown][] = []
  for (let index = 0; index + 1 < headers.length; index += 2) out.push([headers[index], headers[index + 1]])
  return out
}

/** The head as it was sent, as Node wrote it; put together from what is set where there is none. */
export function sentHead(response: ServerResponse<IncomingMessage>): string {
  const head: unknown = (response as unknown as { _header?: unknown })._header
  if (typeof head === 'string') return head
  const lines = [`HTTP/1.1 ${response.statusCode}`]
  for (const [name, value] of Object.entries(response.getHeaders())) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) lines.push(`${name}: ${one}`)
  }
  return lines.join('\r\n')
}
