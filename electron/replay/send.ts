import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { Outgoing } from '../../shared/replay.ts'
import { withHeader } from '../../shared/replay-request.ts'
import { pairs } from '../correlate/headers.ts'
import { isLoopback } from '../tap/hosts.ts'
import { waysTo } from '../tap/loopback.ts'

/** An answer slower than this is not waited for, in ms. */
const PATIENCE_MS = 120_000

/** Where a request goes out: our port on its connection, and how many requests went over that before. */
export interface SentOn {
  readonly port: number
  readonly ordinal: number
}

/** The answer to one request, read to its end. Times in ms, from the request being written on a connection that is there. */
export interface SentAnswer {
  readonly status: number
  readonly headers: readonly [string, string][]
  readonly ttfbMs: number
  readonly totalMs: number
  /** Of the body as sent. */
  readonly bytes: number
  readonly body: Buffer | null
}

/** Asked once for each new connection, before the first request is written on it. */
export type BeforeFirst = (on: SentOn) => Promise<void>

export interface SendOptions {
  /** Called before anything is written. */
  readonly onSent?: (on: SentOn) => void
  readonly onOver?: (on: SentOn) => void
  readonly keepBody?: boolean
  readonly signal?: AbortSignal
}

/** Sends requests to one origin and nowhere else, each exactly as it stands; redirects are answers. */
export interface Sender {
  /** Problem: `request-failed`. */
  send(request: Outgoing, options?: SendOptions): Promise<Result<SentAnswer>>
  /** Ends its connections. */
  close(): void
}

/**
 * `connections`: at most so many at once, kept for the next request. A sender is for one run: its connections are new, so that it and whoever watches the server count the requests on
 * them alike.
 */
export function createSender(origin: string, connections = 1, before: BeforeFirst | null = null): Sender {
  const url = new URL(origin)
  const secure = url.protocol === 'https:'
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const ways = waysTo(url.hostname)
  const options = { keepAlive: true, maxSockets: connections }
  // A server on this machine has a certificate that it made for itself.
  const agent = secure
    ? new HttpsAgent({ ...options, rejectUnauthorized: !isLoopback(url.hostname) })
    : new HttpAgent(options)
  if (before) holdBack(agent, secure, before)
  const begin = secure ? httpsRequest : httpRequest
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const counts = new WeakMap<Socket, number>()
  /** What is sent again and again is put together once. */
  const written = new WeakMap<Outgoing, { readonly body: Buffer | null; readonly headers: readonly string[] }>()
  function writtenOf(request: Outgoing) {
    const known = written.get(request)
    if (known) return known
    const body = bodyOf(request)
    const made = { body, headers: headersOf(request, body, url.host).flat() }
    written.set(request, made)
    return made
  }

  function send(
    request: Outgoing,
    { onSent, onOver, keepBody = false, signal }: SendOptions = {},
  ): Promise<Result<SentAnswer>> {
    return new Promise(resolve => {
      let on: SentOn | null = null
      let sentAt = 0
      const over = (result: Result<SentAnswer>) => {
        if (on) onOver?.(on)
        on = null
        resolve(result)
      }
      const failed = (error: unknown) => over(problemOf(request, origin, error))
      try {
        const { body, headers } = writtenOf(request)
        const sending = begin({
          agent,
          hostname,
          port,
          ...ways,
          path: request.url,
          method: request.method,
          headers,
          ...(signal ? { signal } : {}),
        })
        sending.setTimeout(PATIENCE_MS, () => sending.destroy(new Error(`no byte came for ${PATIENCE_MS / 1000} s`)))
        whenWritable(sending, secure, socket => {
          const ordinal = counts.get(socket) ?? 0
          counts.set(socket, ordinal + 1)
          on = socket.localPort === undefined ? null : { port: socket.localPort, ordinal }
          if (on) onSent?.(on)
          sentAt = performance.now()
        })
        sending.on('error', failed)
        sending.on('response', response => {
          const headAt = performance.now()
          readAnswer(
            response,
            keepBody,
            (bytes, parts) =>
              over(
                ok({
                  status: response.statusCode ?? 0,
                  headers: pairs(response.rawHeaders),
                  ttfbMs: headAt - sentAt,
                  totalMs: performance.now() - sentAt,
                  bytes,
                  body: parts && Buffer.concat(parts),
                }),
              ),
            failed,
          )
        })
        sending.end(body)
      } catch (error) {
        // A header or a path that Node does not write.
        failed(error)
      }
    })
  }
  return { send, close: () => agent.destroy() }
}

/** Hands out a new connection only when it is there and `before` has been answered. */
function holdBack(agent: HttpAgent, secure: boolean, before: BeforeFirst): void {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, given) => {
    // Our types know of no answer that comes later; Node takes it either way.
    const done = given as ((error: Error | null, socket?: Socket) => void) | undefined
    const socket = connect(options) as Socket
    const failed = (error: Error) => done?.(error)
    socket.once('error', failed)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      const { localPort } = socket
      const ready = () => {
        socket.off('error', failed)
        done?.(null, socket)
      }
      if (localPort === undefined) ready()
      else before({ port: localPort, ordinal: 0 }).then(ready, ready)
    })
    return undefined as never
  }
}

/** Calls once the request's connection is there, before the request is written. */
function whenWritable(sending: ClientRequest, secure: boolean, ready: (socket: Socket) => void): void {
  sending.once('socket', socket => {
    if (socket.connecting) socket.prependOnceListener(secure ? 'secureConnect' : 'connect', () => ready(socket))
    else ready(socket)
  })
}

function readAnswer(
  response: IncomingMessage,
  keep: boolean,
  done: (bytes: number, parts: Buffer[] | null) => void,
  failed: (error: unknown) => void,
): void {
  let bytes = 0
  const parts: Buffer[] | null = keep ? [] : null
  response.on('data', (part: Buffer) => {
    bytes += part.byteLength
    parts?.push(part)
  })
  response.on('error', failed)
  response.on('aborted', () => failed(new Error('the server broke off its answer')))
  response.on('end', () => done(bytes, parts))
}

const bodyOf = ({ body }: Outgoing): Buffer | null =>
  body && Buffer.from(body.text, body.encoding === 'base64' ? 'base64' : 'utf8')

/** As they stand, but for what says how long the body is, which must be true, and a Host where there is none. */
function headersOf({ headers, method }: Outgoing, body: Buffer | null, host: string): [string, string][] {
  let all = withHeader(withHeader(headers, 'transfer-encoding', null), 'expect', null)
  if (body) all = withHeader(all, 'Content-Length', String(body.byteLength))
  else if (method === 'GET' || method === 'HEAD') all = withHeader(all, 'content-length', null)
  else all = withHeader(all, 'Content-Length', '0')
  if (!all.some(([name]) => name.toLowerCase() === 'host')) all = [['Host', host], ...all]
  return all.map(([name, value]) => [name, value])
}

function problemOf({ method, url }: Outgoing, origin: string, error: unknown): Result<never> {
  // Of a name with two addresses both were tried; the first says why.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const why = first instanceof Error ? first.message || first.name : String(first)
  const { code } = error as { code?: unknown }
  if (code === 'ABORT_ERR') return fail('request-failed', 'The request was cancelled.', 'Send it again.')
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_UNESCAPED_CHARACTERS' || code === 'ERR_INVALID_HTTP_TOKEN')
    return fail('request-failed', `The request cannot be written: ${why}.`, 'Take the character out, or encode it.')
  return fail(
    'request-failed',
    `${method} ${origin}${url} got no whole answer: ${why}.`,
    'Look whether the server still runs and listens there.',
  )
}

/** A GET for a document, as a browser's address bar would send it. Problem: `request-failed`. */
export async function sendRequest(origin: string, path: string): Promise<Result<{ readonly status: number }>> {
  const url = new URL(path, origin)
  if (url.origin !== origin) {
    return fail('request-failed', `${path} leads away from ${origin}.`, 'Write a path that begins with one slash.')
  }
  const sender = createSender(origin)
  try {
    const accept = ['accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'] as const
    const answer = await sender.send({ method: 'GET', url: url.pathname + url.search, headers: [accept], body: null })
    return answer.ok ? ok({ status: answer.value.status }) : answer
  } finally {
    sender.close()
  }
}
