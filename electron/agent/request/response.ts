import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Guest } from '../guest.ts'
import type { NodeModules } from '../node.ts'
import { type Method, patch, patchMethod } from '../patch.ts'
import { hasBody, type LiveRequest } from './request.ts'

type Response = ServerResponse<IncomingMessage>

export interface ResponseListener {
  /** The request that this answers, also once it is over. Never throws. */
  requestOf(response: object): LiveRequest | undefined
  /** A piece of a body was written, of so many bytes. */
  body(request: LiveRequest, chunk: string | Uint8Array, encoding: BufferEncoding, bytes: number): void
}

/**
 * Watches the bytes of all answers, where they have their functions from: one patch for the server costs each answer less than patches of its own. What others have put around an answer's own
 * functions by then stays around them: these are the bytes as they leave, compressed or not. Each function does what the original does, first. Returns the way back.
 */
export function watchResponses({ http }: NodeModules, guest: Guest, listener: ResponseListener): () => void {
  const { requestOf } = listener
  const prototype = http.ServerResponse.prototype as unknown as Record<string, Method>

  function observe(request: LiveRequest, response: Response, at: number, chunk: unknown, encoding: unknown): void {
    const isFirst = request.firstByteAt === null
    request.firstByteAt ??= at
    if (chunk === null || chunk === undefined || typeof chunk === 'function' || !hasBody(request)) return
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
    const named = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'
    const bytes =
      typeof chunk === 'string'
        ? ((isFirst ? wholeSize(response, chunk) : null) ?? Buffer.byteLength(chunk, named))
        : chunk.byteLength
    request.bodyBytes += bytes
    if (!request.called) return
    // Text of as many bytes as characters is plain ASCII, and writing that as Latin-1 is a mere copy.
    const plain = named === 'utf8' && bytes === chunk.length
    listener.body(request, chunk, plain ? 'latin1' : named, bytes)
  }
  const writing =
    (member: string) =>
    (original: () => Method): Method =>
      function (this: Response, ...given: unknown[]) {
        const request = requestOf(this)
        request?.late?.(member)
        if (request === undefined || request.ended || this.writableEnded) return original().apply(this, given)
        // The client may have it long before the original returns to us.
        const at = performance.now()
        const result = original().apply(this, given)
        guest.do(() => request.ended || observe(request, this, at, given[0], given[1]))
        return result
      }
  const flushing = (original: () => Method): Method =>
    function (this: Response, ...given: unknown[]) {
      const request = requestOf(this)
      const at = performance.now()
      const result = original().apply(this, given)
      if (request && !request.ended) request.firstByteAt ??= at
      return result
    }

  const watch = (name: string, make: (original: () => Method) => Method) => patchMethod(prototype, name, make)
  const undo = [watch('write', writing('write')), watch('end', writing('end')), watch('flushHeaders', flushing)]
  return () => {
    for (const back of undo.reverse()) back()
  }
}

/**
 * What Node has counted itself of a body that is all in one `end`: there it writes the size down before it makes the head, and counting 100 kB again takes it some 20 µs. null where it has not, or where
 * a Content-Length that was set cannot be true.
 */
function wholeSize(response: Response, chunk: string): number | null {
  const { writableEnded, _contentLength: size } = response as Response & { readonly _contentLength?: unknown }
  return writableEnded && typeof size === 'number' && size >= chunk.length && size <= chunk.length * 3 ? size : null
}

type Note = (request: LiveRequest, response: Response, given: readonly unknown[]) => void
const NOTES: Readonly<Record<string, Note>> = {
  // As it was said: Next makes a list of every Set-Cookie.
  setHeader: (request, _, [name, value]) => noteHeader(request, name, headerText(value)),
  appendHeader: (request, response, [name]) => noteHeader(request, name, headerText(response.getHeader(String(name)))),
  removeHeader: (request, _, [name]) => noteHeader(request, name, null),
  writeHead(request, _, given) {
    const headers = given.find(one => typeof one === 'object' && one !== null)
    for (const [name, value] of pairs(headers)) noteHeader(request, name, headerText(value))
  },
}

/** Notes the headers that are set on an answer while its request is `calling`, and says who does so after it. */
export interface HeaderWatch {
  /** From here on the headers of this request's answer are noted as whoever runs now sets them. */
  watch(request: LiveRequest): void
  stop(): void
}

/**
 * Where all answers have these functions from, and around an answer's own where it has some (Next and others put them there): what the call said is wanted, not what was made of it. New properties on each
 * answer would cost it more than all that is noted there.
 */
export function watchHeaders(
  { http }: NodeModules,
  guest: Guest,
  requestOf: ResponseListener['requestOf'],
): HeaderWatch {
  /** Of functions of Node's that call each other, only the one that was called from outside tells. */
  let inside = false
  const watching = (member: string, note: Note, original: (response: Response) => Method): Method => {
    const noting = function (this: Response, ...given: unknown[]) {
      let result: unknown
      inside = true
      try {
        result = original(this).apply(this, given)
      } finally {
        inside = false
      }
      guest.do(() => {
        const request = requestOf(this)
        if (request) note(request, this, given)
      })
      return result
    }
    // What is given is only handed on here, so V8 makes no list of it.
    return function (this: Response, ...given: unknown[]) {
      const request = requestOf(this)
      if (!request?.calling) request?.late?.(member)
      return inside || !request?.calling ? original(this).apply(this, given) : noting.apply(this, given)
    }
  }
  const prototype = http.ServerResponse.prototype as unknown as Record<string, Method>
  const shared = Object.entries(NOTES).map(([member, note]) => {
    const undo = patchMethod(prototype, member, original => watching(member, note, original))
    const value = watching(member, note, response => above(response, member, value))
    return {
      member,
      note,
      common: prototype[member],
      undo,
      property: { value, writable: true, configurable: true, enumerable: false },
    }
  })
  return {
    watch(request) {
      const { response } = request
      if (!response) return
      const target = response as unknown as Record<string, Method>
      for (const { member, note, common, property } of shared) {
        const found = target[member]
        if (found === common) continue
        if (Object.hasOwn(target, member)) {
          request.restore.push(patch(target, member, original => watching(member, note, () => original)))
        } else if (found !== undefined) {
          // Somebody's own, between the answer and Node.
          Object.defineProperty(target, member, property)
          request.restore.push(() => {
            if (target[member] === property.value) delete target[member]
          })
        }
      }
    },
    stop() {
      for (const { undo } of shared) undo()
    },
  }
}

/** What stands there without us; also for an object that somebody has made of an answer. */
function above(response: object, member: string, ours: Method): Method {
  let from = Object.getPrototypeOf(response) as Record<string, Method>
  while (from[member] === ours) from = Object.getPrototypeOf(from) as Record<string, Method>
  return from[member] as Method
}

function noteHeader({ setHeaders }: LiveRequest, name: unknown, value: string | string[] | null): void {
  if (setHeaders.length < 200) setHeaders.push({ name: String(name), value, at: performance.now() as never })
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
export function sentHead(response: Response): string {
  const head: unknown = (response as unknown as { _header?: unknown })._header
  if (typeof head === 'string') return head
  const lines = [`HTTP/1.1 ${response.statusCode}`]
  for (const [name, value] of Object.entries(response.getHeaders())) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) lines.push(`${name}: ${one}`)
  }
  return lines.join('\r\n')
}
