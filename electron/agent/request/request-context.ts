import type * as AsyncHooks from 'node:async_hooks'
import type { LiveRequest } from './request.ts'

/** Which request the code that runs now belongs to, through all that it awaits. */
export interface RequestContext {
  /** All that is begun from here on belongs to this request; undefined: to none. */
  enter(request: LiveRequest | undefined): void
  current(): LiveRequest | undefined
  /** Runs `work`, and knows all that it begins as begun by the call itself, and not by Next around it. */
  within<T>(request: LiveRequest, work: () => T): T
  /** The code that runs now was begun by the call of this request, which may have ended since. */
  isWithin(request: LiveRequest): boolean
  /** Whether it is needed: while it is not, nothing new is begun in anybody's name, and nothing costs anything. */
  need(needed: boolean): void
  stop(): void
}

/** From Node 24 on V8 itself carries the stores of AsyncLocalStorage. */
const CARRIED_BY_V8 = 24

/** What is hung on each promise. Whoever prints one sees an empty object, and no request. */
class Holder {
  readonly #request: LiveRequest | undefined
  readonly #within: boolean
  constructor(request: LiveRequest | undefined, within: boolean) {
    this.#request = request
    this.#within = within
  }
  get request(): LiveRequest | undefined {
    return this.#request
  }
  isWithin(request: LiveRequest): boolean {
    return this.#within && this.#request === request
  }
}
const NOBODY = new Holder(undefined, false)
const holderOf = (request: LiveRequest | undefined, within = false) => (request ? new Holder(request, within) : NOBODY)

export function createRequestContext(hooks: typeof AsyncHooks, nodeVersion = process.versions.node): RequestContext {
  return Number.parseInt(nodeVersion, 10) >= CARRIED_BY_V8 ? inStorage(hooks) : onResources(hooks)
}

function inStorage({ AsyncLocalStorage }: typeof AsyncHooks): RequestContext {
  const storage = new AsyncLocalStorage<Holder>()
  return {
    enter: request => storage.enterWith(holderOf(request)),
    current: () => storage.getStore()?.request,
    within: (request, work) => storage.run(holderOf(request, true), work),
    isWithin: request => storage.getStore()?.isWithin(request) === true,
    need: () => undefined,
    stop: () => storage.disable(),
  }
}

/**
 * As AsyncLocalStorage did it before Node 24, with a hook of our own: React has a storage of its own, and a second one makes each promise half as dear again, since Node then sets
 * properties of changing names on them. One fixed name costs a fifth of that (measured: 15 instead of 85 ns a promise).
 */
function onResources({ createHook, executionAsyncResource }: typeof AsyncHooks): RequestContext {
  const KEY = Symbol('propscope')
  type Resource = { [KEY]?: Holder }
  const init = (_asyncId: number, _type: string, _triggerAsyncId: number, resource: object): void => {
    const holder = (executionAsyncResource() as Resource)[KEY]
    if (holder !== undefined) (resource as Resource)[KEY] = holder
  }
  const hook = createHook({ init })
  const switched = switchOf(hook, init)
  return {
    enter(request) {
      const resource = executionAsyncResource() as Resource
      if (request || resource[KEY]) resource[KEY] = holderOf(request)
    },
    current: () => (executionAsyncResource() as Resource)[KEY]?.request,
    within(request, work) {
      const resource = executionAsyncResource() as Resource
      const before = resource[KEY]
      resource[KEY] = holderOf(request, true)
      try {
        return work()
      } finally {
        resource[KEY] = before ?? NOBODY
      }
    },
    isWithin: request => (executionAsyncResource() as Resource)[KEY]?.isWithin(request) === true,
    need: switched.need,
    stop: switched.stop,
  }
}

/**
 * To enable and disable a hook has Node make V8's hooks of promises anew, twice for each request 5 µs. Where others have hooks enabled (every Next with an AsyncLocalStorage), ours stays enabled, and
 * only what Node calls is taken out of it: the hook is an object of ours, and Node looks there each time.
 */
function switchOf(hook: AsyncHooks.AsyncHook, init: Init): Pick<RequestContext, 'need' | 'stop'> {
  const own = hook as unknown as Record<symbol, Init | undefined>
  const place = Object.getOwnPropertySymbols(own).find(symbol => own[symbol] === init)
  let enabled = false
  let stays = false
  return {
    need(needed) {
      if (needed && !enabled) {
        // A promise is marked where anybody has a hook.
        stays = place !== undefined && Object.getOwnPropertySymbols(Promise.resolve()).length > 0
        if (place !== undefined) own[place] = init
        hook.enable()
        enabled = true
      } else if (stays && place !== undefined) own[place] = needed ? init : undefined
      else if (!needed) {
        hook.disable()
        enabled = false
      }
    },
    stop() {
      // Node counts by what stands there.
      if (place !== undefined) own[place] = init
      hook.disable()
      enabled = false
    },
  }
}
type Init = (asyncId: number, type: string, triggerAsyncId: number, resource: object) => void
