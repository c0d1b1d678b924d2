import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BodyLimits, type BodyStore, createBodyStore } from './bodies.ts'
import type { newSegment } from './segment.ts'

/** Whether the disk takes what is written from now on. */
let full = false
vi.mock('./segment.ts', async original => {
  const real = await original<{ newSegment: typeof newSegment }>()
  return {
    newSegment(path: string) {
      const segment = real.newSegment(path)
      const write: typeof segment.write = (parts, offset) =>
        full ? Promise.resolve(false) : segment.write(parts, offset)
      return Object.assign(Object.create(segment), { write, keys: segment.keys, size: 0 })
    },
  }
})

const stores: BodyStore[] = []
beforeEach(() => {
  full = false
})
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})
async function newStore(limits: Partial<BodyLimits> = {}): Promise<BodyStore> {
  const store = await createBodyStore(limits)
  stores.push(store)
  return store
}
const textOf = async (store: BodyStore, id: string, offset = 0, length = 1e9) => {
  const slice = await store.read(id, 'response', offset, length)
  return slice && Buffer.from(slice.bytes).toString()
}
const put = (store: BodyStore, id: string, text: string) => store.put(id, 'response', Buffer.from(text))

describe('BodyStore', () => {
  it('keeps bodies of all sizes that come at once, each as it was', async () => {
    const store = await newStore({ segment: 300_000 })
    const texts = Array.from({ length: 120 }, (_, index) => `${index} `.repeat(1 + ((index * 7919) % 12_000)))
    const kept = texts.map((text, index) => put(store, String(index), text))
    for (const [index, text] of texts.entries()) expect(await textOf(store, String(index))).toBe(text)
    await Promise.all(kept)
    for (const [index, text] of texts.entries()) expect(await textOf(store, String(index))).toBe(text)
    expect(store.droppedBytes).toBe(0)
  })

  it('copies small bodies: their memory may be used again at once', async () => {
    const store = await newStore()
    const memory = Buffer.from('kept')
    void store.put('a', 'response', memory)
    memory.fill('x')
    expect(await textOf(store, 'a')).toBe('kept')
  })

  it('keeps a body while it comes, and reads any piece of it', async () => {
    const store = await newStore({ segment: 50_000 })
    const body = store.begin()
    const text = Array.from({ length: 9000 }, (_, index) => `${index},`).join('')
    for (let from = 0; from < text.length; from += 20_000) {
      const parts = [text.slice(from, from + 5000), text.slice(from + 5000, from + 20_000)].map(one => Buffer.from(one))
      expect(await body.write(parts)).toBe(true)
      void put(store, `between ${from}`, 'b'.repeat(9000))
    }
    const back = new Uint8Array(text.length)
    expect(await body.read(back)).toBe(true)
    expect(Buffer.from(back).toString()).toBe(text)
    expect(await textOf(store, 'a')).toBeNull()
    body.keep('a', 'response')
    expect(await textOf(store, 'a')).toBe(text)
    expect(await textOf(store, 'a', 19_990, 30)).toBe(text.slice(19_990, 20_020))
  })

  it('lets the oldest go, also while they wait to be written, and counts them', async () => {
    const store = await newStore({ total: 100_000, segment: 40_000 })
    const growing = store.begin()
    const written = growing.write([Buffer.alloc(30_000)])
    for (let index = 0; index < 20; index += 1) void put(store, String(index), String(index % 10).repeat(20_000))
    await written
    growing.keep('grown', 'response')
    expect(await textOf(store, '0')).toBeNull()
    expect(await textOf(store, 'grown')).toBeNull()
    expect(await textOf(store, '19')).toBe('9'.repeat(20_000))
    // 16 of the small ones went, and the first.
    expect(store.droppedBytes).toBe(16 * 20_000 + 30_000)
  })

  it('writes over files again and again, and each body stays what it was', async () => {
    const store = await newStore({ total: 100_000, segment: 40_000 })
    for (let index = 0; index < 60; index += 1) {
      await put(store, String(index), `${index} `.repeat(6000))
      for (const id of [index, index - 1, index - 2].filter(one => one >= 0)) {
        expect(await textOf(store, String(id))).toBe(`${id} `.repeat(6000))
      }
    }
    expect(await textOf(store, '50')).toBeNull()
  })

  it('keeps no more bodies than it should, however small', async () => {
    const store = await newStore({ count: 80 })
    for (let index = 0; index < 200; index += 1) void put(store, String(index), 'x')
    expect(await textOf(store, '0')).toBeNull()
    expect(await textOf(store, '199')).toBe('x')
    expect(store.droppedBytes).toBeGreaterThanOrEqual(120)
  })

  it('lets go what comes faster than the disk takes it', async () => {
    const store = await newStore({ waiting: 50_000 })
    for (const id of ['a', 'b', 'c']) void put(store, id, id.repeat(20_000))
    expect(store.droppedBytes).toBe(20_000)
    expect(await textOf(store, 'b')).toBe('b'.repeat(20_000))
    expect(await textOf(store, 'c')).toBeNull()
    await put(store, 'd', 'd'.repeat(20_000))
    expect(await textOf(store, 'd')).toBe('d'.repeat(20_000))
  })

  it('goes on after a full disk, and counts what that cost', async () => {
    const store = await newStore()
    await put(store, 'before', 'b'.repeat(20_000))
    full = true
    const growing = store.begin()
    await Promise.all([put(store, 'large', 'l'.repeat(20_000)), put(store, 'small', 's')])
    expect(await growing.write([Buffer.alloc(30_000)])).toBe(false)
    expect(await textOf(store, 'large')).toBeNull()
    expect(await textOf(store, 'small')).toBeNull()
    expect(store.droppedBytes).toBe(50_001)
    full = false
    await put(store, 'after', 'a'.repeat(20_000))
    expect(await textOf(store, 'before')).toBe('b'.repeat(20_000))
    expect(await textOf(store, 'after')).toBe('a'.repeat(20_000))
  })

  it('forgets all, also what is on its way', async () => {
    const store = await newStore()
    void put(store, 'a', 'a'.repeat(200_000))
    await store.clear()
    expect(await textOf(store, 'a')).toBeNull()
    await put(store, 'b', 'b'.repeat(20_000))
    expect(await textOf(store, 'b')).toBe('b'.repeat(20_000))
    expect(store.droppedBytes).toBe(0)
  })
})
