import type { IncomingMessage } from 'node:http'
import type { Guest } from '../guest.ts'
import type { LiveRequest } from '../request/request.ts'

/** What one call looked at of its request, until `end`. */
export interface ReadsWatch {
  /** The context that the call is given, before it gets it; without it, what stands there is not known. */
  context(given: object): void
  /** Takes the watching off again and says what was seen, in the order of the first look. */
  end(): { readonly reads: string[]; readonly unseen: string[] }
}

const READS_AT_MOST = 200
const MEMBERS_AT_MOST = 100
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Own data of a request: to watch these would make it a slow object for the rest of its life. */
const NEVER_SEEN = ['method', 'url']
/** Of what the call is given beside the request, what says something of it. */
const CONTEXT = ['query', 'params', 'resolvedUrl', 'previewData', 'preview', 'draftMode', 'locale']

/**
 * Notes what the call looks at. The objects that it is given stay the same ones, with the same keys in the same order, and what it gets is what it would have got: their members are made accessors
 * for as long as the call runs (JSON, spreads, clones and assignments work through those; a proxy would break clones), and whoever prints one sees it as it was.
 */
export function watchReads(guest: Guest, request: LiveRequest): ReadsWatch {
  const seen = new Set<string>()
  const unseen = new Set([...NEVER_SEEN, 'query', 'params', 'previewData'])
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

  /** `name` null: of the context, whose members stand for themselves. */
  function watchMembers(object: unknown, name: string | null): void {
    if (typeof object !== 'object' || object === null || !Object.isExtensible(object)) return
    const keys = name === null ? CONTEXT.filter(key => Object.hasOwn(object, key)) : Object.keys(object)
    // Watched already, where two names stand for one object; or its members are too many: then only the object is told.
    if (keys.length > MEMBERS_AT_MOST || Object.hasOwn(object, INSPECT)) return
    const back: (() => void)[] = []
    for (const key of keys) {
      const own = Object.getOwnPropertyDescriptor(object, key)
      if (!own?.configurable || !('value' in own)) continue
      const get = () => {
        if (!quiet) note(name === null ? key : `${name}.${key}`)
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
      // Of an object that was frozen meanwhile it stays, and passes through.
      Reflect.deleteProperty(object, INSPECT)
    })
  }

  guest.do(() => {
    if (!message) return
    watchCookies(message)
    watchHeaders(message)
  })
  return {
    context(given) {
      for (const part of ['query', 'params']) {
        watchMembers(Object.getOwnPropertyDescriptor(given, part)?.value, part)
        unseen.delete(part)
      }
      unseen.delete('previewData')
      watchMembers(given, null)
    },
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
