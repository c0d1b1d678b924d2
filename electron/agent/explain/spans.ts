import type { Guest } from '../guest.ts'
import { patch } from '../patch.ts'
import type { LiveRequest } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import type { OpenCall, UpstreamWatch } from './upstream.ts'

/** The spans that the application's own OpenTelemetry SDK makes of what the calls ask of databases and the like. HTTP is seen without it. */
export interface OwnSpans {
  /** An SDK may come late: looked for where a call begins. */
  look(): void
  /** A span of this request runs. */
  isOpen(request: LiveRequest): boolean
  stop(): void
}

const KEY = Symbol.for('opentelemetry.js.api.1')

interface Span {
  readonly name?: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly status?: { readonly code?: number; readonly message?: string }
}
type Hear = (...args: unknown[]) => unknown
interface Processor {
  onStart: Hear
  onEnd: Hear
}

/** `status.code` of a span that failed. */
const FAILED = 2

export function watchOwnSpans(guest: Guest, context: RequestContext, upstream: UpstreamWatch): OwnSpans {
  const open = new WeakMap<object, { call: OpenCall; request: LiveRequest }>()
  const running = new WeakMap<LiveRequest, number>()
  const undo: (() => void)[] = []
  let known: unknown = null
  let live = true

  const count = (request: LiveRequest, by: number) => running.set(request, (running.get(request) ?? 0) + by)
  const started = (span: object, said: Span) => {
    const request = context.current()
    const what = request?.calling ? describe(said) : null
    if (!request || !what) return
    const call = upstream.open(request, { via: 'span', ...what, headers: null, caller: null })
    if (!call) return
    open.set(span, { call, request })
    count(request, 1)
  }
  const ended = (span: Span) => {
    const found = open.get(span)
    if (!found) return
    open.delete(span)
    count(found.request, -1)
    const failed = span.status?.code === FAILED
    found.call.end({ error: failed ? (span.status?.message ?? 'failed') : null, responseBytes: null })
  }
  const after = (original: Hear, hear: (span: Span) => void): Hear =>
    function (this: unknown, ...args: unknown[]) {
      const result = original.apply(this, args)
      guest.do(() => hear(args[0] as Span))
      return result
    }
  /** Where nobody is told of spans, each that is of interest says itself when it ends. */
  const startingSpans = (original: Hear): Hear =>
    function (this: unknown, ...args: unknown[]) {
      const span = original.apply(this, args) as Span & { end: Hear }
      guest.do(() => {
        const [name, options] = args as [unknown, Span | undefined]
        if (!live || typeof span?.end !== 'function' || open.has(span)) return
        started(span, { name, attributes: options?.attributes ?? {} })
        if (!open.has(span)) return
        const back = patch(span, 'end', end =>
          after(end, () => {
            back()
            ended(span)
          }),
        )
      })
      return span
    }

  return {
    look() {
      const provider = (globalThis as unknown as Record<symbol, { trace?: unknown } | undefined>)[KEY]?.trace
      if (!provider || provider === known) return
      const processor = processorOf(provider)
      const tracers = processor ? [] : tracersOf(provider)
      if (processor || tracers.length > 0) known = provider
      for (const tracer of tracers) undo.push(patch(tracer, 'startSpan', startingSpans))
      if (!processor) return
      undo.push(
        patch(processor, 'onStart', original => after(original, span => started(span, span))),
        patch(processor, 'onEnd', original => after(original, ended)),
      )
    },
    isOpen: request => (running.get(request) ?? 0) > 0,
    stop() {
      live = false
      for (const back of undo) back()
    },
  }
}

/** The API keeps a proxy of the provider that was registered. */
function registered(provider: unknown): Record<string, unknown> {
  const proxy = provider as { getDelegate?: () => unknown }
  return (typeof proxy.getDelegate === 'function' ? proxy.getDelegate() : provider) as Record<string, unknown>
}

/** Where an SDK's provider tells of its spans: a field that has had two names. */
function processorOf(provider: unknown): Processor | null {
  const own = registered(provider)
  const found = (own?.['_activeSpanProcessor'] ?? own?.['activeSpanProcessor']) as Partial<Processor> | undefined
  return typeof found?.onStart === 'function' && typeof found.onEnd === 'function' ? (found as Processor) : null
}

/** Where spans begin with a provider that tells nobody (Sentry's own): what its tracers have in common, and those that Next has given a `startSpan` of their own. */
function tracersOf(provider: unknown): { startSpan: Hear }[] {
  const made = registered(provider)?.['_tracers']
  const tracers = (made instanceof Map ? [...made.values()] : []).filter(
    (tracer): tracer is { startSpan: Hear } => typeof tracer?.startSpan === 'function',
  )
  const common: unknown = tracers[0] && Object.getPrototypeOf(tracers[0])
  const isShared = typeof (common as { startSpan?: unknown } | undefined)?.startSpan === 'function'
  const own = tracers.filter(tracer => Object.hasOwn(tracer, 'startSpan'))
  return isShared ? [common as { startSpan: Hear }, ...own] : own
}

/** What a span asks of whom, by the semantic conventions, old and new; null where it is no upstream call, or HTTP. */
function describe({ name, attributes = {} }: Span): { method: string; url: string } | null {
  const text = (...keys: string[]) => {
    for (const key of keys) {
      const value = attributes[key]
      if (typeof value === 'string' || typeof value === 'number') return String(value)
    }
    return null
  }
  const system = text('db.system', 'db.system.name', 'messaging.system', 'rpc.system')
  if (system === null) return null
  const host = text('server.address', 'net.peer.name', 'net.sock.peer.addr')
  const port = text('server.port', 'net.peer.port')
  const target = `${system}://${host ?? ''}${port === null ? '' : `:${port}`}`
  const statement = text('db.query.text', 'db.statement', 'db.query.summary', 'rpc.method') ?? String(name ?? '')
  const operation = text('db.operation', 'db.operation.name') ?? /^\s*(\w+)/.exec(statement)?.[1] ?? 'CALL'
  return { method: operation.toUpperCase(), url: `${target} ${statement}`.slice(0, 1000) }
}
