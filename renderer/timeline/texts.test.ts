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
  ])('of the data request %s is %s', (url, shown) => expect(displayUrl({ kind: 'data', url })).toBe(shown))

  it('of a document is as received', () => {
    expect(displayUrl({ kind: 'document', url: '/_next/data/x/y.json' })).toBe('/_next/data/x/y.json')
  })
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
