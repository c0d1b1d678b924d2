import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { CausedEvent, RawHeaders, UpstreamEndEvent, Via } from '../../../shared/raw-events.ts'
import type { MonotonicMs } from '../../../shared/units.ts'
import type { Guest } from '../guest.ts'
import type { NodeModules } from '../node.ts'
import { patch } from '../patch.ts'
import { type Emit, type LiveRequest, now } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import { captureCaller } from './caller.ts'
import { type Credentials, createCredentials } from './credentials.ts'

/** Watches what the calls ask of others: through undici (fetch) and node:http, which say so themselves. */
export interface UpstreamWatch {
  /** A request has come: says so where it was one of ours that sent it. */
  arrived(request: LiveRequest, socket: Socket): void
  /** How many of this request's calls were not told. */
  leftOut(request: LiveRequest): number
  /** Opens a call of `request` that is seen in another way; null where there are too many already. */
  open(request: LiveRequest, what: Opening): OpenCall | null
  /** Whether HTTP goes over this socket. */
  isHttp(socket: object): boolean
  stop(): void
}

export interface Opening {
  readonly via: Via
  readonly method: string
  readonly url: string
  /** null: it has none. */
  readonly headers: RawHeaders | null
  /** Writes down who asks, when there is time; null: nobody knows. */
  readonly caller: (() => string) | null
  readonly at?: MonotonicMs
}

export interface OpenCall {
  socket: Socket | null
  firstByteAt: MonotonicMs | null
  status: number | null
  requestBytes: number | null
  /** Of the connection, when the request began, and of the answer's head. */
  readBefore: number | null
  headBytes: number
  contentLength: number | null
  end(more?: { error?: string | null; at?: MonotonicMs; responseBytes?: number | null }): void
}

const CALLS_AT_MOST = 200

export function watchUpstream(node: NodeModules, guest: Guest, context: RequestContext, emit: Emit): UpstreamWatch {
  const counts = new WeakMap<LiveRequest, { told: number; leftOut: number }>()
  const byRequest = new WeakMap<object, OpenCall>()
  const pending = new Set<{ readonly request: LiveRequest; readonly number: number; readonly call: OpenCall }>()
  const httpSockets = new WeakSet<object>()
  let credentials: Credentials | null = null
  const undo: (() => void)[] = []

  function open(request: LiveRequest, what: Opening): OpenCall | null {
    const count = counts.get(request) ?? { told: 0, leftOut: 0 }
    counts.set(request, count)
    if (count.told >= CALLS_AT_MOST) {
      count.leftOut += 1
      return null
    }
    count.told += 1
    const number = count.told
    credentials ??= createCredentials(node.crypto)
    const { headers, caller: written } = what
    const incoming = request.response?.req.rawHeaders ?? []
    emit({
      kind: 'upstream-start',
      request: request.number,
      call: number,
      at: what.at ?? now(),
      via: what.via,
      method: what.method.slice(0, 100),
      url: credentials.redactUrl(what.url).slice(0, 4096),
      headers: headers === null ? [] : credentials.redact(headers.slice(0, 200)),
      forwarded: headers === null ? null : credentials.compare(incoming, headers),
    })
    if (written) {
      request.later.push(() =>
        guest.do(() => {
          const stack = written()
          if (stack !== '') emit({ kind: 'upstream-caller', request: request.number, call: number, stack })
        }),
      )
    }
    const call: OpenCall = {
      socket: null,
      firstByteAt: null,
      status: null,
      requestBytes: null,
      readBefore: null,
      headBytes: 0,
      contentLength: null,
      end({ error = null, at = now(), responseBytes } = {}) {
        if (!pending.delete(entry) || request.ended) return
        emit({
          kind: 'upstream-end',
          request: request.number,
          call: number,
          at,
          status: call.status,
          firstByteAt: call.firstByteAt,
          requestBytes: call.requestBytes,
          responseBytes: responseBytes === undefined ? readBytes(call) : responseBytes,
          error: error === null ? null : error.slice(0, 1000),
        } satisfies UpstreamEndEvent)
      },
    }
    const entry = { request, number, call }
    pending.add(entry)
    return call
  }

  /** The request whose call runs the code that runs now. */
  function caller(): LiveRequest | null {
    const request = context.current()
    return request?.calling ? request : null
  }

  /** `hear` is given what Node calls, too: below it is whoever did what the channel tells. */
  function on(channel: string, hear: (message: never, below: (message: unknown) => void) => void): void {
    const listener = (message: unknown) => guest.do(() => hear(message as never, listener))
    node.diagnostics.subscribe(channel, listener)
    undo.push(() => void node.diagnostics.unsubscribe(channel, listener))
  }

  on('undici:request:create', ({ request: asked }: { request: UndiciRequest }, below) => {
    const request = caller()
    if (!request) return
    const headers = flatHeaders(asked.headers)
    const url = `${asked.origin ?? ''}${asked.path ?? ''}`
    const call = open(request, {
      via: 'fetch',
      method: asked.method ?? 'GET',
      url,
      headers,
      caller: captureCaller(below),
    })
    if (!call) return
    call.requestBytes = asked.contentLength ?? (asked.body == null ? 0 : null)
    byRequest.set(asked, call)
  })
  on('undici:client:connected', ({ socket }: { socket?: Socket }) => socket && void httpSockets.add(socket))
  on('undici:client:sendHeaders', ({ request, socket }: { request: object; socket?: Socket }) => {
    if (!socket) return
    httpSockets.add(socket)
    const call = byRequest.get(request)
    if (!call) return
    call.socket = socket
    call.readBefore = typeof socket.bytesRead === 'number' ? socket.bytesRead : null
  })
  on('undici:request:headers', ({ request, response }: { request: object; response: UndiciResponse }) => {
    const call = byRequest.get(request)
    if (!call) return
    call.status = response.statusCode ?? null
    call.firstByteAt = now()
    const headers = (response.headers ?? []).map(String)
    call.contentLength = lengthIn(headers)
    call.headBytes = headLength(headers, response.statusText ?? '')
  })
  on('undici:request:trailers', ({ request }: { request: object }) => byRequest.get(request)?.end())
  on('undici:request:error', ({ request, error }: { request: object; error: unknown }) =>
    byRequest.get(request)?.end({ error: errorText(error), responseBytes: null }),
  )

  /** When it was made and by whom: Node tells of it only when it goes out, and then nobody is on the stack. */
  const made = new WeakMap<object, { readonly at: MonotonicMs; readonly caller: () => string }>()
  const agent = node.http.Agent.prototype as unknown as { addRequest: (...args: unknown[]) => unknown }
  undo.push(
    patch(agent, 'addRequest', original => {
      function addRequest(this: unknown, ...args: unknown[]): unknown {
        guest.do(() => {
          const [asked] = args
          if (asked && caller()) made.set(asked, { at: now(), caller: captureCaller(addRequest) })
        })
        return original.apply(this, args)
      }
      return addRequest
    }),
  )
  on('http.client.request.start', ({ request: asked }: { request: ClientRequest }, below) => {
    if (asked.socket) httpSockets.add(asked.socket)
    const request = caller()
    if (!request) return
    const headers = Object.entries(asked.getHeaders()).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).flatMap(one => (one === undefined ? [] : [name, String(one)])),
    )
    const begun = made.get(asked)
    const call = open(request, {
      via: 'http',
      method: asked.method,
      url: `${asked.protocol}//${asked.getHeader('host') ?? asked.host}${asked.path}`,
      headers,
      caller: begun?.caller ?? captureCaller(below),
      at: begun?.at ?? now(),
    })
    if (!call) return
    const length = Number(asked.getHeader('content-length'))
    call.requestBytes = Number.isFinite(length) ? length : /^(GET|HEAD|DELETE)$/.test(asked.method) ? 0 : null
    call.socket = asked.socket
    call.readBefore = asked.socket?.bytesRead ?? null
    byRequest.set(asked, call)
  })
  on('http.client.response.finish', ({ request: asked, response }: HttpAnswer) => {
    const call = byRequest.get(asked)
    if (!call) return
    call.socket = response.socket
    call.status = response.statusCode ?? null
    call.firstByteAt = now()
    call.contentLength = lengthIn(response.rawHeaders)
    call.headBytes = headLength(response.rawHeaders, response.statusMessage ?? '')
    response.once('close', () => guest.do(() => call.end({ error: response.complete ? null : 'aborted' })))
  })
  on('http.client.request.error', ({ request: asked, error }: { request: ClientRequest; error: unknown }) =>
    byRequest.get(asked)?.end({ error: errorText(error), responseBytes: null }),
  )

  return {
    arrived(request, socket) {
      if (pending.size === 0) return
      for (const { request: by, number, call } of pending) {
        const own = call.socket
        // Both ends of one connection are in this process.
        if (!own || own.localPort === undefined || own.localPort !== socket.remotePort) continue
        if (own.remotePort !== socket.localPort || call.firstByteAt !== null) continue
        emit({ kind: 'caused', request: request.number, by: by.number, call: number } satisfies CausedEvent)
        return
      }
    },
    leftOut: request => counts.get(request)?.leftOut ?? 0,
    open,
    isHttp: socket => httpSockets.has(socket) || (socket as { _httpMessage?: unknown })._httpMessage != null,
    stop() {
      for (const back of undo) back()
      pending.clear()
    },
  }
}

interface UndiciRequest {
  readonly method?: string
  readonly origin?: string | URL
  readonly path?: string
  /** A flat list; before undici 6 the lines as sent. */
  readonly headers?: readonly unknown[] | string
  readonly contentLength?: number | null
  readonly body?: unknown
}
interface UndiciResponse {
  readonly statusCode?: number
  readonly statusText?: string
  readonly headers?: readonly (string | Uint8Array)[]
}
interface HttpAnswer {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

function flatHeaders(headers: UndiciRequest['headers']): string[] {
  if (typeof headers !== 'string') return (headers ?? []).map(String)
  return headers
    .split('\r\n')
    .flatMap(line =>
      line.includes(':') ? [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] : [],
    )
}

function lengthIn(headers: RawHeaders): number | null {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() !== 'content-length') continue
    const length = Number(headers[at + 1])
    return Number.isFinite(length) ? length : null
  }
  return null
}

/** Of an HTTP/1 head with these headers: `HTTP/1.1 200 <text>`, the lines, an empty one. */
function headLength(headers: RawHeaders, statusText: string): number {
  let length = 13 + statusText.length + 2 + 2
  for (const part of headers) length += part.length + 2
  return length
}

/** What was read from the connection for this answer's body. */
function readBytes(call: OpenCall): number | null {
  if (call.contentLength !== null) return call.contentLength
  const read = call.socket?.bytesRead
  if (call.readBefore === null || typeof read !== 'number') return null
  return Math.max(0, read - call.readBefore - call.headBytes)
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return code && !error.message.includes(code)
    ? `${code}: ${error.message}`
    : error.message || String(code ?? error.name)
}
