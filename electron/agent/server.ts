import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { MonotonicMs } from '../../shared/units.ts'
import { createAllowance } from './call/allowance.ts'
import { createCallWatch } from './call/call.ts'
import type { Client } from './client.ts'
import { watchExplanations } from './explain/explain.ts'
import type { Guest } from './guest.ts'
import { watchTracer } from './next/next-tracer.ts'
import { watchRender } from './next/render-module.ts'
import { watchSpans } from './next/tracer.ts'
import type { NodeModules } from './node.ts'
import { createPropsReads, type PropsReads } from './props/props-reads.ts'
import { type Emit, type LiveRequest, now } from './request/request.ts'
import { watchBody } from './request/request-body.ts'
import { createRequestContext } from './request/request-context.ts'
import { sentHead, watchHeaders, watchResponses } from './request/response.ts'

/** So long a call is waited for whose client has gone: `next dev` may be compiling its page. */
const CALL_COMES_MS = 30_000

/** So long after Node says that an answer is finished it is decided how it ended. */
const SETTLE_MS = 1
/** Where answers follow each other closer than this, the next request that comes has it decided, and this long after it a timer: one for each answer costs a server under load more than all that is told of it. */
const SETTLE_UNDER_LOAD_MS = 10

/** Watches the whole server for its clients; `stop` puts everything back. */
export interface ServerWatch {
  /** Requests seen so far. */
  readonly requests: number
  /** Tells at once of the answers that are finished. */
  settle(): void
  readonly expectReads: PropsReads['expect']
  stop(): void
}

interface Connection {
  readonly localPort: number | undefined
  readonly remotePort: number | undefined
  readonly encrypted: boolean
  ordinal: number
}

/** Those who listen now. */
export interface Clients {
  all: readonly Client[]
}

/** `apiVersion`: of the project's own @opentelemetry/api, null where it has none. */
export function watchServer(
  node: NodeModules,
  guest: Guest,
  clients: Readonly<Clients>,
  apiVersion: string | null,
): ServerWatch {
  const context = createRequestContext(node.asyncHooks)
  /** Requests that are not over. */
  const live = new Set<LiveRequest>()
  /** By their answers, as long as the server holds these. */
  const answers = new WeakMap<object, LiveRequest>()
  let stopped = false
  const finished: { request: LiveRequest; at: MonotonicMs; socket: Socket | null; gone: boolean }[] = []
  /** Made once each and refreshed: a server with async hooks pays for every new timer. */
  let settleTimer: NodeJS.Timeout | null = null
  let settleLaterTimer: NodeJS.Timeout | null = null
  let isSettling = false
  let finishedAt = Number.NEGATIVE_INFINITY
  /** Of each connection: its ports, and how many requests came over it so far. */
  const connections = new WeakMap<object, Connection>()
  let count = 0
  /** Requests that are followed. */
  let following = 0

  const capturing = () => {
    for (const client of clients.all) if (client.capturing) return true
    return false
  }
  const emit: Emit = event => {
    for (const client of clients.all) if (client.capturing) client.outbox.event(event)
  }
  const explain = watchExplanations(node, guest, context, emit)
  const reads = createPropsReads(guest, node.cache, context, () => unwatchRender === null)
  const requestOf = (response: object) => (stopped ? undefined : answers.get(response))
  const headers = watchHeaders(node, guest, requestOf)
  const calls = createCallWatch(guest, createAllowance(), context, emit, explain, headers.watch, request => {
    // What is rendered must be known as this request's where its reads are recorded.
    if (!reads.called(request)) follow(request, false)
  })

  /** Rendering, where most promises are made, comes after the call: by then nobody need be followed. */
  function follow(request: LiveRequest, on: boolean): void {
    if (request.followed === on || unwatchRender) return
    request.followed = on
    following += on ? 1 : -1
    if (following === (on ? 1 : 0)) context.need(on)
  }

  function connectionOf(socket: Socket): Connection {
    const known = connections.get(socket)
    if (known) return known
    const { localPort, remotePort } = socket
    const made = { localPort, remotePort, encrypted: 'encrypted' in socket, ordinal: 0 }
    connections.set(socket, made)
    return made
  }

  function begin(message: IncomingMessage, response: ServerResponse<IncomingMessage>): void {
    if (!capturing()) {
      return context.enter(undefined)
    }
    count += 1
    const at = now()
    if (finished.length > 0) settle(at - SETTLE_MS)
    const socket = message.socket
    const connection = connectionOf(socket)
    const { ordinal } = connection
    connection.ordinal += 1
    const request: LiveRequest = {
      number: count,
      method: message.method ?? 'GET',
      response,
      called: false,
      calling: false,
      followed: false,
      setHeaders: [],
      late: null,
      props: null,
      answeredInside: false,
      later: [],
      firstByteAt: null,
      bodyBytes: 0,
      ended: false,
      restore: [],
      body: null,
    }
    emit({
      kind: 'request-start',
      request: request.number,
      at,
      method: request.method,
      url: message.url ?? '',
      headers: message.rawHeaders,
      encrypted: connection.encrypted,
      localPort: connection.localPort ?? null,
      remotePort: connection.remotePort ?? null,
      ordinal,
    })
    explain.arrived(request, socket)
    reads.arrived(request, connection.remotePort, ordinal)
    request.body = watchBody(guest, message, request.restore)
    live.add(request)
    answers.set(response, request)
    response.on('close', onClose)
    follow(request, true)
    context.enter(request)
  }

  function end(request: LiveRequest, aborted: boolean, at: MonotonicMs): void {
    const response = request.response
    if (request.ended || !response) return
    request.ended = true
    // Whoever went away early: the call may still come, and is told.
    if (aborted && !request.called) setTimeout(() => guest.do(() => follow(request, false)), CALL_COMES_MS).unref()
    else if (!request.calling) follow(request, false)
    live.delete(request)
    if (request.later.length > 0) for (const work of request.later.splice(0)) work()
    const body = request.body?.()
    if (body) emit({ kind: 'request-body', request: request.number, ...body })
    request.body = null
    const begun = response.headersSent
    for (const client of clients.all) {
      if (!client.capturing) continue
      client.outbox.end({
        kind: 'request-end',
        request: request.number,
        at,
        aborted,
        status: begun ? response.statusCode : 0,
        head: begun ? sentHead(response) : '',
        firstByteAt: request.firstByteAt as MonotonicMs | null,
        bodyBytes: request.bodyBytes,
      })
    }
    calls.answered(request)
    reads.ended(request, aborted)
    request.response = null
  }

  /** Of those that had finished by then; they lie in the order in which they did. */
  function settle(before: number): void {
    for (let first = finished[0]; first && first.at <= before; first = finished[0]) {
      finished.shift()
      end(first.request, first.gone || first.socket?.errored != null, first.at)
    }
  }
  function settleSome(): void {
    isSettling = false
    settle(now() - SETTLE_MS)
    if (finished.length > 0) settleSoon(false)
  }
  function settleSoon(underLoad: boolean): void {
    // Not put off with each that comes: under load none would be told for some tenths of a second.
    if (isSettling) return
    isSettling = true
    const timer = underLoad ? settleLaterTimer : settleTimer
    if (timer) return void timer.refresh()
    const made = setTimeout(() => guest.do(settleSome), underLoad ? SETTLE_UNDER_LOAD_MS : SETTLE_MS).unref()
    if (underLoad) settleLaterTimer = made
    else settleTimer = made
  }

  const onStart = (message: unknown) =>
    guest.do(() => {
      const { request, response } = message as { request: IncomingMessage; response: ServerResponse<IncomingMessage> }
      begin(request, response)
    })
  /** Where it has finished, `onFinish` says how. One function for all answers, so that each costs no more than its place in a list. */
  function onClose(this: ServerResponse<IncomingMessage>): void {
    if (this.writableFinished) return
    const request = answers.get(this)
    if (request) guest.do(() => end(request, true, now()))
  }
  const onFinish = (message: unknown) =>
    guest.do(() => {
      const { response, socket } = message as { response: ServerResponse<IncomingMessage>; socket: Socket | null }
      const request = answers.get(response)
      if (!request || request.ended) return
      // Node says it is finished, too, where what was left to write went down with the connection; the error may come a moment later.
      const at = now()
      finished.push({ request, at, socket, gone: socket?.destroyed === true })
      settleSoon(at - finishedAt < SETTLE_UNDER_LOAD_MS)
      finishedAt = at
    })
  node.diagnostics.subscribe('http.server.request.start', onStart)
  node.diagnostics.subscribe('http.server.response.finish', onFinish)
  const unwatchResponses = watchResponses(node, guest, {
    requestOf,
    body(request, chunk, encoding, bytes) {
      for (const client of clients.all) {
        if (client.capturing) client.outbox.body(request.number, chunk, encoding, bytes)
      }
    },
  })
  const unwatchRender = watchRender(node.cache, {
    guard: guest.do,
    requestOf(response) {
      const request = answers.get(response as object)
      return request?.ended ? undefined : request
    },
    begin: calls.beginFor,
  })
  const unwatchSpans = unwatchRender ?? watchTracer(node.cache, calls) ?? watchSpans(calls, apiVersion)

  return {
    get requests() {
      return count
    },
    settle: () => settle(now()),
    expectReads: reads.expect,
    stop() {
      stopped = true
      node.diagnostics.unsubscribe('http.server.request.start', onStart)
      node.diagnostics.unsubscribe('http.server.response.finish', onFinish)
      unwatchSpans()
      unwatchResponses()
      headers.stop()
      reads.stop()
      explain.stop()
      for (const timer of [settleTimer, settleLaterTimer]) if (timer) clearTimeout(timer)
      for (const request of live) {
        request.ended = true
        request.calling = false
        request.late = null
        for (const back of request.restore.reverse()) back()
        request.response?.off('close', onClose)
        request.response = null
        request.props = null
        request.body = null
      }
      live.clear()
      context.stop()
    },
  }
}
