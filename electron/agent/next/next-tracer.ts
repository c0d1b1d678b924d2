import { patch } from '../patch.ts'
import type { ModuleCache } from './render-module.ts'
import { follow, type SpanWatcher } from './tracer.ts'

type Loose = (...args: unknown[]) => unknown
interface NextTracer {
  trace: Loose
}
interface TraceOptions {
  readonly hideSpan?: boolean
  readonly attributes?: Record<string, unknown>
}

/**
 * A page built for `next start` has a tracer of its own in its bundle, which nobody can reach, and runs `handleRequest` in it. The server runs that inside of this one, and it fails with
 * the same error before the server answers with its error page.
 */
const AROUND = 'BaseServer.renderToResponseWithComponents'
const HANDLE = 'BaseServer.handleRequest'

const TRACER = /[\\/]next[\\/]dist[\\/]server[\\/]lib[\\/]trace[\\/]tracer\.js$/

/**
 * Next (13.4 and later) runs each getServerSideProps through `getTracer().trace(type, options, work)` of one module, whose tracer is one object for all: there the wanted ones are watched.
 * Standing at OpenTelemetry's global instead (`watchSpans`) makes Next 16 take its traced way for every span of every request, which costs more than all the rest of the agent.
 * Returns the way back; null where this process has not loaded the module.
 */
export function watchTracer(cache: ModuleCache, watcher: SpanWatcher): (() => void) | null {
  const tracers = new Set(
    Object.keys(cache)
      .filter(file => TRACER.test(file))
      .flatMap(file => tracerIn(cache[file]?.exports)),
  )
  if (tracers.size === 0) return null
  let live = true
  const undo = [...tracers].map(tracer =>
    patch(tracer, 'trace', original => {
      const watched = function (this: unknown, ...args: unknown[]): unknown {
        const [said, second] = args
        const type = said === AROUND ? HANDLE : (said as string)
        const at = typeof second === 'function' ? 1 : 2
        const work = args[at]
        const options = at === 1 ? undefined : (second as TraceOptions | undefined)
        // Work that takes a second argument ends its span itself, by calling it.
        if (typeof work !== 'function' || work.length > 1 || options?.hideSpan) return original.apply(this, args)
        const route = options?.attributes?.['next.route']
        args[at] = (...given: unknown[]) => {
          const ended = watcher.begin(type, typeof route === 'string' ? route : null)
          return ended ? follow(() => (work as Loose)(...given), ended) : (work as Loose)(...given)
        }
        return original.apply(this, args)
      }
      // Most spans are none of ours, and pass through with as little as may be.
      return function (this: unknown, ...args: unknown[]): unknown {
        const [said] = args
        const isWanted = live && typeof said === 'string' && (said === AROUND || watcher.wants(said))
        return isWanted ? watched.apply(this, args) : original.apply(this, args)
      }
    }),
  )
  return () => {
    live = false
    for (const back of undo) back()
  }
}

/** Other versions may have anything there. */
function tracerIn(exports: unknown): NextTracer[] {
  const found = exports as { getTracer?: unknown } | null | undefined
  if (typeof found !== 'object' || found === null || typeof found.getTracer !== 'function') return []
  const tracer = found.getTracer() as Partial<NextTracer> | null | undefined
  return typeof tracer === 'object' && typeof tracer?.trace === 'function' ? [tracer as NextTracer] : []
}
