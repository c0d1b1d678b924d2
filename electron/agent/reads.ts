import type { IncomingMessage } from 'node:http'
import type { Guest } from './guest.ts'
import type { LiveRequest } from './request.ts'

/** What one call looked at of its request, until `end`. */
export interface ReadsWatch {
  /** Takes the watching off again and says what was seen, in the order of the first look. */
  end(): { readonly reads: string[]; readonly unseen: string[] }
}

/** What Next hands the call beside the request; null where that could not be seen. */
export interface PageInput {
  readonly query: object | null
  readonly params: object | null
}

const READS_AT_MOST = 200
const MEMBERS_AT_MOST = 100
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Own data of a request, or what Next keeps from us: nobody can say whether the call looked there. */
const NEVER_SEEN = ['method', 'url', 'previewData']

/**
 * Notes what the call looks at. The objects that it is given stay the same ones, with the same keys in the same order, and what it gets is what it would have got: their members are made accessors
 * for as long as the call runs (JSON, spreads, clones and assignments work through those; a proxy would break clones), and whoever prints one sees it as it was.
 */
export function watchReads(guest: Guest, request: LiveRequest, page: PageInput | null): ReadsWatch {
  const seen = new Set<string>()
  const unseen = new Set(NEVER_SEEN)
  const undo: (() => void)[] = []
  let quiet = false
  let over = false
  const note = (what: string) => {
    if (!over && !quiet && seen.size < READS_AT_MOST) seen.add(what)
  }
  const message = request.response?.req

  /** Until the object itself is asked for, its members need no watching. */
  function watchCookies(req: IncomingMessage): void {
    const own = Object.getOwnPropertyDescriptor(req, 'cookies')
    if (!own?.configurable) return void unseen.add('cookies')
    if (!own.get) return watchMembers(own.value, 'cookies')
    // Next defines it so on every request, and puts the cookies there when they are first asked for.
    const get = function (this: unknown): unknown {
      let value: unknown
      const wasQuiet = quiet
      quiet = true
      try {
        value = own.get?.call(this)
      } finally {
        quiet = wasQuiet
      }
      guest.do(() => {
        note('cookies')
        if (!over) watchMembers(value, 'cookies')
      })
      return value
    }
    Object.defineProperty(req, 'cookies', { ...own, get })
    undo.push(() => {
      if (Object.getOwnPropertyDescriptor(req, 'cookies')?.get === get) Object.defineProperty(req, 'cookies', own)
    })
  }

  /** An accessor of the prototype, which makes the headers when they are first asked for. */
  function watchHeaders(req: IncomingMessage): void {
    const inherited = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(req) as object, 'headers')
    if (!inherited?.get || Object.hasOwn(req, 'headers')) return void unseen.add('headers')
    let watched = false
    const get = function (this: unknown): unknown {
      const value: unknown = inherited.get?.call(this)
      if (!over && !quiet && this === req) {
        guest.do(() => {
          note('headers')
          if (!watched) watchMembers(value, 'headers')
          watched = true
        })
      }
      return value
    }
    Object.defineProperty(req, 'headers', { ...inherited, get, configurable: true, enumerable: false })
    undo.push(() => {
      if (Object.getOwnPropertyDescriptor(req, 'headers')?.get === get) delete (req as Partial<IncomingMessage>).headers
    })
  }

  function watchMembers(object: unknown, name: string): void {
    if (typeof object !== 'object' || object === null || !Object.isExtensible(object)) return void unseen.add(name)
    const keys = Object.keys(object)
    if (keys.length > MEMBERS_AT_MOST || Object.hasOwn(object, INSPECT)) return void unseen.add(name)
    const back: (() => void)[] = []
    for (const key of keys) {
      const own = Object.getOwnPropertyDescriptor(object, key)
      if (!own?.configurable || !('value' in own)) continue
      const get = () => {
        if (!quiet) note(`${name}.${key}`)
        return own.value as unknown
      }
      // An assignment makes data of it again, on whatever object it is made.
      const set = function (this: object, value: unknown): void {
        Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true })
      }
      Object.defineProperty(object, key, { get, set, enumerable: own.enumerable ?? true, configurable: true })
      back.push(() => {
        const now = Object.getOwnPropertyDescriptor(object, key)
        if (now?.get === get && now.configurable) Object.defineProperty(object, key, own)
      })
    }
    const inspect = () => {
      const copy = Object.create(Object.getPrototypeOf(object) as object | null) as Record<string, unknown>
      const wasQuiet = quiet
      quiet = true
      for (const key of Object.keys(object)) copy[key] = (object as Record<string, unknown>)[key]
      quiet = wasQuiet
      return copy
    }
    Object.defineProperty(object, INSPECT, { value: inspect, configurable: true, enumerable: false, writable: true })
    undo.push(() => {
      for (const one of back) one()
      delete (object as { [INSPECT]?: unknown })[INSPECT]
    })
  }

  guest.do(() => {
    if (!message) return
    watchCookies(message)
    watchHeaders(message)
    for (const part of ['params', 'query'] as const) {
      const object = page?.[part] ?? null
      // Of a member that is not there nobody can say whether it was looked for.
      if (object === null || Object.keys(object).length === 0) unseen.add(part)
      else watchMembers(object, part)
    }
  })
  return {
    end() {
      over = true
      for (const back of undo.reverse()) guest.do(back)
      // Whoever looked at a member took the object first.
      const all = [...seen]
      const reads = all.filter(one => one.includes('.') || !all.some(other => other.startsWith(`${one}.`)))
      return { reads, unseen: [...unseen] }
    },
  }
}
