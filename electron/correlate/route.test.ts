import { describe, expect, it } from 'vitest'
import { headerValue, pairs } from './headers.ts'
import { kindOf } from './kind.ts'
import { matchParams, paramsOf, paramsWithin, readDataPath, readQuery } from './route.ts'

describe('the params of a document', () => {
  it.each([
    ['/item/[id]', { id: '7', via: 'rewrite' }, { id: '7' }],
    ['/docs/[...slug]', { slug: ['a', 'b c'] }, { slug: ['a', 'b c'] }],
    ['/docs/[[...slug]]', { tab: 'x' }, {}],
    ['/about', { q: 'x' }, {}],
    ['/p/[__proto__]', JSON.parse('{"__proto__":"x"}'), JSON.parse('{"__proto__":"x"}')],
  ])('%s within %j', (page, query, params) => {
    expect(Object.entries(paramsWithin(page, query) ?? { none: true })).toEqual(Object.entries(params))
  })

  it.each([
    ['/item/[id]', {}],
    ['/item/[id]', { id: ['7'] }],
    ['/item/[toString]', {}],
    ['/docs/[...slug]', { slug: 'a' }],
    ['/docs/[...slug]', { slug: [1] }],
  ])('%s not within %j', (page, query) => {
    expect(paramsWithin(page, query)).toBeNull()
  })

  it('are told by Next before the address, and by the address before the document', () => {
    const all = (...[page, path, told, query]: Parameters<typeof paramsOf>) => ({
      ...paramsOf(page, path, told, query),
    })
    expect(all('/item/[id]', '/old/7', { id: 'next' }, { id: 'document' })).toEqual({ id: 'next' })
    expect(all('/item/[id]', '/item/address', null, { id: 'document' })).toEqual({ id: 'address' })
    expect(all('/item/[id]', '/old/7', null, { id: 'document' })).toEqual({ id: 'document' })
    expect(paramsOf('/item/[id]', '/old/7', null, null)).toBeNull()
    expect(paramsOf(null, '/item/7', { id: '7' }, null)).toBeNull()
  })
})

describe('matchParams', () => {
  it.each([
    ['/product/[id]', '/product/7', { id: '7' }],
    ['/product/[id]', '/shop/product/a%20b%2Fc', { id: 'a b/c' }],
    ['/[a]/x/[b]', '/1/x/2', { a: '1', b: '2' }],
    ['/docs/[...slug]', '/docs/a/b%20c', { slug: ['a', 'b c'] }],
    ['/docs/[...slug]', '/base/docs/a', { slug: ['a'] }],
    ['/docs/[[...slug]]', '/docs', {}],
    ['/docs/[[...slug]]', '/docs/x', { slug: ['x'] }],
    ['/about', '/about', {}],
    ['/', '/', {}],
    ['/p/[__proto__]', '/p/x', JSON.parse('{"__proto__":"x"}')],
    ['/bad/[id]', '/bad/%E0%A4%A', { id: '%E0%A4%A' }],
  ])('%s takes %s', (page, path, params) => {
    const found = matchParams(page, path)
    expect(Object.entries(found ?? { none: true })).toEqual(Object.entries(params))
  })

  it.each([
    ['/product/[id]', '/elsewhere/7'],
    ['/docs/[...slug]', '/docs'],
    ['/product/[id]', '/'],
  ])('%s does not take %s', (page, path) => {
    expect(matchParams(page, path)).toBeNull()
  })
})

describe('readQuery', () => {
  it('decodes, and makes a list of what stands more than once', () => {
    expect({ ...readQuery('/x?a=1&b=x%20y+z&a=2&a=3&empty=&bare') }).toEqual({
      a: ['1', '2', '3'],
      b: 'x y z',
      empty: '',
      bare: '',
    })
    expect(Object.keys(readQuery('/x'))).toEqual([])
  })
})

describe('readDataPath', () => {
  it.each([
    ['/_next/data/dev/product/8.json', { buildId: 'dev', pagePath: '/product/8' }],
    ['/_next/data/b1/index.json', { buildId: 'b1', pagePath: '/' }],
    ['/base/_next/data/b1/a.json', { buildId: 'b1', pagePath: '/base/a' }],
    ['/product/8.json', null],
  ])('%s', (path, expected) => {
    expect(readDataPath(path)).toEqual(expected)
  })
})

describe('kindOf', () => {
  const kind = (url: string, headers: [string, string][] = [], page: string | null = null) =>
    kindOf(url, headers, page, false, 'text/html')
  it.each([
    ['/_next/static/chunks/a.js', 'asset'],
    ['/favicon.ico', 'asset'],
    ['/api/item', 'api'],
    ['/_next/data/b/p.json', 'data'],
    ['/nothing-here', 'document'],
  ])('%s is %s', (url, expected) => {
    expect(kind(url)).toBe(expected)
  })
  it('a prefetch says so itself', () => {
    expect(kind('/_next/data/b/p.json', [['Purpose', 'prefetch']])).toBe('prefetch')
    expect(kind('/p', [['Sec-Purpose', 'prefetch;prerender']], '/p')).toBe('prefetch')
  })
  it('a page with a dot in its path is a document', () => {
    expect(kind('/files/a.txt', [], '/files/[name]')).toBe('document')
  })
})

describe('headers', () => {
  it('are compared without case, and repeated ones joined', () => {
    const list = pairs(['Vary', 'a', 'VARY', 'b', 'X', '1', 'odd'])
    expect(list).toEqual([
      ['Vary', 'a'],
      ['VARY', 'b'],
      ['X', '1'],
    ])
    expect(headerValue(list, 'vary')).toBe('a, b')
    expect(headerValue(list, 'y')).toBeNull()
  })
})
