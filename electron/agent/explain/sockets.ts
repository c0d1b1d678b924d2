import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Guest } from '../guest.ts'
import type { NodeModules } from '../node.ts'
import { type Method, patch, patchMethod } from '../patch.ts'
import { type LiveRequest, now } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import type { OpenCall, UpstreamWatch } from './upstream.ts'

/**
 * What the calls send over connections that no HTTP goes over and no span accounts for: a database's, mostly; plain, over TLS or over a Unix socket. From what is written to what comes back is one
 * upstream call; nothing of the bytes is looked at, and what is counted is what the client wrote and read, before any encryption. Of the connections that were open before we came, these are not seen:
 * over Unix sockets (they cannot be told from the process's own pipes), and TLS that was begun on a connection already there, as PostgreSQL's clients do.
 */
export interface SocketWatch {
  /** The call has ended: what runs is closed with the last that came back. */
  callEnded(request: LiveRequest): void
  stop(): void
}

interface RoundTrip {
  readonly request: LiveRequest
  readonly call: OpenCall
  sent: number
  received: number
  lastAt: ReturnType<typeof now> | null
}

const SOCKETS_AT_MOST = 1000

// biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's write and push are passed through as they came
type Loose = (...args: any[]) => any

export function watchSockets(
  node: NodeModules,
  guest: Guest,
  context: RequestContext,
  upstream: UpstreamWatch,
  /** A span of the application's own tells of what this request asks for now. */
  isSpanned: (request: LiveRequest) => boolean,
): SocketWatch {
  const restore = new Map<Socket, () => void>()
  const open = new Map<Socket, RoundTrip>()
  /** Of connections to Unix sockets. */
  const paths = new WeakMap<Socket, string>()
  let live = true

  function watch(socket: Socket): void {
    for (const known of restore.keys()) if (known.destroyed) forget(known)
    if (restore.has(socket) || restore.size >= SOCKETS_AT_MOST) return
    const writing = (original: Loose): Loose =>
      function (this: Socket, ...args: unknown[]) {
        const at = now()
        const result: unknown = original.apply(this, args)
        guest.do(() => wrote(socket, args[0], at))
        return result
      }
    const reading = (original: Loose): Loose =>
      function (this: Socket, ...args: unknown[]) {
        guest.do(() => came(socket, args[0]))
        return original.apply(this, args)
      }
    const undo = [patch(socket, 'write', writing), patch(socket, 'push', reading)]
    restore.set(socket, () => {
      for (const back of undo) back()
    })
  }
  function forget(socket: Socket): void {
    restore.get(socket)?.()
    restore.delete(socket)
    close(socket)
  }

  function wrote(socket: Socket, chunk: unknown, at: ReturnType<typeof now>): void {
    const trip = open.get(socket)
    const request = context.current()
    if (upstream.isHttp(socket)) return forget(socket)
    if (trip && trip.request === request && trip.received === 0) {
      trip.sent += sizeOf(chunk)
      return
    }
    if (trip) close(socket)
    if (!request?.calling || isSpanned(request)) return
    const path = paths.get(socket)
    const call = upstream.open(request, {
      via: 'socket',
      ...(path === undefined ? remoteOf(socket) : { method: 'UNIX', url: `unix:${path}` }),
      headers: null,
      caller: null,
      at,
    })
    if (call) open.set(socket, { request, call, sent: sizeOf(chunk), received: 0, lastAt: null })
  }
  function came(socket: Socket, chunk: unknown): void {
    const trip = open.get(socket)
    if (!trip) return
    if (chunk === null) return close(socket)
    trip.received += sizeOf(chunk)
    trip.lastAt = now()
    trip.call.firstByteAt ??= trip.lastAt
  }
  function close(socket: Socket): void {
    const trip = open.get(socket)
    if (!trip) return
    open.delete(socket)
    trip.call.requestBytes = trip.sent
    if (trip.lastAt !== null) trip.call.end({ at: trip.lastAt, responseBytes: trip.received })
  }

  // It is told right before `connect` (or in it), which puts the prototype's own `write` back.
  const watchSoon = (socket: Socket) =>
    queueMicrotask(() =>
      guest.do(() => {
        if (live) watch(socket)
      }),
    )
  const onSocket = (message: unknown) =>
    guest.do(() => {
      watchSoon((message as { socket: Socket }).socket)
    })
  // The channel tells of a socket before its `connect` up to Node 20, and inside of it from 22 on.
  const unwatchPaths = patchMethod(
    node.net.Socket.prototype as unknown as Record<string, Method>,
    'connect',
    original =>
      function (this: Socket, ...args: unknown[]) {
        guest.do(() => {
          const path = pathIn(args[0])
          if (live && path !== null) paths.set(this, path)
        })
        return original().apply(this, args)
      },
  )
  node.diagnostics.subscribe('net.client.socket', onSocket)
  // Nothing tells of a connection that is encrypted: each comes by here when it is made, once.
  const encrypted = node.tls.TLSSocket.prototype as unknown as { _init?: Loose; _tlsOptions?: { isServer?: boolean } }
  const unwatchEncrypted =
    typeof encrypted._init === 'function'
      ? patch(
          encrypted as { _init: Loose },
          '_init',
          original =>
            function (this: TLSSocket & { _tlsOptions?: { isServer?: boolean } }, ...args: unknown[]) {
              const result: unknown = original.apply(this, args)
              if (live && this._tlsOptions?.isServer !== true) watchSoon(this)
              return result
            },
        )
      : null
  guest.do(() => {
    for (const socket of openSockets(node)) if (!upstream.isHttp(socket)) watch(socket)
  })
  return {
    callEnded(request) {
      if (open.size === 0) return
      for (const [socket, trip] of open) if (trip.request === request) close(socket)
    },
    stop() {
      live = false
      node.diagnostics.unsubscribe('net.client.socket', onSocket)
      unwatchPaths()
      unwatchEncrypted?.()
      for (const back of restore.values()) back()
      restore.clear()
      open.clear()
    },
  }
}

/** Connections that this process has opened before we came: a pool's. */
function openSockets({ net }: NodeModules): Socket[] {
  const handles = (process as unknown as { _getActiveHandles?: () => unknown[] })._getActiveHandles?.() ?? []
  return handles.filter(
    (handle): handle is Socket =>
      handle instanceof net.Socket &&
      handle.remotePort !== undefined &&
      (handle as unknown as { server?: unknown }).server == null,
  )
}

function remoteOf(socket: Socket): { method: string; url: string } {
  const { remoteAddress = '?', remotePort = '?' } = socket
  const host = remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'tls' : 'tcp'
  return { method: scheme.toUpperCase(), url: `${scheme}://${host}:${remotePort}` }
}

/** `net.connect` hands on its arguments as `[options, callback]`; whoever calls the socket's own `connect` may give a path, or options. */
function pathIn(first: unknown): string | null {
  const options: unknown = Array.isArray(first) ? first[0] : first
  if (typeof options === 'string') return Number.isNaN(Number(options)) ? options : null
  if (typeof options !== 'object' || options === null) return null
  const { path } = options as { path?: unknown }
  return typeof path === 'string' ? path : null
}

function sizeOf(chunk: unknown): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk)
  return chunk instanceof Uint8Array ? chunk.byteLength : 0
}
