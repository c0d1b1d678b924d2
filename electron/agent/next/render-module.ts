import type { ServerResponse } from 'node:http'
import { patch } from '../patch.ts'
import type { LiveRequest } from '../request/request.ts'
import { type NextRoute, paramsOf, textOf } from './next-route.ts'
import { follow, type SpanOutcome } from './tracer.ts'

/** Told of what Next does without a tracer, by the names that its spans have later (`CallWatch.beginFor`). */
export interface RenderWatcher {
  /** Runs work of ours; nothing that goes wrong in it reaches the server. */
  guard(work: () => void): void
  requestOf(response: unknown): LiveRequest | undefined
  begin(request: LiveRequest, type: string, page: string, route: NextRoute): ((outcome: SpanOutcome) => void) | null
}

type Loose = (...args: unknown[]) => unknown
interface RenderOptions {
  getServerSideProps?: Loose
  readonly params?: unknown
  readonly locale?: unknown
}
type RenderModule = { renderToHTML: Loose }
export type ModuleCache = Record<string, { readonly exports?: unknown } | undefined>

const BASE_SERVER = /[\\/]next[\\/]dist[\\/]server[\\/]base-server\.js$/
const RENDER = /[\\/]next[\\/]dist[\\/]server[\\/]render\.js$/
/** Next's own name for it, later. */
const FOUND = 'NextNodeServer.findPageComponents'
const DONE: SpanOutcome = { ok: true, value: undefined }
const TRACER = /[\\/]next[\\/]dist[\\/]server[\\/]lib[\\/]trace[\\/]tracer\.js$/

/**
 * Next before 13.4 runs getServerSideProps outside of any span. Its server calls `renderToHTML` through the exports of one module, and that function reads `getServerSideProps` from its
 * options at once, before it first waits: there the watched one stands in for that moment. Returns the way back; null where this process has a tracer, or no such module.
 */
export function watchRender(cache: ModuleCache, watcher: RenderWatcher): (() => void) | null {
  const files = Object.keys(cache)
  if (files.some(file => TRACER.test(file))) return null
  const watched = files.filter(file => RENDER.test(file)).flatMap(file => moduleIn(cache[file]?.exports))
  if (watched.length === 0) return null
  // In front of every rendering, too: there the page is told of first.
  const prebuilt = files
    .filter(file => BASE_SERVER.test(file))
    .flatMap(file => watchPrebuilt(cache[file]?.exports, watcher))
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
      const route = routeIn(options)
      if (prebuilt.length === 0) watcher.begin(request, FOUND, page, route)?.(DONE)
      const work = () => withWatched(request, page, options, () => original.apply(this, args))
      const ended = watcher.begin(request, 'BaseServer.handleRequest', page, route)
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
      const ended = watcher.begin(request, 'Render.getServerSideProps', page, routeIn(options))
      return ended ? follow(() => own.apply(this, given), ended) : own.apply(this, given)
    }
    try {
      return work()
    } finally {
      options.getServerSideProps = own
    }
  }

  return () => {
    for (const back of [...undo, ...prebuilt]) back()
  }
}

/**
 * What was made by the build is never rendered; the server comes by here with it all the same, and knows its page.
 * Takes `renderToResponseWithComponents(context, found)` of the server's class.
 */
function watchPrebuilt(exports: unknown, watcher: RenderWatcher): (() => void)[] {
  const server = (exports as { default?: { prototype?: { renderToResponseWithComponents?: Loose } } } | undefined)
    ?.default?.prototype
  if (typeof server?.renderToResponseWithComponents !== 'function') return []
  const observe = ([context]: unknown[]) => {
    const { res, pathname, renderOpts } = (context ?? {}) as {
      res?: { originalResponse?: unknown }
      pathname?: unknown
      renderOpts?: RenderOptions
    }
    const request = watcher.requestOf(res?.originalResponse)
    if (request && typeof pathname === 'string') watcher.begin(request, FOUND, pathname, routeIn(renderOpts))?.(DONE)
  }
  return [
    patch(
      server as { renderToResponseWithComponents: Loose },
      'renderToResponseWithComponents',
      original =>
        function (this: unknown, ...args: unknown[]): unknown {
          watcher.guard(() => observe(args))
          return original.apply(this, args)
        },
    ),
  ]
}

function routeIn(options: RenderOptions | undefined): NextRoute {
  return { params: paramsOf(options?.params), locale: textOf(options?.locale) }
}

function moduleIn(exports: unknown): RenderModule[] {
  const found = exports as Partial<RenderModule> | undefined
  if (typeof found !== 'object' || found === null || typeof found.renderToHTML !== 'function') return []
  const own = Object.getOwnPropertyDescriptor(found, 'renderToHTML')
  return own?.writable ? [found as RenderModule] : []
}
