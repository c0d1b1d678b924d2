import { createRequire } from 'node:module'
import type * as ReactModule from 'react'
import type * as ReactServer from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGuest } from '../guest.ts'
import { createPlaces } from './props-places.ts'
import { watchRender } from './props-render.ts'
import { writeReads } from './props-signs.ts'
import { createWatchedValues } from './props-values.ts'

/** As Next does it: React's modules as the process has them, and an element of the App with the page in it. */
const require = createRequire(import.meta.url)
const React = require('react') as typeof ReactModule
/** Found by name at every call, as in what a compiler makes of JSX. */
const R = React as unknown as { createElement(...args: unknown[]): ReactModule.ReactElement }
const Jsx = require('react/jsx-runtime') as { jsx: (...args: unknown[]) => ReactModule.ReactElement }
const { renderToString } = require('react-dom/server') as typeof ReactServer
const CACHE = {
  '/app/node_modules/react/index.js': { exports: React },
  '/app/node_modules/react/jsx-runtime.js': { exports: Jsx },
}
const MADE = { createElement: React.createElement, jsx: Jsx.jsx, structuredClone: globalThis.structuredClone }

type Props = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: a page of the tests takes whatever it is given
type Component = (props: any) => unknown
const DefaultApp = ({ Component: Page, pageProps }: { Component: Component; pageProps: Props }) =>
  R.createElement(Page, { ...pageProps })

let stop: () => void
const guest = createGuest()
beforeEach(() => {
  stop = () => {}
})
afterEach(() => {
  stop()
  expect(guest.lastFault).toBeNull()
  expect({ createElement: React.createElement, jsx: Jsx.jsx, structuredClone: globalThis.structuredClone }).toEqual(
    MADE,
  )
})

const markup = (Page: Component, pageProps: Props, App: Component) =>
  renderToString(R.createElement(App, { Component: Page, pageProps, router: {} }))

/** Renders a page with and without being watched: both must give the same, and leave the same props. Gives the signs of what was read. */
function signsOf(Page: Component, make: () => Props, App: Component = DefaultApp): string | null {
  const plain = make()
  const expected = markup(Page, plain, App)
  const props = make()
  const values = createWatchedValues(createPlaces())
  const roots: object[] = []
  const render = watchRender(
    guest,
    CACHE,
    values,
    () => true,
    root => roots.push(root),
  )
  stop = render.stop
  expect(render.found).toBe(true)
  expect(markup(Page, props, App)).toBe(expected)
  render.stop()
  values.end()
  expect(JSON.stringify(props)).toBe(JSON.stringify(plain))
  expect(new Set(roots)).toEqual(new Set([props]))
  const writer = writeReads(props, values.seenOf)
  while (!writer.step(10)) {}
  return writer.text
}

describe('a render that is watched', () => {
  const page = () => ({
    title: 'T',
    unused: 'U',
    user: { name: 'A', mail: 'B' },
    items: [
      { id: 1, text: 'x' },
      { id: 2, text: 'y' },
    ],
  })

  it('what the App spreads into the page is read by the page only', () => {
    expect(signsOf(({ title }) => R.createElement('h1', null, title), page)).toBe('(1000)')
    expect(signsOf(({ title, user }) => R.createElement('h1', null, title, user.name), page)).toBe('(10(10)0)')
  })

  it('an App that takes something itself reads that', () => {
    const App = ({ Component: Page, pageProps }: { Component: Component; pageProps: ReturnType<typeof page> }) =>
      R.createElement('div', { title: pageProps.user.mail }, R.createElement(Page, { ...pageProps }))
    expect(signsOf(({ title }) => title, page, App as Component)).toBe('(10(01)0)')
  })

  it('an App that spreads the props into two components has each of them read for itself', () => {
    const Layout = ({ unused, children }: { unused: string; children: unknown }) =>
      R.createElement('div', { title: unused }, children)
    const App = ({ Component: Page, pageProps }: { Component: Component; pageProps: Props }) =>
      R.createElement(Layout, { ...pageProps }, R.createElement(Page, { ...pageProps }))
    expect(signsOf(({ title }) => title, page, App as Component)).toBe('(1100)')
  })

  it('props of the page’s own components are followed, one by one', () => {
    const Item = ({ text }: { text: string }) => R.createElement('li', null, text)
    const Page = ({ items }: ReturnType<typeof page>) =>
      R.createElement(
        'ul',
        null,
        items.map(item => R.createElement(Item, { key: item.id, ...item })),
      )
    // The key is taken for itself.
    expect(signsOf(Page, page)).toBe('(0001)')
    const Memo = React.memo(Item)
    const Other = ({ items }: ReturnType<typeof page>) =>
      R.createElement(
        'ul',
        null,
        items.map((item, at) => R.createElement(Memo, { key: at, ...item })),
      )
    expect(signsOf(Other, page)).toBe('(000((01)(01)))')
  })

  it('what stands after a spread takes its place', () => {
    const Item = ({ id, text }: { id: number; text: string }) => R.createElement('li', null, id, text)
    const Page = ({ items }: ReturnType<typeof page>) =>
      R.createElement(
        'ul',
        null,
        items.map((item, at) => R.createElement(Item, { key: at, ...item, text: 'mine' })),
      )
    expect(signsOf(Page, page)).toBe('(000((10)(10)))')
  })

  it('of a copy that others may have, all counts as read', () => {
    const Item = ({ id }: { id: number }) => R.createElement('li', null, id)
    const Rest = ({ title, ...rest }: ReturnType<typeof page>) =>
      R.createElement('p', null, title, R.createElement(Item, { ...rest }), rest.unused)
    expect(signsOf(Rest, page)).toBe('s;(11tt)')
    const Twice = (props: ReturnType<typeof page>) => {
      const copy = { ...props.user }
      return R.createElement('p', null, R.createElement(Item, { ...copy }), R.createElement(Item, { ...copy }))
    }
    expect(signsOf(Twice, page)).toBe('(00s;10)')
    const Assigned = ({ user }: ReturnType<typeof page>) => R.createElement(Item, Object.assign({}, user))
    expect(signsOf(Assigned, page)).toBe('(00t0)')
  })

  it('an element of HTML takes all that it is given', () => {
    const Page = ({ user: { name, ...others } }: ReturnType<typeof page>) =>
      R.createElement('p', { ...{ title: others.mail } }, name)
    expect(signsOf(Page, page)).toBe('(00s;10)')
    const Spread = ({ box }: { box: Props }) => R.createElement('p', { ...box })
    expect(signsOf(Spread, () => ({ box: { title: 'a', id: 'b' } }))).toBe('1')
  })

  it('classes, contexts, lazily made elements and clones of elements render as before', () => {
    class Page extends React.Component<ReturnType<typeof page>> {
      static override contextType = React.createContext('c')
      override render() {
        return (React.cloneElement as (...args: unknown[]) => ReactModule.ReactNode)(
          R.createElement('p', { id: 'p' }),
          { title: this.props.title },
          Object.keys(this.props).join(),
        )
      }
    }
    expect(signsOf(Page as unknown as Component, page)).toBe('(1ttt)')
  })

  it('jsx(type, props) with the very props is followed, too', () => {
    const App = ({ Component: Page, pageProps }: { Component: Component; pageProps: Props }) => Jsx.jsx(Page, pageProps)
    expect(signsOf(({ title }) => title, page, App as Component)).toBe('(1000)')
  })

  it('what the page sorts in place is sorted in what Next writes', () => {
    const Page = ({ numbers }: { numbers: number[] }) => R.createElement('p', null, numbers.sort().join())
    expect(signsOf(Page, () => ({ numbers: [3, 1, 2], other: 1 }))).toBe('(10)')
  })

  it('structuredClone takes a stand-in, also within something else', () => {
    const Page = ({ user, items }: ReturnType<typeof page>) => {
      const { in: inner } = structuredClone({ in: [items] })
      return R.createElement('p', null, structuredClone(user).name, inner[0]?.length)
    }
    expect(signsOf(Page, page)).toBe('(00j1;1j0;1)')
  })

  it('values that cannot be watched are handed on as they are, and said to be so', () => {
    const make = () => ({
      when: new Date(0),
      seen: Object.freeze({ list: Object.freeze([{ n: 1 }]) }),
      never: new Map(),
    })
    const Page = ({ when, seen }: ReturnType<typeof make>) =>
      R.createElement('time', { dateTime: when.toISOString() }, seen.list[0]?.n)
    expect(signsOf(Page, make)).toBe('(?(?)0)')
  })

  it('an error of the page comes as it is', () => {
    const values = createWatchedValues(createPlaces())
    const render = watchRender(
      guest,
      CACHE,
      values,
      () => true,
      () => {},
    )
    stop = render.stop
    expect(() => markup(({ none }) => none.some, { title: 1 }, DefaultApp)).toThrow(/undefined/)
  })

  it('another request in the same process is not watched', () => {
    const values = createWatchedValues(createPlaces())
    const roots: object[] = []
    const render = watchRender(
      guest,
      CACHE,
      values,
      () => false,
      root => roots.push(root),
    )
    stop = render.stop
    const props = page()
    let given: unknown
    markup(
      ({ user }) => {
        given = user
        return null
      },
      props,
      DefaultApp,
    )
    expect(given).toBe(props.user)
    expect(roots).toEqual([])
  })
})
