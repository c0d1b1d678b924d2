import type { Site } from './props-places.ts'

/**
 * `{...object}` asks an object for its keys, and then for each of them whether it counts and what stands there. So do Object.values, Object.entries, Object.assign and `for … in`. Whether that
 * is a read of the members depends on what is made of them. Where a spread is written inside of the call that makes an element, as JSX is compiled, nobody but that element's component has the
 * copy: then its reads count, and not the spread. Of any other copy it is not known who reads it, and all that went into it counts as read.
 */
export interface Spreads {
  /** The keys of `on` are asked for, at this place in the code. */
  begin(on: object, site: Site | null): void
  /** Whether `key`, a member of `owner`, counts; false where no listing of `on` is under way. */
  asks(on: object, owner: object | null, key: string): boolean
  /** The member `key` of `owner` was taken through `on`; false where that was no part of a spread. */
  took(on: object, key: string, owner: object, value: unknown): boolean
  /** Whether an element made now could have been given one. */
  readonly open: boolean
  /** Of members out of spreads that stand in `made`, the argument of a call at `site`: their owners by key. They count as handed on, and no longer as read. null where there are none. */
  handedOn(made: object, site: Site): ReadonlyMap<string, object> | null
  end(): void
}

interface Spread {
  readonly on: object
  readonly site: Site | null
  asked: string | null
  /** How many keys were asked about, and whose. */
  asks: number
  readonly owners: Set<object>
  readonly taken: Map<string, { readonly object: object; readonly value: unknown }>
}

/** So many are remembered: an element is made right after its props were spread. */
const REMEMBERED = 16
/** Nobody spreads more into props. */
const KEYS_AT_MOST = 200
/** What React takes out of the props it is given. */
const OF_REACT = new Set(['key', 'ref'])

export function createSpreads(tell: {
  /** The member was taken for good. */
  read(object: object, key: string): void
  /** Its keys were listed, and not all of them taken. */
  listed(object: object): void
  /** The value behind a stand-in. */
  behind(value: unknown): unknown
}): Spreads {
  let recent: Spread[] = []

  const latestOf = (on: object) => [...recent].reverse().find(one => one.on === on)
  function close({ owners, asks, taken }: Spread): void {
    // A spread takes all that it asks about.
    if (taken.size < asks) for (const owner of owners) tell.listed(owner)
    for (const [key, { object }] of taken) tell.read(object, key)
  }
  return {
    begin(on, site) {
      recent.push({ on, site, asked: null, asks: 0, owners: new Set(), taken: new Map() })
      const oldest = recent.length > REMEMBERED ? recent.shift() : undefined
      if (oldest) close(oldest)
    },
    asks(on, owner, key) {
      const one = latestOf(on)
      if (!one) return false
      one.asked = key
      if (owner) {
        one.asks += 1
        one.owners.add(owner)
      }
      return true
    },
    took(on, key, owner, value) {
      const one = latestOf(on)
      const asked = one?.asked
      if (one) one.asked = null
      if (!one || asked !== key || one.taken.size >= KEYS_AT_MOST) return false
      one.taken.set(key, { object: owner, value })
      return true
    },
    get open() {
      return recent.length > 0
    },
    handedOn(made, site) {
      const owners = new Map<string, object>()
      const used = new Set<Spread>()
      for (const one of [...recent].reverse()) {
        if (!one.site || !isWithin(one.site, site)) continue
        const keys = [...one.taken].filter(([key]) => !OF_REACT.has(key))
        if (keys.length === 0 || !keys.every(([key]) => Object.hasOwn(made, key))) continue
        // What stands after the spread may have overwritten some.
        for (const [key, { object, value }] of keys)
          if (!owners.has(key) && Object.is(tell.behind(Reflect.get(made, key)), value)) owners.set(key, object)
        used.add(one)
      }
      // Of what React takes for itself nothing reaches the component.
      for (const { taken } of used) for (const [key, { object }] of taken) if (OF_REACT.has(key)) tell.read(object, key)
      recent = recent.filter(one => !used.has(one))
      return owners.size === 0 ? null : owners
    },
    end() {
      for (const one of recent.splice(0)) close(one)
    },
  }
}

/** Written in the same function, behind the beginning of the call. One that is written before it was put into a variable, which others may read. */
const isWithin = (spread: Site, call: Site): boolean =>
  spread.script === call.script && spread.within === call.within && spread.position > call.position
