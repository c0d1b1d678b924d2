import { describe, expect, it } from 'vitest'
import { cacheText, displayUrl } from './texts.ts'

describe('the address of a row', () => {
  it.each([
    ['/_next/data/aB-1_c/product/8.json?ref=home', '/product/8?ref=home'],
    ['/_next/data/development/index.json', '/'],
    ['/_next/data/development/index.json?page=2', '/?page=2'],
    ['/shop/_next/data/x/index.json', '/shop'],
    ['/shop/_next/data/x/en/cart.json', '/shop/en/cart'],
    ['/_next/data/x/strange', '/_next/data/x/strange'],
    ['/_next/data', '/_next/data'],
    ['/a?next=/_next/data/x/y.json', '/a?next=/_next/data/x/y.json'],
  ])('of the data request %s is %s', (url, shown) => expect(displayUrl({ kind: 'data', url, page: null })).toBe(shown))

  it('of a document is as received', () => {
    expect(displayUrl({ kind: 'document', url: '/_next/data/x/y.json', page: null })).toBe('/_next/data/x/y.json')
  })
})

describe('params that the query of a data request repeats', () => {
  it.each([
    ['/product/[id]', '/product/4.json?id=4', '/product/4'],
    ['/product/[id]', '/product/4.json?ref=home&id=4', '/product/4?ref=home'],
    ['/product/[id]', '/en/product/4.json?id=4', '/en/product/4'],
    ['/product/[id]', '/product/a%20b.json?id=a+b&x=%20', '/product/a%20b?x=%20'],
    ['/docs/[...slug]', '/docs/a/b.json?slug=a&slug=b&v=2', '/docs/a/b?v=2'],
    ['/all/[[...all]]', '/all.json?q=1', '/all?q=1'],
    ['/[user]/[post]', '/mira/7.json?user=mira&post=7', '/mira/7'],
  ])('of %s: %s is %s', (page, path, shown) =>
    expect(displayUrl({ kind: 'data', url: `/_next/data/b${path}`, page })).toBe(shown),
  )

  it.each([
    ['/product/[id]', '/product/4.json?id=5', '/product/4?id=5'],
    ['/product/[id]', '/product/4.json?id=4&id=5', '/product/4?id=4&id=5'],
    ['/docs/[...slug]', '/docs/a/b.json?slug=b&slug=a', '/docs/a/b?slug=b&slug=a'],
    ['/search', '/search.json?q=search', '/search?q=search'],
    ['/product/[id]', '/elsewhere.json?id=elsewhere', '/elsewhere?id=elsewhere'],
    ['/product/[id]', '/product/%E0%A4.json?id=%E0%A5', '/product/%E0%A4?id=%E0%A5'],
    [null, '/product/4.json?id=4', '/product/4?id=4'],
  ])('what says more stays, of %s: %s is %s', (page, path, shown) =>
    expect(displayUrl({ kind: 'data', url: `/_next/data/b${path}`, page })).toBe(shown),
  )
})

describe('Cache-Control in a cell', () => {
  it('names the directive that decides', () => {
    expect(cacheText(null, 'private, no-cache, no-store, max-age=0, must-revalidate').short).toBe('no-store')
    expect(cacheText(null, 'public, S-MaxAge=10, stale-while-revalidate=59').short).toBe('s-maxage=10')
    expect(cacheText(null, 'private, max-age=60').short).toBe('private')
    expect(cacheText(null, 'immutable').short).toBe('immutable')
  })

  it('marks a declared value that was not sent', () => {
    expect(cacheText('public, s-maxage=10', 'no-store')).toEqual({
      short: 's-maxage=10',
      overwritten: true,
      full: 'declared: public, s-maxage=10; sent: no-store',
    })
    expect(cacheText('no-store', 'no-store').overwritten).toBe(false)
    expect(cacheText('no-store', null).overwritten).toBe(false)
    expect(cacheText(null, null).short).toBeNull()
  })
})
