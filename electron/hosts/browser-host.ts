import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import type { Backend } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { type BrowserAccess, createAccess } from './browser-access.ts'
import { checkCookie, checkOrigin, type Refusal } from './browser-guard.ts'
import { refusalPage } from './browser-refusal.ts'
import { serveSockets } from './browser-socket.ts'
import { securityHeaders } from './csp.ts'

export interface BrowserHostOptions {
  readonly backend: Backend
  /** Folder of the built renderer. */
  readonly files: string
  /** Port to listen on; null takes a free one. */
  readonly port: number | null
  /** Told of bugs, which a frontend gets without their stack. */
  report(error: unknown): void
}

export interface BrowserHost {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** A new link into the app, good for one browser. */
  link(): string
  close(): Promise<void>
}

/** Name of the query parameter that carries the one-time token. */
const TOKEN = 'token'

/**
 * Serves the app to browsers of this machine: the renderer's files over HTTP on 127.0.0.1, and the contract over a WebSocket.
 * Problems: `internal` where the renderer is not built or the port cannot be had.
 */
export async function serveBrowser(options: BrowserHostOptions): Promise<Result<BrowserHost>> {
  if (!existsSync(join(options.files, 'index.html')))
    return fail('internal', `The app is not built: ${options.files} has no index.html.`, 'Run npm run build.')

  const server = createServer()
  const listening = await new Promise<NodeJS.ErrnoException | null>(resolve => {
    server.once('error', resolve)
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve(null))
  })
  if (listening) {
    const why = listening.code === 'EADDRINUSE' ? 'another process listens there' : listening.message
    return fail(
      'internal',
      `The browser view could not listen on 127.0.0.1:${options.port ?? 0}: ${why}.`,
      'Give another port with --port, or none to take a free one.',
    )
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const { port } = address

  const access = createAccess(port)
  server.on('request', requestHandler(port, access, options.files))
  const endSockets = serveSockets(
    server,
    options.backend,
    request => checkOrigin(request, port, true) ?? checkCookie(request, access),
    options.report,
  )
  const origin = `http://127.0.0.1:${port}`
  return ok({
    origin,
    link: () => `${origin}/?${TOKEN}=${access.mint()}`,
    close: () =>
      new Promise(resolve => {
        endSockets()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

function requestHandler(port: number, access: BrowserAccess, files: string) {
  const serveFile = sirv(files, {
    etag: true,
    setHeaders: (response, path) => response.setHeader('cache-control', cacheControl(path)),
    onNoMatch: (_request, response) => {
      response.statusCode = 404
      response.setHeader('content-type', 'text/plain; charset=utf-8')
      response.end('Propscope has no such file.\n')
    },
  })
  return (request: IncomingMessage, response: ServerResponse) => {
    const foreign = checkOrigin(request, port, false)
    // Only a `Host` that passed the check is ours to repeat.
    const socket = foreign ? null : `ws://${request.headers.host}`
    for (const [name, value] of Object.entries(securityHeaders(socket))) response.setHeader(name, value)
    response.setHeader('cache-control', 'no-store')

    if (foreign) return refuse(response, foreign)
    const cookie = redeemed(request, access)
    if (cookie !== null) {
      response.writeHead(303, { 'set-cookie': cookie, location: '/' }).end()
      return
    }
    const unknown = checkCookie(request, access)
    if (unknown) return refuse(response, unknown)
    serveFile(request, response)
  }
}

/** The cookie for a request that brings a fresh token. Only a GET spends it: a link checker's HEAD does not. */
function redeemed(request: IncomingMessage, access: BrowserAccess): string | null {
  const query = (request.url ?? '').split('?')[1]
  const token = new URLSearchParams(query ?? '').get(TOKEN)
  return request.method === 'GET' && token !== null ? access.redeem(token) : null
}

/** Built assets carry a hash of their content in their name; everything else may change with the next build. */
function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, html } = refusalPage(refusal)
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html)
}
