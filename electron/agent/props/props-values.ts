import { type Places, type Site, siteAbove } from './props-places.ts'
import { createSpreads, type Spreads } from './props-spreads.ts'

/** What was seen of one object or array of the props. Keys of arrays are their positions. */
export interface Seen {
  /** Members that were handed out. */
  readonly read: Set<string>
  /** Members that were only asked about (`in`, hasOwnProperty). */
  readonly asked: Set<string>
  /** Its keys were listed, and not all of their values taken with them. */
  listed: boolean
  /** Number of the place that took all of it at once (JSON.stringify); null where none did. */
  whole: number | null
  /** Some of its members were taken by a spread, or by Object.values or the like. */
  spread: boolean
}

/**
 * Stand-ins for the objects and arrays of one page's props. A stand-in is a proxy of the very object: it reads, lists, is written to and prints as that does, so what a page changes while it
 * renders is changed in what Next writes; one object has one stand-in. Only plain objects and arrays have one: all else (dates, maps, classes, elements of React) is handed out as it is,
 * and so is what a frozen object holds, since a proxy may not give another value for it.
 */
export interface WatchedValues {
  /** The stand-in of `value`; the value itself where it has none. */
  standIn(value: unknown): unknown
  /** The value behind a stand-in; what is none, itself. */
  behind(value: unknown): unknown
  seenOf(value: object): Seen | undefined
  /** All of what is in it was taken, by a function that proxies cannot go through. */
  takeWhole(value: object, by: string): void
  /** As the stand-ins do it, for props that members were handed on to: the member `key` of `object` is taken through `on`, `on`'s keys are listed, it is asked about. */
  takeMember(on: object, object: object, key: string, value: unknown): void
  beginSpread(on: object, site: Site | null): void
  ask(on: object | null, object: object | null, key: string): void
  readonly handedOn: Spreads['handedOn']
  readonly spreading: boolean
  /** Notes nothing meanwhile. */
  quietly<T>(work: () => T): T
  /** More was read than is noted: nothing can be said then. */
  readonly exceeded: boolean
  /** From here on nothing is noted, and nothing is wrapped. */
  end(): void
  /** Lets go of what was noted: the page may keep a stand-in for good. */
  forget(): void
}

export const NOTES_AT_MOST = 400_000

export function createWatchedValues(places: Places, notesAtMost = NOTES_AT_MOST): WatchedValues {
  const standIns = new WeakMap<object, object>()
  const originals = new WeakMap<object, object>()
  const all = new Map<object, Seen>()
  let notes = 0
  let over = false
  let quiet = false
  let exceeded = false
  /** What was handed out last: JSON.stringify asks for `toJSON` right after it took a member. */
  let last: { readonly from: Seen; readonly value: unknown } | null = null

  function seen(object: object): Seen {
    const known = all.get(object)
    if (known) return known
    const made: Seen = { read: new Set(), asked: new Set(), listed: false, whole: null, spread: false }
    all.set(object, made)
    count()
    return made
  }
  function count(): void {
    notes += 1
    if (notes > notesAtMost) {
      exceeded = true
      over = true
    }
  }
  function add(set: Set<string>, key: string): void {
    if (set.has(key)) return
    set.add(key)
    count()
  }
  const spreads = createSpreads({
    read: (object, key) => {
      if (over) return
      const one = seen(object)
      one.spread = true
      add(one.read, key)
    },
    listed: object => {
      const one = all.get(object)
      if (one) one.listed = true
    },
    behind: value => behind(value),
  })
  const watching = () => !over && !quiet

  function standIn(value: unknown): unknown {
    if (!isWatchable(value) || originals.has(value)) return value
    const known = standIns.get(value)
    if (known) return known
    if (over) return value
    const made = new Proxy(value, handler)
    standIns.set(value, made)
    originals.set(made, value)
    return made
  }
  const behind = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? (originals.get(value) ?? value) : value

  function onGet(target: object, key: string, value: unknown): void {
    if (!Object.hasOwn(target, key)) {
      // Nobody but JSON.stringify asks plain data for it.
      if (key !== 'toJSON') return
      const one = seen(target)
      const inherited = last?.value === target ? last.from.whole : null
      one.whole ??= inherited ?? places.here('JSON.stringify')
      return
    }
    // How long it is says nothing of what is in it.
    if (key === 'length' && Array.isArray(target)) seen(target)
    else takeMember(target, target, key, value)
  }
  function takeMember(on: object, object: object, key: string, value: unknown): void {
    if (!watching()) return
    const one = seen(object)
    if (one.whole !== null || !spreads.took(on, key, object, value)) add(one.read, key)
    last = { from: one, value }
  }
  function beginSpread(on: object, site: Site | null): void {
    if (watching()) spreads.begin(on, site)
  }
  function ask(on: object | null, object: object | null, key: string): void {
    if (!watching() || (on && spreads.asks(on, object, key))) return
    if (object) add(seen(object).asked, key)
  }

  const handler: ProxyHandler<object> = {
    get(target, key) {
      // An accessor of the page's own runs on its own object.
      const value: unknown = Reflect.get(target, key)
      if (typeof key === 'symbol') return value
      if (watching()) onGet(target, key, value)
      if (typeof value !== 'object' || value === null) return value
      return isFixed(target, key) ? value : standIn(value)
    },
    set: (target, key, value) => Reflect.set(target, key, behind(value)),
    has(target, key) {
      // Array methods ask for every position before they take it.
      if (typeof key === 'string' && !Array.isArray(target)) ask(null, target, key)
      return Reflect.has(target, key)
    },
    ownKeys: function ownKeys(target) {
      if (watching()) {
        seen(target)
        beginSpread(target, siteAbove(ownKeys))
      }
      return Reflect.ownKeys(target)
    },
    getOwnPropertyDescriptor(target, key) {
      const own = Reflect.getOwnPropertyDescriptor(target, key)
      if (typeof key === 'string') ask(target, target, key)
      return own?.configurable && 'value' in own ? { ...own, value: standIn(own.value) } : own
    },
    defineProperty: (target, key, own) =>
      Reflect.defineProperty(target, key, 'value' in own ? { ...own, value: behind(own.value) } : own),
  }

  return {
    standIn,
    behind,
    seenOf: value => all.get(value),
    takeWhole(value, by) {
      if (!over) seen(value).whole ??= places.here(by)
    },
    takeMember,
    beginSpread,
    ask,
    handedOn: spreads.handedOn,
    get spreading() {
      return spreads.open
    },
    quietly(work) {
      const before = quiet
      quiet = true
      try {
        return work()
      } finally {
        quiet = before
      }
    },
    get exceeded() {
      return exceeded
    },
    end() {
      spreads.end()
      over = true
      last = null
    },
    forget: () => all.clear(),
  }
}

/** Plain data: what JSON is made of, and what a proxy stands in for without a difference. */
export function isWatchable(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  try {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (Array.isArray(value)) return prototype === Array.prototype
    if (prototype !== null && prototype !== Object.prototype) return false
    // An element of React; a value that says itself what becomes of it.
    return !Object.hasOwn(value, '$$typeof') && !Object.hasOwn(value, 'toJSON')
  } catch {
    return false
  }
}

/** A proxy must give this very value for it. */
export function isFixed(target: object, key: string | symbol): boolean {
  const own = Reflect.getOwnPropertyDescriptor(target, key)
  return own !== undefined && (own.get !== undefined || (own.configurable === false && own.writable === false))
}
