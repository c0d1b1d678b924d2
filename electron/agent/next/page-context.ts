import type { Guest } from '../guest.ts'
import { patch } from '../patch.ts'
import type { ModuleCache } from './render-module.ts'

/** Tells the context object that a page's call is given, right before it gets it; Next 13.4 and later, where its render module can be found. */
export interface PageContexts {
  /** The module is only loaded with the first page: looks for it again where it was not found. */
  look(): void
  stop(): void
}

const RUNTIME =
  /[\\/]next[\\/]dist[\\/](compiled[\\/]next-server[\\/]pages(-turbo)?\.runtime\.(dev|prod)|server[\\/]route-modules[\\/]pages[\\/]module)\.js$/
/** So often it is looked for, in ms. */
const AGAIN_MS = 100

type Loose = (...args: unknown[]) => unknown
interface RenderOptions {
  getServerSideProps?: Loose
}

/** `tell` and `around` get the response of the request, as Next handed it to the renderer; `around` runs the call. */
export function watchPageContexts(
  guest: Guest,
  cache: ModuleCache,
  tell: (response: object, context: object) => void,
  around: (response: object, call: () => unknown) => unknown,
): PageContexts {
  const patched = new Set<object>()
  const undo: (() => void)[] = []
  let lookedAt = Number.NEGATIVE_INFINITY
  let live = true

  function look(): void {
    if (patched.size > 0) return
    const now = performance.now()
    if (now - lookedAt < AGAIN_MS) return
    lookedAt = now
    for (const file of Object.keys(cache)) {
      if (!RUNTIME.test(file)) continue
      const prototype = prototypeIn(cache[file]?.exports)
      if (!prototype || patched.has(prototype)) continue
      patched.add(prototype)
      undo.push(patch(prototype, 'render', watched))
    }
  }
  /** As with Next 12 (render-module.ts): the renderer reads the function from its options before it first waits, and only for that moment ours stands there. */
  const watched = (original: Loose): Loose =>
    function (this: unknown, ...args: unknown[]) {
      const [, response, context] = args as [unknown, unknown, { renderOpts?: RenderOptions } | undefined]
      const options = context?.renderOpts
      const own = options?.getServerSideProps
      if (!live || !options || typeof own !== 'function' || typeof response !== 'object' || response === null) {
        return original.apply(this, args)
      }
      options.getServerSideProps = function (this: unknown, ...given: unknown[]) {
        const [handed] = given
        if (live && typeof handed === 'object' && handed !== null) guest.do(() => tell(response, handed))
        return live ? around(response, () => own.apply(this, given)) : own.apply(this, given)
      }
      try {
        return original.apply(this, args)
      } finally {
        options.getServerSideProps = own
      }
    }

  guest.do(look)
  return {
    look,
    stop() {
      live = false
      for (const back of undo) back()
    },
  }
}

function prototypeIn(exports: unknown): { render: Loose } | null {
  if (typeof exports !== 'object' || exports === null) return null
  const { PagesRouteModule: made } = exports as { PagesRouteModule?: { prototype?: { render?: unknown } } }
  return typeof made?.prototype?.render === 'function' ? (made.prototype as { render: Loose }) : null
}
