import { describe, expect, it } from 'vitest'
import { aSummary } from '../../shared/a-summary.ts'
import type { ExchangePage } from '../../shared/api.ts'
import { ExchangeFeed } from './feed.ts'

const row = (id: string, run: string | null = null, index = 0, status = 200) =>
  aSummary({ id, status, replayRun: run === null ? null : { id: run, index } })
const page = (revision: number, upserts: ExchangePage['upserts'], removed: readonly string[] = []): ExchangePage => ({
  revision,
  upserts,
  removed,
  cleared: false,
  next: null,
})

/** A feed that holds these rows; what is listed is read as text. */
async function aFeed(rows: ExchangePage['upserts']) {
  const feed = new ExchangeFeed(
    async () => page(1, rows),
    () => undefined,
  )
  await feed.sync()
  const listed = () => Array.from({ length: feed.listed.length }, (_, at) => feed.listed.at(at)?.id ?? '').join('')
  return { feed, listed }
}
const RUN = [row('a'), row('b', 'r', 0), row('c', 'r', 1), row('d', 'r', 2), row('e')]

describe('the list', () => {
  it('has one row for a repeat, until it is opened', async () => {
    const { feed, listed } = await aFeed(RUN)
    expect(listed()).toBe('abe')
    expect(feed.shown.length).toBe(5)
    expect(RUN.map(one => feed.foldOf(one))).toEqual([null, { count: 3, open: false, of: 'replay' }, null, null, null])
    expect(feed.fold('b', null)).toBe('b')
    expect(listed()).toBe('abcde')
    feed.push(page(2, [row('f', 'r', 3)]))
    expect(listed()).toBe('abcdef')
    expect(feed.fold('c', false)).toBe('b')
    expect(listed()).toBe('abe')
    expect(feed.fold('a', true)).toBeNull()
  })

  it('leaves a replay, and one of two ways, as they are', async () => {
    const { feed, listed } = await aFeed([row('a', 'r', 0), row('b', 'r', 1)])
    expect(listed()).toBe('ab')
    feed.push(page(2, [row('c', 'r', 2)]))
    expect(listed()).toBe('a')
  })

  it('folds nothing behind a row that the filter hides, or that has gone', async () => {
    const { feed, listed } = await aFeed([row('a', 'r', 0, 500), row('b', 'r', 1), row('c', 'r', 2), row('d', 'r', 3)])
    expect(listed()).toBe('a')
    feed.setFilter(({ status }) => status === 200)
    expect(listed()).toBe('bcd')
    feed.setFilter(() => true)
    feed.push(page(2, [], ['a']))
    expect(listed()).toBe('bcd')
  })

  it('is sorted with its repeats folded', async () => {
    const { feed, listed } = await aFeed(RUN)
    feed.setOrder({ key: ({ id }) => id, down: true })
    expect(listed()).toBe('eba')
    feed.fold('b', true)
    expect(listed()).toBe('edcba')
  })

  it('has one row for a navigation that was folded, also for what comes to it later, until its first request goes', async () => {
    const part = (id: string, navigation: string | null) => aSummary({ id, navigation })
    const { feed, listed } = await aFeed([
      part('a', 'a'),
      part('b', 'b'),
      part('c', 'a'),
      part('d', null),
      part('e', 'a'),
    ])
    expect(listed()).toBe('abcde')
    expect(feed.fold('c', false)).toBe('a')
    expect(listed()).toBe('abd')
    expect(feed.foldOf(part('a', 'a'))).toEqual({ count: 3, open: false, of: 'navigation' })
    feed.push(page(2, [part('f', 'a'), part('g', 'b')]))
    expect(listed()).toBe('abdg')
    feed.setFilter(row => row.id !== 'a')
    // What it would stand behind is not there to be opened.
    expect(listed()).toBe('bcdefg')
    feed.setFilter(() => true)
    expect(feed.fold('a', null)).toBe('a')
    expect(listed()).toBe('abcdefg')
    feed.fold('a', false)
    feed.push(page(3, [], ['a']))
    expect(listed()).toBe('bcdefg')
    // One request alone, and one of no navigation, are nothing to fold.
    expect([feed.fold('d', false), listed()]).toEqual([null, 'bcdefg'])
  })

  it('folds all navigations at once, and shows them again', async () => {
    const part = (id: string, navigation: string | null) => aSummary({ id, navigation })
    const rows = [part('a', 'a'), part('b', 'b'), part('c', 'a'), part('d', null), part('e', 'b'), part('f', 'f')]
    const { feed, listed } = await aFeed(rows)
    feed.foldAll(false)
    expect(listed()).toBe('abdf')
    feed.push(page(2, [part('g', 'b')]))
    expect(listed()).toBe('abdf')
    feed.fold('a', true)
    expect(listed()).toBe('abcdf')
    feed.foldAll(true)
    expect(listed()).toBe('abcdefg')
  })
})
