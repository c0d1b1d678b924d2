import type { Guest } from '../guest.ts'
import type { ModuleCache } from '../next/render-module.ts'
import { patch } from '../patch.ts'
import { type Site, siteAbove } from './props-places.ts'
import type { WatchedValues } from './props-values.ts'

type Loose = (...args: unknown[]) => unknown
interface Element {
  readonly type: unknown
  readonly props: object
}

/** React as the pages get it; they find its functions by name at every call, so what stands there is called. */
const REACT = /[\\/]react[\\/](index|jsx-runtime|jsx-dev-runtime|cjs[\\/][\w.-]+)\.js$/
const MAKERS = ['jsx', 'jsxs', 'jsxDEV', 'createElement'] as const
/** What structuredClone is given is looked through so far. */
const CLONED_AT_MOST = 20_000
const DEEPEST = 100

/**
 * While it stands, the page's props are watched where React is given them: the element of the App that Next makes gets stand-ins for `pageProps`, and an element whose props were spread out of
 * them gets props that note which of them its component takes. Next goes on with its own objects, so what it reads itself and what it writes is not touched. Returns the way back.
 */
export function watchRender(
  guest: Guest,
  cache: ModuleCache,
  values: WatchedValues,
  /** Whether the code that runs now renders the request that is watched. */
  isOurs: () => boolean,
  onPageProps: (pageProps: object) => void,
): { readonly found: boolean; stop(): void } {
  let live = true
  const undo: (() => void)[] = []
  const done = new Set<object>()
  for (const file of Object.keys(cache)) {
    const exports = REACT.test(file) ? cache[file]?.exports : null
    if (typeof exports !== 'object' || exports === null || done.has(exports)) continue
    done.add(exports)
    for (const maker of MAKERS) {
      const holder = exports as Record<string, unknown>
      if (typeof holder[maker] !== 'function' || !Object.getOwnPropertyDescriptor(holder, maker)?.configurable) continue
      undo.push(patch(holder as Record<string, Loose>, maker, making))
    }
  }
  const found = undo.length > 0
  undo.push(patch(globalThis as unknown as { structuredClone: Loose }, 'structuredClone', cloning))

  function making(original: Loose): Loose {
    return function maker(this: unknown, ...args: unknown[]) {
      if (!live) return original.apply(this, args)
      guest.do(() => {
        args[1] = forApp(args[1])
      })
      // React looks through the props in dev, which is no read.
      const element = values.quietly(() => original.apply(this, args))
      let made = element
      guest.do(() => {
        made = noting(args[0], args[1], element, () => siteAbove(maker))
      })
      return made
    }
  }

  /** Next gives the App its page, and the page's props. */
  function forApp(config: unknown): unknown {
    if (typeof config !== 'object' || config === null || !isOurs()) return config
    const { Component, pageProps, router } = config as Record<string, unknown>
    const isPage = typeof Component === 'function' || (typeof Component === 'object' && Component !== null)
    if (!isPage || typeof pageProps !== 'object' || pageProps === null || router === undefined) return config
    const standIn = values.standIn(pageProps)
    if (standIn === pageProps) return config
    onPageProps(pageProps)
    return { ...config, pageProps: standIn }
  }

  function noting(type: unknown, config: unknown, element: unknown, here: () => Site | null): unknown {
    if (typeof type === 'string' || typeof type === 'symbol' || typeof config !== 'object' || config === null)
      return element
    const owners = ownersOf(config, here)
    if (!owners || !isElement(element)) return element
    const own = Object.getOwnPropertyDescriptors(element)
    const props = noted(element.props, owners)
    const copy: unknown = Object.create(Object.getPrototypeOf(element) as object | null, {
      ...own,
      props: { ...own.props, value: props },
    })
    return Object.isFrozen(element) ? Object.freeze(copy) : copy
  }

  /** Which members of what is watched stand in these props, by their names. */
  function ownersOf(config: object, here: () => Site | null): ReadonlyMap<string, object> | null {
    const object = values.behind(config) as object
    if (object === config) {
      const site = values.spreading ? here() : null
      return site && values.handedOn(config, site)
    }
    return new Map(Object.keys(object).map(key => [key, object]))
  }

  function noted(props: object, owners: ReadonlyMap<string, object>): object {
    return new Proxy(props, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        const owner = typeof key === 'string' ? owners.get(key) : undefined
        if (live && owner) values.takeMember(target, owner, key as string, values.behind(value))
        return value
      },
      ownKeys: function ownKeys(target) {
        if (live) values.beginSpread(target, siteAbove(ownKeys))
        return Reflect.ownKeys(target)
      },
      getOwnPropertyDescriptor(target, key) {
        if (live && typeof key === 'string') values.ask(target, owners.get(key) ?? null, key)
        return Reflect.getOwnPropertyDescriptor(target, key)
      },
      has(target, key) {
        const owner = typeof key === 'string' ? owners.get(key) : undefined
        if (live && owner) values.ask(null, owner, key as string)
        return Reflect.has(target, key)
      },
    })
  }

  function cloning(original: Loose): Loose {
    return function (this: unknown, ...args: unknown[]) {
      if (live && args.length > 0)
        guest.do(() => {
          let left = CLONED_AT_MOST
          args[0] = bare(args[0], 0)

          /** Without stand-ins, which cannot be cloned. */
          function bare(value: unknown, depth: number): unknown {
            const behind = values.behind(value)
            if (behind !== value) {
              values.takeWhole(behind as object, 'structuredClone')
              return behind
            }
            left -= 1
            if (left < 0 || depth > DEEPEST || typeof value !== 'object' || value === null) return value
            if (Array.isArray(value)) {
              const copy = value.map(one => bare(one, depth + 1))
              return copy.some((one, at) => one !== value[at]) ? copy : value
            }
            if (Object.getPrototypeOf(value) !== Object.prototype) return value
            const members = Object.entries(Object.getOwnPropertyDescriptors(value))
            const changed = members.flatMap(([key, own]) => {
              const inner = bare(own.value, depth + 1)
              return inner === own.value ? [] : [[key, inner] as const]
            })
            return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
          }
        })
      return original.apply(this, args)
    }
  }

  return {
    found,
    stop() {
      live = false
      for (const back of undo.splice(0)) back()
    },
  }
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && '$$typeof' in value && 'props' in value
}
