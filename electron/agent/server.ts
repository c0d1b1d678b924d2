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
import { createHeaderWatch, sentHead, watchResponses } from './request/response.ts'

/** So long a call is waited for whose client has gone: `next dev` may be compiling its page. */
const CALL_COMES_MS = 30_000

/** So long after Node says that an answer is finished it is decided how it ended. */
const SETTLE_MS = 1

/** Watches the whole server for its clients; `stop` puts everything back. */
export interface ServerWatch {
  /** Requests seen so far. */
  readonly requests: number
  /** Tells at once of the answers that are finished. */
  settle(): void
  readonly expectReads: PropsReads['expect']
  stop(): void
}

/** `apiVersion`: of the project's own @opentelemetry/api, null where it has none. */
export function watchServer(
  node: NodeModules,
  guest: Guest,
  clients: ReadonlySet<Client>,
  apiVersion: string | null,
): ServerWatch {
  const context = createRequestContext(node.asyncHooks)
  /** Requests that are not over. */
  const live = new Set<LiveRequest>()
  /** By their answers, as long as the server holds these. */
  const answers = new WeakMap<object, LiveRequest>()
  let stopped = false
  const finished: { request: LiveRequest; at: MonotonicMs; socket: Socket | null; gone: boolean }[] = []
  /** Made once and refreshed: a server with async hooks pays for every new timer. */
  let settleTimer: NodeJS.Timeout | null = null
  let isSettling = false
  /** How many requests came over each connection so far. */
  const ordinals = new WeakMap<object, number>()
  let count = 0
  /** Requests that are followed. */
  let following = 0

  const capturing = () => {
    for (const client of clients) if (client.capturing) return true
    return false
  }
  const emit: Emit = event => {
    for (const client of clients) if (client.capturing) client.outbox.event(event)
  }
  const explain = watchExplanations(node, guest, context, emit)
  const reads = createPropsReads(guest, node.cache, context, () => unwatchRender === null)
  const requestOf = (response: object) => (stopped ? undefined : answers.get(response))
  const watchHeaders = createHeaderWatch(guest, requestOf)
  const calls = createCallWatch(guest, createAllowance(), context, emit, explain, watchHeaders, request => {
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

  function begin(message: IncomingMessage, response: ServerResponse<IncomingMessage>): void {
    if (!capturing()) {
      return context.enter(undefined)
    }
    count += 1
    const socket = message.socket
    const ordinal = ordinals.get(socket) ?? 0
    ordinals.set(socket, ordinal + 1)
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
      at: now(),
      method: request.method,
      url: message.url ?? '',
      headers: message.rawHeaders,
      encrypted: 'encrypted' in socket,
      localPort: socket.localPort ?? null,
      remotePort: socket.remotePort ?? null,
      ordinal,
    })
    explain.arrived(request, socket)
    reads.arrived(request, socket.remotePort, ordinal)
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
    for (const client of clients) {
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

  /** Of those that had finished by then. */
  function settle(before: MonotonicMs): void {
    let count = 0
    for (const { at } of finished) if (at <= before) count += 1
    for (const { request, at, socket, gone } of finished.splice(0, count)) {
      end(request, gone || socket?.errored != null, at)
    }
  }
  function settleSome(): void {
    isSettling = false
    settle((now() - SETTLE_MS) as MonotonicMs)
    if (finished.length === 0) return
    isSettling = true
    settleTimer?.refresh()
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
      finished.push({ request, at: now(), socket, gone: socket?.destroyed === true })
      // Not put off with each that comes: under load none would be told for some tenths of a second.
      if (isSettling) return
      isSettling = true
      if (settleTimer) settleTimer.refresh()
      else settleTimer = setTimeout(() => guest.do(settleSome), SETTLE_MS).unref()
    })
  node.diagnostics.subscribe('http.server.request.start', onStart)
  node.diagnostics.subscribe('http.server.response.finish', onFinish)
  const unwatchResponses = watchResponses(node, guest, {
    requestOf,
    body(request, chunk, encoding, bytes) {
      for (const client of clients) if (client.capturing) client.outbox.body(request.number, chunk, encoding, bytes)
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
      reads.stop()
      explain.stop()
      if (settleTimer) clearTimeout(settleTimer)
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
