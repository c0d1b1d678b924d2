import { expect } from '@playwright/test'
import type { Exchange } from '../../shared/exchange.ts'
import {
  type Answer,
  declaredCache,
  type Expectation,
  type ExpectedCall,
  type ExpectedError,
  sentCache,
  type TargetMode,
  type TargetName,
} from '../targets/cases/expectation.ts'
import type { RawExchange } from './raw-client.ts'

/** The server that was asked. */
export interface Asked {
  readonly name: TargetName
  readonly mode: TargetMode
  readonly origin: string
  readonly pid: number
  /** Of Next, as its package.json pins it. */
  readonly next: string
}

/** ms that the page itself waits inside its call. */
const SLEEPS: Readonly<Record<string, number>> = {
  '/slow': 50,
  '/throw/later': 30,
  '/ends/stream': 60,
  '/concurrent': (5 * 37) % 60,
}
/** `setTimeout` may fire up to a millisecond early, and clocks are read at different moments. */
const SLACK_MS = 2
/** How long a loaded machine may keep a process from its next step. */
const HELD_MS = 100

type View = Record<string, unknown>

/** What `viewOf` must give for the exchange of this request: all that is true of it by the page and by what the client saw. */
export function truthOf(expectation: Expectation, seen: RawExchange, server: Asked): View {
  const { call, page, params, query, kind, props } = expectation
  const answer = expectation[server.mode]
  const isRefused = answer.refusal !== null
  const data = /^\/_next\/data\/([^/]+)\//.exec(seen.url)
  return {
    source: 'agent',
    server: { origin: server.origin, next: server.next, mode: server.mode, pid: server.pid },
    state: 'finished',
    aborted: false,
    replayOf: null,
    gaps: [],
    kind,
    request: {
      method: seen.method,
      url: seen.url,
      headers: seen.requestHeaders,
      page,
      params,
      query,
      buildId: data?.[1] ?? null,
      locale: null,
      body: bodyTruth(expectation),
    },
    status: answer.status,
    headers: seen.headers,
    wireBytes: null,
    bodyBytes: isDecodable(expectation, seen) ? seen.body.byteLength : null,
    outcome: answer.outcome,
    called: call !== null,
    setHeaders: call ? settings(expectation, answer) : null,
    redirect: call?.redirect ?? null,
    error: call?.error ?? null,
    refusal: isRefused && !isOfRender(expectation) ? answer.refusal : null,
    renderError: isRefused && isOfRender(expectation) ? answer.refusal : null,
    props: props === null ? null : JSON.parse(props),
    propsText: props,
    lost: call ? lossesOf(expectation, server.mode) : null,
    cache: {
      declared: declaredCache(call),
      sent: sentCache(answer.cache, server.name, server.mode),
      inProduction: productionCache(expectation, server),
    },
    faults: [],
  }
}

/** The same of an exchange as recorded; `faults` says in words what cannot be true of any exchange. */
export function viewOf(exchange: Exchange, expectation: Expectation, seen: RawExchange, server: Asked): View {
  const { call, request, response, props, cache } = exchange
  const refusalText = expectation[server.mode].refusal
  const begins = (text: string | undefined) =>
    text !== undefined && refusalText !== null && text.startsWith(refusalText) ? refusalText : (text ?? null)
  const ownError = expectation.call?.error ?? null
  return {
    source: exchange.source,
    server: exchange.server,
    state: exchange.state,
    aborted: exchange.aborted,
    replayOf: exchange.replayOf,
    gaps: exchange.gaps,
    kind: exchange.kind,
    request: {
      ...request,
      body: bodyIsRead(expectation) ? request.body : NOT_READ,
      params: request.params && { ...request.params },
      query: { ...request.query },
    },
    status: response?.status,
    headers: response?.headers,
    wireBytes: response?.wireBytes,
    bodyBytes: response?.bodyBytes,
    outcome: exchange.outcome,
    called: call !== null,
    setHeaders: call?.setHeaders.map(({ name, value }) => [name, value]) ?? null,
    redirect: call?.redirect ?? null,
    error: ownError === null ? null : errorView(call?.error ?? null),
    refusal: ownError === null ? begins(call?.error?.message) : null,
    renderError: begins(exchange.renderError?.message),
    props: props?.value ?? null,
    propsText: props?.value === undefined ? null : JSON.stringify(props.value),
    lost: props?.lost ?? (call ? [] : null),
    cache: { ...cache },
    faults: [...timeFaults(exchange, seen), ...propsFaults(exchange), ...errorFaults(exchange, server.mode)],
  }
}

/** A body that nobody reads may not come. */
const NOT_READ = 'not read by the page'
const bodyIsRead = ({ request: { body }, page }: Expectation) => body === null || page === '/echo'

function bodyTruth(expectation: Expectation): unknown {
  const { body } = expectation.request
  return bodyIsRead(expectation) ? { bytes: Buffer.byteLength(body ?? ''), captured: true } : NOT_READ
}

/** Next trips over the rendered page, not over what the call returned. */
function isOfRender({ page }: Expectation): boolean {
  return page === '/throw/render' || page === '/throw/getter'
}

/** The body of a page without a call is not handed over, only counted: compressed, its own size is not known. */
function isDecodable({ call }: Expectation, { headers }: RawExchange): boolean {
  return call !== null || !headers.some(([name]) => name.toLowerCase() === 'content-encoding')
}

/** Appending to a header sets it to all its values: those that were sent, where nothing came after. */
function settings({ page, call }: Expectation, answer: Answer): ExpectedCall['setHeaders'] {
  const all = call?.setHeaders ?? []
  if (page !== '/headers/many') return all
  const isLast = (index: number, name: string) => !all.slice(index + 1).some(([later]) => later === name)
  return all.map(([name, value], index) => {
    const appended = (name === 'x-appended' || name === 'set-cookie') && isLast(index, name)
    return [name, appended ? (answer.headers[name] ?? value) : value]
  })
}

/** The build of `next start` has given classes other names. */
function lossesOf({ page, call }: Expectation, mode: TargetMode): unknown[] {
  const isRenamed = mode === 'start' && page === '/lost/class'
  return (call?.lost ?? []).map(loss => (isRenamed ? { ...loss, type: expect.stringMatching(/^\w+$/) } : loss))
}

/** `next start` is asked in its own runs whether it really sends this. */
function productionCache(expectation: Expectation, { name, mode }: Asked): string | null {
  const { dev, start, call } = expectation
  const really = sentCache(start.cache, name, 'start')
  if (mode === 'start') return really
  // Where `next dev` shows an error, nothing can be said of what would be sent without it.
  return call === null || dev.outcome === 'error' ? null : really
}

function errorView(error: ExpectedError | null): ExpectedError | null {
  return error && { name: error.name, message: error.message, code: error.code, cause: errorView(error.cause) }
}

function propsFaults({ props }: Exchange): string[] {
  if (props?.value === undefined) return props?.bytes == null ? [] : ['props.bytes without props.value']
  const faults: string[] = []
  const bytes = Buffer.byteLength(JSON.stringify(props.value))
  if (props.bytes !== bytes) faults.push(`props.bytes is ${props.bytes}, its JSON has ${bytes}`)
  const keys = Object.entries(props.value as object).map(([path, value]) => [
    path,
    Buffer.byteLength(JSON.stringify(value)),
  ])
  const found = new Map(props.keys.map(key => [key.path, key.bytes]))
  if (JSON.stringify(keys) !== JSON.stringify(keys.map(([path]) => [path, found.get(String(path))])))
    faults.push(`props.keys is ${JSON.stringify(props.keys)}, not ${JSON.stringify(keys)}`)
  if (found.size !== keys.length) faults.push(`props.keys has ${found.size} of ${keys.length} keys`)
  if (props.keys.some((key, index) => key.bytes > (props.keys[index - 1]?.bytes ?? Number.POSITIVE_INFINITY)))
    faults.push('props.keys is not sorted')
  if (props.truncated) faults.push('props are truncated')
  return faults
}

function errorFaults({ call, renderError }: Exchange, mode: TargetMode): string[] {
  const faults: string[] = []
  for (const error of [call?.error, renderError]) {
    if (!error) continue
    if (error.name !== null && error.frames.length === 0) faults.push(`no frames of ${error.name}: ${error.stack}`)
    if (error.frames.some(frame => frame.own && /node_modules|^node:/.test(frame.file)))
      faults.push('a frame of a library is said to be own')
  }
  const thrown = call?.error
  const isNexts = /getServerSideProps|serializ|circular/i.test(thrown?.message ?? '')
  if (thrown?.name != null && !isNexts && mode === 'dev') {
    const own = thrown.frames.find(frame => frame.own && /(pages|lib|chunks)/.test(frame.file))
    if (!own?.line) faults.push(`no own frame in ${JSON.stringify(thrown.frames)}`)
  }
  return faults
}

function timeFaults(exchange: Exchange, seen: RawExchange): string[] {
  const faults: string[] = []
  const { startedAt, durationMs, response, call, phases, request } = exchange
  const holdsThat = (holds: boolean, what: string) => {
    if (!holds) faults.push(`${what}: ${JSON.stringify({ startedAt, durationMs, response: response?.ttfbMs, phases })}`)
  }
  // Both processes read the same wall clock.
  holdsThat(startedAt >= seen.sentAt - SLACK_MS, `began before it was sent at ${seen.sentAt}`)
  holdsThat(startedAt <= seen.headAt + SLACK_MS, `began after it was answered at ${seen.headAt}`)
  if (durationMs === null) return [...faults, 'no duration']
  const ttfb = response?.ttfbMs ?? null
  holdsThat(ttfb !== null && ttfb >= 0 && ttfb <= durationMs, 'ttfbMs is not within the duration')
  // The server's thread may be held between sending and looking at the clock.
  holdsThat(startedAt + (ttfb ?? 0) <= seen.headAt + HELD_MS, `the first byte left after it came at ${seen.headAt}`)
  const slept = SLEEPS[request.page ?? ''] ?? 0
  if (call) {
    holdsThat(call.startMs >= 0, 'the call began before the request')
    holdsThat((call.durationMs ?? -1) >= slept - SLACK_MS, `the call took less than the ${slept} ms that it slept`)
    const callEnd = call.startMs + (call.durationMs ?? 0)
    for (const { atMs, name } of call.setHeaders)
      holdsThat(atMs >= call.startMs && atMs <= callEnd, `${name} was set outside of the call`)
    const sorted = call.setHeaders.every(({ atMs }, i) => atMs >= (call.setHeaders[i - 1]?.atMs ?? 0))
    holdsThat(sorted, 'headers were set in another order than they are listed')
    const phase = phases.find(({ name }) => name === 'getServerSideProps')
    holdsThat(phase?.startMs === call.startMs && phase.durationMs === call.durationMs, 'the phase is not the call')
    if (!request.page?.startsWith('/ends/')) holdsThat(callEnd <= (ttfb ?? -1), 'the call ended after the first byte')
  }
  let at = 0
  for (const { name, startMs, durationMs: lasted } of phases) {
    holdsThat(startMs >= at - 1e-6 && lasted >= 0, `phase ${name} overlaps the one before`)
    at = startMs + lasted
  }
  if (!request.page?.startsWith('/ends/')) holdsThat(at <= durationMs + 1e-6, 'a phase ends after the request')
  if (request.page === '/promised') holdsThat(durationMs >= 48, 'shorter than its promise took')
  return faults
}
