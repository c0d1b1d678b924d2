import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ExchangeBatch } from '../../shared/api.ts'
import { anExchange } from './an-exchange.ts'
import { createBodyStore } from './bodies.ts'
import { createFeed } from './feed.ts'
import { createExchangeStore } from './store.ts'
import { summarize } from './summary.ts'

describe('the store', () => {
  it('keeps the newest within its bound and names what goes', () => {
    const store = createExchangeStore(2)
    expect(store.put(anExchange({ id: 'a' }))).toEqual([])
    store.put(anExchange({ id: 'b' }))
    expect(store.put(anExchange({ id: 'a', aborted: true }))).toEqual([])
    expect(store.put(anExchange({ id: 'c' }))).toEqual(['a'])
    expect(Array.from(store.all(), exchange => exchange.id)).toEqual(['b', 'c'])
    expect([store.size, store.evicted, store.get('a')]).toEqual([2, 1, null])
  })
})

describe('what the store has packed', () => {
  const named = (index: number) => String(index).padStart(4, '0')
  const one = (index: number) =>
    anExchange({
      id: named(index),
      renderError: {
        name: 'E',
        message: `line\nand "quotes" ${index}`,
        code: null,
        cause: null,
        stack: null,
        frames: [],
      },
      request: { ...anExchange().request, query: JSON.parse('{"__proto__":"x"}'), page: '/p' },
    })

  it('comes back as it was, in order, and goes with the others', async () => {
    const store = createExchangeStore(300, 10)
    for (let index = 0; index < 290; index++) store.put(one(index))
    // All blocks are packed: then the newest alone are left as they are.
    await vi.waitFor(() =>
      expect(Array.from(store.all()).filter((all, index) => all === store.get(named(index))).length).toBeLessThan(100),
    )
    for (const index of [0, 47, 48, 100, 289]) expect(store.get(named(index))).toEqual(one(index))
    store.put({ ...one(3), aborted: true })
    expect(store.get('0003')?.aborted).toBe(true)
    for (let index = 290; index < 303; index++) store.put(one(index))
    expect([store.size, store.evicted, store.get('0002'), store.get('0003')?.aborted]).toEqual([300, 3, null, true])
    const first = store.rows(null, 200)
    expect([first.rows.length, first.rows[0]?.id, first.next]).toEqual([200, '0003', '0202'])
    const second = store.rows(first.next, 200)
    expect([second.rows.length, second.rows[0]?.id, second.rows.at(-1)?.id, second.next]).toEqual([
      100,
      '0203',
      '0302',
      null,
    ])
    expect(first.rows[1]).toEqual(summarize(one(4)))
    // What was let go meanwhile: from the first that is left.
    expect(store.rows('0001', 1).rows[0]?.id).toBe('0003')
    store.clear()
    expect([store.size, store.get('0100'), store.rows(null, 5)]).toEqual([0, null, { rows: [], next: null }])
  })
})

describe('bodies', () => {
  it('come back whole and in pieces', async () => {
    const bodies = await createBodyStore()
    await bodies.put('a', 'props', Buffer.from('hello'))
    await bodies.put('a', 'response', Buffer.from(''))
    await bodies.put('b', 'props', Buffer.from('world'))
    const slice = await bodies.read('a', 'props', 1, 3)
    expect(slice && [Buffer.from(slice.bytes).toString(), slice.offset, slice.total]).toEqual(['ell', 1, 5])
    expect(Buffer.from((await bodies.read('b', 'props', 0, 99))?.bytes ?? []).toString()).toBe('world')
    expect((await bodies.read('a', 'response', 0, 9))?.total).toBe(0)
    expect(await bodies.read('a', 'props', 99, 9)).toMatchObject({ total: 5 })
    expect(await bodies.read('c', 'props', 0, 9)).toBeNull()
    await bodies.clear()
    expect(await bodies.read('a', 'props', 0, 9)).toBeNull()
    expect(bodies.droppedBytes).toBe(0)
    await bodies.close()
  })

  it('let the oldest go, and count it', async () => {
    const bodies = await createBodyStore({ total: 1000, segment: 400 })
    for (let index = 0; index < 10; index += 1) await bodies.put(String(index), 'props', new Uint8Array(200))
    expect(await bodies.read('0', 'props', 0, 1)).toBeNull()
    expect(await bodies.read('9', 'props', 0, 1)).not.toBeNull()
    expect(bodies.droppedBytes).toBe(1200)
    await bodies.close()
  })
})

describe('the feed', () => {
  afterEach(() => void vi.useRealTimers())

  it('hands out the last state of each exchange, once a frame', () => {
    vi.useFakeTimers()
    const batches: ExchangeBatch[] = []
    const feed = createFeed(batch => batches.push(batch))
    feed.changed(anExchange({ id: 'a', state: 'running' }))
    feed.changed(anExchange({ id: 'a', state: 'finished' }))
    feed.changed(anExchange({ id: 'b' }))
    feed.removed(['b'])
    expect(batches).toHaveLength(0)
    vi.advanceTimersByTime(16)
    expect(batches).toMatchObject([
      { revision: 1, upserts: [{ id: 'a', state: 'finished' }], removed: ['b'], cleared: false },
    ])
    feed.changed(anExchange({ id: 'c' }))
    feed.cleared()
    vi.advanceTimersByTime(16)
    expect(batches[1]).toEqual({ revision: 2, upserts: [], removed: [], cleared: true })
  })
})

describe('a summary', () => {
  it('holds the first line of what went wrong, and where a redirect goes', () => {
    const error = { name: 'TypeError', message: 'boom\nmore', code: null, cause: null, stack: null, frames: [] }
    expect(summarize(anExchange({ renderError: error }))).toMatchObject({ errorMessage: 'TypeError: boom' })
    const response = {
      status: 307,
      headers: [['Location', '/to']] as [string, string][],
      bodyBytes: 0,
      wireBytes: null,
      ttfbMs: 1,
    }
    expect(summarize(anExchange({ response }))).toMatchObject({ status: 307, location: '/to' })
  })
})
