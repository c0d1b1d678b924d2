import { describe, expect, it, vi } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import type { ExchangePage } from '../../shared/api.ts'
import { ExchangeFeed } from './feed.ts'

function batch(revision: number, ids: string, over: Partial<ExchangePage> = {}): ExchangePage {
  return { revision, upserts: [...ids].map(id => aSummary({ id })), removed: [], cleared: false, next: null, ...over }
}

/** A feed whose list is answered by hand, in the order in which it was asked for. */
function aFeed() {
  const asked: ((answer: ExchangePage) => void)[] = []
  const feed = new ExchangeFeed(
    () => new Promise(resolve => asked.push(resolve)),
    () => undefined,
  )
  const synced = async (answer: ExchangePage, wait: Promise<void>) => {
    asked.shift()?.(answer)
    await wait
  }
  return { feed, asked, synced, ids: () => [...feed.all].map(row => row.id).join('') }
}

describe('the feed', () => {
  it('puts what was pushed while the list was under way on top of it, once', async () => {
    const { feed, synced, ids } = aFeed()
    const wait = feed.sync()
    feed.push(batch(4, 'c'))
    feed.push(batch(5, 'd', { removed: ['a'] }))
    await synced(batch(4, 'abc'), wait)
    expect(ids()).toBe('bcd')
  })

  it('asks for the whole list where a revision is missing', async () => {
    const { feed, asked, synced, ids } = aFeed()
    await synced(batch(1, 'a'), feed.sync())
    feed.push(batch(2, 'b'))
    expect(asked).toHaveLength(0)
    feed.push(batch(4, 'd'))
    expect(asked).toHaveLength(1)
    feed.push(batch(5, 'e'))
    await synced(batch(4, 'abcd'), Promise.resolve())
    await Promise.resolve()
    expect(ids()).toBe('abcde')
  })

  it('forgets what a main process pushed that is gone', async () => {
    const { feed, asked, synced, ids } = aFeed()
    void feed.sync()
    feed.push(batch(900, 'z'))
    const again = feed.sync()
    asked.shift()
    await synced(batch(1, 'a'), again)
    expect(ids()).toBe('a')
    expect(asked).toHaveLength(0)
    feed.push(batch(2, 'b'))
    expect(ids()).toBe('ab')
  })

  it('takes only the newest of several lists', async () => {
    const { feed, asked, ids } = aFeed()
    const [first, second] = [feed.sync(), feed.sync()]
    asked[1]?.(batch(2, 'new'))
    asked[0]?.(batch(1, 'old'))
    await Promise.all([first, second])
    expect(ids()).toBe('enw')
  })

  it('takes a long list in parts, and what was pushed meanwhile after the last', async () => {
    const { feed, asked, ids } = aFeed()
    const wait = feed.sync()
    asked.shift()?.(batch(4, 'ab', { next: 'b' }))
    await Promise.resolve()
    expect(ids()).toBe('ab')
    feed.push(batch(5, 'e', { removed: ['a'] }))
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    asked.shift()?.(batch(5, 'cde'))
    await wait
    expect(ids()).toBe('bcde')
    feed.push(batch(6, 'f'))
    expect(ids()).toBe('bcdef')
  })

  it('clears before it adds', async () => {
    const { feed, synced, ids } = aFeed()
    await synced(batch(1, 'abc'), feed.sync())
    feed.push(batch(2, 'd', { cleared: true }))
    expect(ids()).toBe('d')
    expect(feed.shown.length).toBe(1)
  })

  it('moves a changed row in and out of what the filter shows', async () => {
    const { feed, synced } = aFeed()
    feed.setFilter(row => row.status === 200)
    await synced(batch(1, ''), feed.sync())
    feed.push(batch(2, '', { upserts: [aSummary({ id: 'a', status: null })] }))
    expect(feed.shown.length).toBe(0)
    feed.push(batch(3, 'a'))
    expect(feed.shown.length).toBe(1)
    feed.push(batch(4, '', { upserts: [aSummary({ id: 'a', status: 500 })] }))
    expect([feed.all.length, feed.shown.length]).toEqual([1, 0])
  })
})
