import type { Guest } from './guest.ts'
import { patch } from './patch.ts'
import type { PageInput } from './reads.ts'
import type { ModuleCache } from './render-module.ts'

/** What Next is about to hand a page's call, by its response; from 13.4 on, where its render module can be found. */
export interface PageInputs {
  of(response: object | null): PageInput | null
  stop(): void
}

const RUNTIME =
  /[\\/]next[\\/]dist[\\/](compiled[\\/]next-server[\\/]pages(-turbo)?\.runtime\.(dev|prod)|server[\\/]route-modules[\\/]pages[\\/]module)\.js$/
/** It is only loaded with the first page: so often it is looked for, in ms. */
const AGAIN_MS = 1000

type Render = (...args: unknown[]) => unknown

export function watchPageInputs(guest: Guest, cache: ModuleCache): PageInputs {
  const inputs = new WeakMap<object, PageInput>()
  const patched = new Set<object>()
  const undo: (() => void)[] = []
  let lookedAt = Number.NEGATIVE_INFINITY

  function find(): void {
    const now = performance.now()
    if (now - lookedAt < AGAIN_MS) return
    lookedAt = now
    for (const file of Object.keys(cache)) {
      if (!RUNTIME.test(file)) continue
      const prototype = prototypeIn(cache[file]?.exports)
      if (!prototype || patched.has(prototype)) continue
      patched.add(prototype)
      undo.push(patch(prototype, 'render', original => watched(original)))
    }
  }
  const watched = (original: Render): Render =>
    function (this: unknown, ...args: unknown[]) {
      guest.do(() => {
        const [, response, context] = args as [
          unknown,
          object | null,
          { renderOpts?: { params?: unknown } } | undefined,
        ]
        const params = context?.renderOpts?.params
        if (typeof response !== 'object' || response === null) return
        inputs.set(response, { query: null, params: typeof params === 'object' ? params : null })
      })
      return original.apply(this, args)
    }

  guest.do(find)
  return {
    of(response) {
      const found = response ? (inputs.get(response) ?? null) : null
      if (!found) guest.do(find)
      return found
    },
    stop() {
      for (const back of undo) back()
    },
  }
}

function prototypeIn(exports: unknown): { render: Render } | null {
  if (typeof exports !== 'object' || exports === null) return null
  const { PagesRouteModule: made } = exports as { PagesRouteModule?: { prototype?: { render?: unknown } } }
  return typeof made?.prototype?.render === 'function' ? (made.prototype as { render: Render }) : null
}
