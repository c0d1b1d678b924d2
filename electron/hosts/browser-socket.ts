import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { type Backend, RPC_PATH } from '../../shared/api.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import type { Refusal } from './browser-guard.ts'
import { refusalLine } from './browser-refusal.ts'
import { type Channel, serveFrontend } from './rpc.ts'

/** A question is small: the longest argument is a path of 8,000 characters. */
const MAX_QUESTION_BYTES = 256 * 1024

/**
 * Serves `backend` over WebSockets on `RPC_PATH` of `server`, to whom `check` lets in.
 * Returns the way to end all of them.
 */
export function serveSockets(
  server: Server,
  backend: Backend,
  check: (request: IncomingMessage) => Refusal | null,
  report: (error: unknown) => void,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_QUESTION_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy())
    const path = (request.url ?? '').split('?')[0]
    const refusal = check(request)
    if (path !== RPC_PATH) refuseUpgrade(connection, '404 Not Found', 'There is no WebSocket here.\n')
    else if (refusal) refuseUpgrade(connection, '403 Forbidden', refusalLine(refusal))
    else sockets.handleUpgrade(request, connection, head, socket => serveSocket(backend, socket, report))
  })
  return () => {
    for (const socket of sockets.clients) socket.close(1001, 'Propscope ended')
    for (const socket of sockets.clients) socket.terminate()
  }
}

function serveSocket(backend: Backend, socket: WebSocket, report: (error: unknown) => void): void {
  const stop = serveFrontend(backend, socketChannel(socket), report)
  socket.on('close', stop)
  socket.on('error', () => socket.terminate())
}

/** Every message is one binary frame (`shared/wire.ts`); a frame that is none ends the connection. */
export function socketChannel(socket: WebSocket): Channel {
  const drained = new Set<() => void>()
  return {
    post(message) {
      if (socket.readyState !== socket.OPEN) return
      socket.send(encodeMessage(message), () => {
        for (const handler of drained) handler()
      })
    },
    listen(handler) {
      const onMessage = (data: RawData, isBinary: boolean) => {
        let message: unknown
        try {
          if (!isBinary || !Buffer.isBuffer(data)) throw new Error('not a binary frame')
          message = decodeMessage(data)
        } catch {
          socket.close(1003, 'not a message of Propscope')
          return
        }
        handler(message)
      }
      socket.on('message', onMessage)
      return () => socket.off('message', onMessage)
    },
    backlog: () => socket.bufferedAmount,
    onDrain(handler) {
      drained.add(handler)
      return () => drained.delete(handler)
    },
  }
}

function refuseUpgrade(connection: Duplex, status: string, text: string): void {
  connection.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
