import type { Socket } from 'node:net'
import type { Guest } from './guest.ts'
import type { NodeModules } from './node.ts'
import { patch } from './patch.ts'
import { type LiveRequest, now } from './request.ts'
import type { RequestContext } from './request-context.ts'
import type { OpenCall, UpstreamWatch } from './upstream.ts'

/**
 * What the calls send over TCP connections that no HTTP goes over and no span accounts for: a database's, mostly. From what is written to what comes back is one upstream call; nothing of the bytes is
 * looked at. Not seen: what goes over TLS (Node encrypts below the sockets), and over Unix sockets.
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
    const host = socket.remoteAddress?.includes(':') ? `[${socket.remoteAddress}]` : socket.remoteAddress
    const call = upstream.open(request, {
      via: 'socket',
      method: 'TCP',
      url: `tcp://${host ?? '?'}:${socket.remotePort ?? '?'}`,
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

  // It is told right before `connect`, which puts the prototype's own `write` back.
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket }
    queueMicrotask(() =>
      guest.do(() => {
        if (live) watch(socket)
      }),
    )
  }
  node.diagnostics.subscribe('net.client.socket', onSocket)
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

function sizeOf(chunk: unknown): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk)
  return chunk instanceof Uint8Array ? chunk.byteLength : 0
}
