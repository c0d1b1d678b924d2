import { makeRoom, withoutOwnFrames } from '../own-frames.ts'

/**
 * Next (13.4 and later) runs each getServerSideProps inside a span of the OpenTelemetry API's global tracer and looks that global up on every call.
 * We stand in front of the global, watch the spans of the tracer named `next.js` and hand everything on to what was there. Nothing of Next is patched.
 */
export interface SpanWatcher {
  /** Whether spans of this `next.span_type` are of interest at all. */
  wants(type: string): boolean
  /**
   * A span begins. The returned function is told how the span's work ended; `null` where the span is of no interest.
   * Never throws.
   */
  begin(type: string, page: string | null): ((outcome: SpanOutcome) => void) | null
}
export type SpanOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown }

const KEY = Symbol.for('opentelemetry.js.api.1')
/** The API compares versions when an SDK registers; this one is only seen where no project has the API installed. */
const FALLBACK_VERSION = '1.9.0'

type Work = (...args: unknown[]) => unknown
interface Tracer {
  startSpan(...args: unknown[]): unknown
  startActiveSpan(...args: unknown[]): unknown
}
interface TracerProvider {
  getTracer(...args: unknown[]): Tracer
}
type Api = Record<PropertyKey, unknown> & { version?: string; trace?: TracerProvider }

/** What the API itself gives where no SDK is registered: a span that records nothing. */
const silentSpan = {
  spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
  setAttribute: () => silentSpan,
  setAttributes: () => silentSpan,
  addEvent: () => silentSpan,
  addLink: () => silentSpan,
  addLinks: () => silentSpan,
  setStatus: () => silentSpan,
  updateName: () => silentSpan,
  end: () => undefined,
  isRecording: () => false,
  recordException: () => undefined,
}

/** Stands in front of the global; returns the way back. `apiVersion`: of the project's own @opentelemetry/api, null where it has none. */
export function watchSpans(watcher: SpanWatcher, apiVersion: string | null): () => void {
  const holder = globalThis as unknown as Record<symbol, Api | undefined>
  const before = holder[KEY]
  const api: Api = before ?? { version: apiVersion ?? FALLBACK_VERSION }
  let live = true
  // Inside one look-up the API reads `version`, then the entry; when an SDK registers it reads the entry first, and must not
  // find us there, or it would be refused as a duplicate.
  let lookingUp = false
  /** Next asks for its tracer at every span. */
  let silentNext: Tracer | null = null
  const provider: TracerProvider = {
    getTracer: (...args) => {
      if (args[0] !== 'next.js') return lateTracer(args)
      if (api.trace) return watchedTracer(lateTracer(args))
      silentNext ??= watchedTracer(lateTracer(args))
      return silentNext
    },
  }

  const facade = new Proxy(api, {
    get(target, key) {
      const wasLookingUp = lookingUp
      lookingUp = key === 'version'
      if (key === 'trace' && live && wasLookingUp) return provider
      return target[key]
    },
  })
  holder[KEY] = facade

  const delegate = (args: unknown[]): Tracer | null => api.trace?.getTracer(...args) ?? null

  /** As the API's own proxy: whoever keeps this tracer gets the SDK's as soon as there is one. */
  function lateTracer(args: unknown[]): Tracer {
    const now = delegate(args)
    if (now) return now
    return {
      startSpan: (...rest) => delegate(args)?.startSpan(...rest) ?? silentSpan,
      startActiveSpan: (...rest) => {
        const tracer = delegate(args)
        return tracer ? tracer.startActiveSpan(...rest) : (rest[rest.length - 1] as Work)(silentSpan)
      },
    }
  }

  function watchedTracer(inner: Tracer): Tracer {
    return {
      startSpan: (...rest) => inner.startSpan(...rest),
      startActiveSpan: (...rest) => {
        const work = rest[rest.length - 1]
        const attributes = (rest[1] as { attributes?: Record<string, unknown> } | undefined)?.attributes
        const type = attributes?.['next.span_type']
        if (!live || typeof work !== 'function' || typeof type !== 'string' || !watcher.wants(type)) {
          return inner.startActiveSpan(...rest)
        }
        const route = attributes?.['next.route']
        rest[rest.length - 1] = (...given: unknown[]) => {
          const ended = watcher.begin(type, typeof route === 'string' ? route : null)
          return ended ? follow(() => (work as Work)(...given), ended) : (work as Work)(...given)
        }
        return inner.startActiveSpan(...rest)
      },
    }
  }

  return () => {
    live = false
    if (holder[KEY] !== facade) return
    // What an SDK registered while we stood there stays; an entry that only we made goes.
    if (!before && Object.keys(api).every(key => key === 'version')) delete holder[KEY]
    else holder[KEY] = api
  }
}

/**
 * Runs the work and tells how it ended; it resolves or rejects as before, one microtask later. We stand in the chain, not beside it: V8 writes no
 * async stack past a promise that two wait for, and `next dev` sends those stacks to the browser.
 */
export function follow(work: () => unknown, ended: (outcome: SpanOutcome) => void): unknown {
  let result: unknown
  const back = makeRoom()
  try {
    result = work()
  } catch (error) {
    back()
    ended({ ok: false, error })
    withoutOwnFrames(error)
    throw error
  }
  back()
  // Next gives native promises. Any other thenable is left alone: asking it twice could do its work twice.
  if (result instanceof Promise) {
    return result.then(
      value => {
        ended({ ok: true, value })
        return value
      },
      error => {
        ended({ ok: false, error })
        withoutOwnFrames(error)
        throw error
      },
    )
  }
  ended({ ok: true, value: result })
  return result
}
