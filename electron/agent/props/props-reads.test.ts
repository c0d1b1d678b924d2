import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadsEvent } from '../../../shared/raw-events.ts'
import type { Client } from '../client.ts'
import { createGuest } from '../guest.ts'
import type { LiveRequest } from '../request/request.ts'
import type { RequestContext } from '../request/request-context.ts'
import { createPropsReads } from './props-reads.ts'

/** As React's: an element is made by a function that is found by name. */
type Make = (type: unknown, config: object) => { type: unknown; props: object }
const made: Make = (type, config) => ({ $$typeof: Symbol.for('react.element'), type, props: config })

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Everything around one recording, and a render of `pageProps` by `page`. */
function around(supported = true) {
  const react: { jsx: Make } = { jsx: made }
  const told: ReadsEvent[] = []
  const client = { outbox: { event: (event: ReadsEvent) => told.push(event) } } as unknown as Client
  const request = {} as LiveRequest
  const other = {} as LiveRequest
  let current: LiveRequest | undefined = request
  const context = { current: () => current } as RequestContext
  const cache = { '/app/node_modules/react/jsx-runtime.js': { exports: react } }
  const reads = createPropsReads(createGuest(), cache, context, () => supported)
  reads.expect(client, { kind: 'expect-reads', ask: 7, port: 4001, ordinal: 0 })
  return {
    react,
    told,
    request,
    other,
    reads,
    render(pageProps: object, page: (props: never) => unknown, by: LiveRequest = request) {
      current = by
      const App = ({ pageProps: given }: { pageProps: never }) => page(given)
      const element = react.jsx(App, { Component: page, pageProps, router: {} })
      return App(element.props as { pageProps: never })
    },
    last: () => vi.waitFor(() => expect(told.at(-1)?.kind).toBe('props-read')).then(() => told.at(-1)),
  }
}
const answer = { kind: 'props-read', ask: 7, why: null, places: [] }

describe('the reads of one request', () => {
  it('are told of the request that was named, and of no other', async () => {
    const { reads, request, other, render, last, told, react } = around()
    expect(told).toEqual([{ kind: 'reads-expected', ask: 7 }])
    reads.arrived(other, 4001, 1)
    reads.arrived(other, 4002, 0)
    expect(reads.called(other)).toBe(false)
    expect(react.jsx).toBe(made)
    reads.arrived(request, 4001, 0)
    expect(reads.called(request)).toBe(true)
    expect(react.jsx).not.toBe(made)
    const theirs = { a: { n: 1 }, b: 2 }
    expect(render(theirs, ({ a }: typeof theirs) => a, other)).toBe(theirs.a)
    expect(render({ a: 1, b: 2 }, ({ a }: { a: number }) => a)).toBe(1)
    reads.ended(other, false)
    reads.ended(request, false)
    expect(await last()).toEqual({ ...answer, reads: '(10)' })
    expect(react.jsx).toBe(made)
    // It is over: who comes again over the same connection is nobody.
    reads.arrived(request, 4001, 0)
    expect(reads.called(request)).toBe(false)
  })

  it('are not told where nothing was rendered, or not to its end, and then it is said why', async () => {
    const nothing = around()
    nothing.reads.arrived(nothing.request, 4001, 0)
    nothing.reads.ended(nothing.request, false)
    expect(await nothing.last()).toEqual({ ...answer, reads: null, why: 'no-call' })
    const unrendered = around()
    unrendered.reads.arrived(unrendered.request, 4001, 0)
    unrendered.reads.called(unrendered.request)
    unrendered.reads.ended(unrendered.request, false)
    expect(await unrendered.last()).toEqual({ ...answer, reads: null, why: 'no-app' })
    const broken = around()
    broken.reads.arrived(broken.request, 4001, 0)
    broken.reads.called(broken.request)
    broken.render({ a: 1 }, () => 0)
    broken.reads.ended(broken.request, true)
    expect(await broken.last()).toEqual({ ...answer, reads: null, why: 'aborted' })
    const old = around(false)
    old.reads.arrived(old.request, 4001, 0)
    expect(old.reads.called(old.request)).toBe(false)
    old.reads.ended(old.request, false)
    expect(await old.last()).toEqual({ ...answer, reads: null, why: 'unsupported' })
  })

  it('are given up where the request does not come, or does not end, or the agent leaves', async () => {
    const late = around()
    vi.advanceTimersByTime(10_000)
    late.reads.arrived(late.request, 4001, 0)
    expect(late.reads.called(late.request)).toBe(false)
    const long = around()
    long.reads.arrived(long.request, 4001, 0)
    long.reads.called(long.request)
    vi.advanceTimersByTime(60_000)
    expect(await long.last()).toEqual({ ...answer, reads: null, why: 'too-long' })
    expect(long.react.jsx).toBe(made)
    const left = around()
    left.reads.arrived(left.request, 4001, 0)
    left.reads.called(left.request)
    left.reads.stop()
    expect(left.react.jsx).toBe(made)
    expect(vi.getTimerCount()).toBe(0)
  })
})
