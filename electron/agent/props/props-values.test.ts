import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlaces } from './props-places.ts'
import { writeReads } from './props-signs.ts'
import { createWatchedValues } from './props-values.ts'

/** Stand-ins for `props`, and the signs of what was read of them. */
function watch<T extends object>(props: T, notesAtMost?: number) {
  const places = createPlaces()
  const values = createWatchedValues(places, notesAtMost)
  return {
    values,
    places,
    props: values.standIn(props) as T,
    signs() {
      values.end()
      const writer = writeReads(props, values.seenOf)
      while (!writer.step(10)) {}
      return writer.text
    },
  }
}
/** What is read of `props` by `read`. */
function signsOf<T extends object>(props: T, read: (props: T) => unknown): string | null {
  const watched = watch(props)
  read(watched.props)
  return watched.signs()
}
const used = (value: unknown) => void value

describe('stand-ins', () => {
  it('read, list, print and serialise as what they stand for, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        if (typeof value !== 'object' || value === null) return
        const { props } = watch(value)
        expect(JSON.stringify(props)).toBe(JSON.stringify(value))
        expect(props).toEqual(value)
        expect(Object.keys(props)).toEqual(Object.keys(value))
        expect(Array.isArray(props)).toBe(Array.isArray(value))
        // Node 20 takes the array behind a proxy for a proxy's own parts, and one that begins with null for a revoked one.
        if (!JSON.stringify(value).includes('[null')) expect(inspect(props)).toBe(inspect(value))
        expect({ ...props }).toEqual({ ...value })
        expect(Object.entries(props)).toEqual(Object.entries(value))
      }),
    )
  })

  it('one object has one stand-in', () => {
    const item = { id: 1 }
    const { props } = watch({ items: [item], first: item })
    expect(props.items[0]).toBe(props.first)
    expect(props.items.indexOf(props.first)).toBe(0)
  })

  it('what the page changes is changed in what is behind, without a stand-in in it', () => {
    const behind = { list: [{ n: 3 }, { n: 1 }], gone: 1, put: null as unknown }
    const { props } = watch(behind)
    props.list.sort((a, b) => a.n - b.n).push({ n: 4 })
    Reflect.deleteProperty(props, 'gone')
    props.put = props.list[0]
    expect(JSON.stringify(behind)).toBe('{"list":[{"n":1},{"n":3},{"n":4}],"put":{"n":1}}')
    expect(behind.put).toBe(behind.list[0])
    Object.freeze(props)
    expect(Object.isFrozen(behind)).toBe(true)
    expect(() => {
      ;(props as { put: unknown }).put = 1
    }).toThrow(TypeError)
  })

  it('hand out what a proxy breaks as it is', () => {
    class Secretive {
      readonly #inner = 7
      get value() {
        return this.#inner
      }
    }
    const date = new Date(0)
    const given = {
      date,
      map: new Map([[1, 2]]),
      own: new Secretive(),
      element: { $$typeof: Symbol.for('react.element'), props: {} },
      json: { toJSON: () => 'text' },
      promise: Promise.resolve(1),
      frozen: Object.freeze({ inside: { deep: 1 }, text: 'x' }),
    }
    const { props, signs } = watch(given)
    expect(props.date.getTime()).toBe(0)
    expect(props.map.get(1)).toBe(2)
    expect(props.own.value).toBe(7)
    expect(props.own).toBeInstanceOf(Secretive)
    expect(structuredClone(props.date)).toEqual(date)
    expect(props.element).toBe(given.element)
    expect(props.json).toBe(given.json)
    used(props.promise)
    // Of a frozen object what it holds must be given as it is; what it holds of text is seen all the same.
    expect(props.frozen.inside).toBe(given.frozen.inside)
    expect(signs()).toBe('(??????(?0))')
  })

  it('are only that, once it is over', () => {
    const behind = { a: { b: 1 } }
    const { props, values, signs } = watch(behind)
    expect(signs()).toBe('(0)')
    values.forget()
    expect(props.a).toBe(behind.a)
    expect(values.seenOf(behind)).toBeUndefined()
  })
})

describe('what counts as read', () => {
  const page = () => ({ title: 'T', user: { name: 'A', mail: 'B' }, tags: ['x', 'y'], rest: { deep: { n: 1 } } })

  it.each<[string, (props: ReturnType<typeof page>) => unknown, string]>([
    ['nothing', () => 0, '(0000)'],
    ['one member', ({ title }) => title, '(1000)'],
    ['an object as such', ({ user }) => Boolean(user), '(0t00)'],
    ['a member of it', ({ user }) => user.name, '(0(10)00)'],
    ['the length of a list', ({ tags }) => tags.length, '(00t0)'],
    ['all of a list', ({ tags }) => tags.map(tag => tag), '(0010)'],
    ['an element of it', ({ tags }) => tags[1], '(00(01)0)'],
    ['whether a member is there', ({ user }) => 'name' in user, '(0(t0)00)'],
    ['whether it is its own', ({ user }) => Object.hasOwn(user, 'mail'), '(0(0t)00)'],
    ['the names of members', ({ user }) => Object.keys(user), '(0t00)'],
    ['names and one value', ({ user }) => [Object.keys(user), user.mail], '(0s;(t1)00)'],
    ['the values of members', ({ user }) => Object.values(user), '(0s;100)'],
    ['a spread', ({ user }) => ({ ...user }), '(0s;100)'],
    ['a spread of all: objects are handed on, not read', props => ({ ...props }), 's;(1ttt)'],
    ['all but what is taken out', ({ user: { name, ...others } }) => [name, others], '(0s;100)'],
    ['JSON.stringify', ({ rest }) => JSON.stringify(rest), '(000j0;1)'],
    ['JSON.stringify of an inner one', ({ rest }) => JSON.stringify(rest.deep), '(000(j0;1))'],
    [
      'for … in',
      ({ user }) =>
        Array.from(
          (function* () {
            for (const key in user) yield key
          })(),
        ),
      '(0t00)',
    ],
  ])('%s', (_, read, signs) => {
    expect(signsOf(page(), read)).toBe(signs)
  })

  it('a member that stands at two places is read at both', () => {
    const item = { id: 1, name: 'n' }
    expect(signsOf({ items: [item, { id: 2, name: 'm' }], first: item }, props => props.first.id)).toBe('(0(10))')
  })

  it('members that JSON leaves away have no sign, and holes of lists have one', () => {
    const props = { a: undefined, f: () => 1, b: 1, list: [undefined, 2], c: 3 }
    expect(signsOf(props, ({ b, list }) => [b, list[1]])).toBe('(1(01)0)')
  })

  it('accessors of the page run on its own object, and not for the writing', () => {
    let ran = 0
    const props = {
      hidden: 1,
      get shown() {
        ran += 1
        return this.hidden
      },
    }
    expect(signsOf(props, one => one.shown)).toBe('(0?)')
    expect(ran).toBe(1)
  })

  it('says nothing where more was read than is noted, or a value holds itself', () => {
    const many = watch({ list: Array.from({ length: 100 }, (_, n) => n) }, 50)
    used(many.props.list.map(n => n))
    expect(many.values.exceeded).toBe(true)
    const round: { self?: unknown; n: number } = { n: 1 }
    round.self = round
    expect(signsOf(round, props => (props.self as typeof round).n)).toBeNull()
  })

  it('names the place that took a value whole', () => {
    const { props, places } = watch({ inner: { a: 1 } })
    function writesItDown() {
      return JSON.stringify(props.inner)
    }
    expect(writesItDown()).toBe('{"a":1}')
    expect(places.all).toHaveLength(1)
    expect(places.all[0]?.by).toBe('JSON.stringify')
    // Our own frames are left out by the file that they are all bundled in.
    expect(places.all[0]?.stack).toContain('writesItDown')
  })
})
