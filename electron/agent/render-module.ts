import type { ServerResponse } from 'node:http'
import type { LiveRequest } from './request.ts'
import { follow, type SpanOutcome } from './tracer.ts'

/** Told of what Next does without a tracer, by the names that its spans have later (`CallWatch.beginFor`). */
export interface RenderWatcher {
  requestOf(response: unknown): LiveRequest | undefined
  begin(request: LiveRequest, type: string, page: string): ((outcome: SpanOutcome) => void) | null
}

type Loose = (...args: unknown[]) => unknown
interface RenderOptions {
  getServerSideProps?: Loose
}
type RenderModule = { renderToHTML: Loose }
export type ModuleCache = Record<string, { readonly exports?: unknown } | undefined>

const RENDER = /[\\/]next[\\/]dist[\\/]server[\\/]render\.js$/
const TRACER = /[\\/]next[\\/]dist[\\/]server[\\/]lib[\\/]trace[\\/]tracer\.js$/

/**
 * Next before 13.4 runs getServerSideProps outside of any span. Its server calls `renderToHTML` through the exports of one module, and that function reads `getServerSideProps` from its
 * options at once, before it first waits: there the watched one stands in for that moment. Returns the way back; null where this process has a tracer, or no such module.
 */
export function watchRender(cache: ModuleCache, watcher: RenderWatcher): (() => void) | null {
  const files = Object.keys(cache)
  if (files.some(file => TRACER.test(file))) return null
  const watched = files.filter(file => RENDER.test(file)).flatMap(file => moduleIn(cache[file]?.exports))
  const undo = watched.map(module => {
    const original = module.renderToHTML
    const replacement = function (this: unknown, ...args: unknown[]): unknown {
      const [, response, page, , options] = args as [
        unknown,
        ServerResponse,
        unknown,
        unknown,
        RenderOptions | undefined,
      ]
      const request = watcher.requestOf(response)
      if (!request || typeof page !== 'string') return original.apply(this, args)
      // The page's module is there by now, compiled and loaded.
      watcher.begin(request, 'NextNodeServer.findPageComponents', page)?.({ ok: true, value: undefined })
      const work = () => withWatched(request, page, options, () => original.apply(this, args))
      const ended = watcher.begin(request, 'BaseServer.handleRequest', page)
      return ended ? follow(work, ended) : work()
    }
    module.renderToHTML = replacement
    return () => {
      if (module.renderToHTML === replacement) module.renderToHTML = original
    }
  })

  /** Runs `work` with the watched call in the options, and puts the page's own back before anybody else can look. */
  function withWatched(
    request: LiveRequest,
    page: string,
    options: RenderOptions | undefined,
    work: () => unknown,
  ): unknown {
    const own = options?.getServerSideProps
    if (!options || typeof own !== 'function') return work()
    options.getServerSideProps = function (this: unknown, ...given: unknown[]) {
      const ended = watcher.begin(request, 'Render.getServerSideProps', page)
      return ended ? follow(() => own.apply(this, given), ended) : own.apply(this, given)
    }
    try {
      return work()
    } finally {
      options.getServerSideProps = own
    }
  }

  if (undo.length === 0) return null
  return () => {
    for (const back of undo) back()
  }
}

function moduleIn(exports: unknown): RenderModule[] {
  const found = exports as Partial<RenderModule> | undefined
  if (typeof found !== 'object' || found === null || typeof found.renderToHTML !== 'function') return []
  const own = Object.getOwnPropertyDescriptor(found, 'renderToHTML')
  return own?.writable ? [found as RenderModule] : []
}
