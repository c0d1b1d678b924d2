import { describe, expect, it } from 'vitest'
import type { Outgoing } from './replay.ts'
import { asBot, asData, asDocument, dataUrl, documentUrl, inLocale, placeOfPage, withHeader } from './replay-request.ts'

const NONE = { buildId: null, locales: [], defaultLocale: null }
const TWO = { buildId: 'b', locales: ['en', 'de'], defaultLocale: 'en' }
const get = (url: string, headers: Outgoing['headers'] = []): Outgoing => ({ method: 'GET', url, headers, body: null })

describe('a page’s address', () => {
  it.each([
    ['/product/7?q=a', '/product/[id]', NONE, { base: '', locale: null, path: '/product/7', search: 'q=a' }],
    ['/shop/product/7', '/product/[id]', NONE, { base: '/shop', locale: null, path: '/product/7', search: '' }],
    ['/shop/de/product/7', '/product/[id]', TWO, { base: '/shop', locale: 'de', path: '/product/7', search: '' }],
    ['/de', '/', TWO, { base: '', locale: 'de', path: '/', search: '' }],
    ['/docs/a/b', '/docs/[...slug]', NONE, { base: '', locale: null, path: '/docs/a/b', search: '' }],
    ['/x/docs/a/b', '/docs/[...slug]', NONE, { base: '/x', locale: null, path: '/docs/a/b', search: '' }],
    ['/_next/data/b/index.json', '/', NONE, { base: '', locale: null, path: '/', search: '' }],
    [
      '/shop/_next/data/b/de/product/7.json?id=7&q=a',
      '/product/[id]',
      TWO,
      { base: '/shop', locale: 'de', path: '/product/7', search: 'q=a' },
    ],
    ['/rewritten?x=1', '/product/[id]', NONE, { base: '', locale: null, path: '/rewritten', search: 'x=1' }],
  ])('%s of %s', (url, page, facts, place) => {
    expect(placeOfPage(url, page, facts)).toEqual(place)
  })

  it('is the same both ways', () => {
    for (const [url, page] of [
      ['/', '/'],
      ['/product/7?q=a%20b', '/product/[id]'],
      ['/de/product/7', '/product/[id]'],
      ['/docs/a%2Fb/c', '/docs/[...slug]'],
    ] as const) {
      const data = dataUrl(placeOfPage(url, page, TWO), page, 'b', 'en')
      expect(data).toMatch(/^\/_next\/data\/b\/(en|de)[./]/)
      expect(documentUrl(placeOfPage(data, page, TWO), 'en')).toBe(url)
    }
    expect(dataUrl(placeOfPage('/product/7', '/product/[id]', NONE), '/product/[id]', 'b', null)).toBe(
      '/_next/data/b/product/7.json?id=7',
    )
  })
})

it('asks as the router does, and back', () => {
  const document = get('/product/7', [
    ['Host', 'localhost:3000'],
    ['Accept', 'text/html'],
    ['Sec-Fetch-Mode', 'navigate'],
    ['Upgrade-Insecure-Requests', '1'],
    ['Cookie', 'a=1'],
  ])
  const data = asData(document, '/product/[id]', NONE, 'b')
  expect(data).toEqual(
    get('/_next/data/b/product/7.json?id=7', [
      ['Host', 'localhost:3000'],
      ['Accept', '*/*'],
      ['Sec-Fetch-Mode', 'cors'],
      ['Cookie', 'a=1'],
      ['x-nextjs-data', '1'],
    ]),
  )
  const back = asDocument(data, '/product/[id]', NONE)
  expect(back.url).toBe('/product/7')
  expect(back.headers.map(([name]) => name)).not.toContain('x-nextjs-data')
})

it('presets leave out what they must', () => {
  const request = get('/product/7', [
    ['cookie', 'a=1; NEXT_LOCALE=en'],
    ['sec-ch-ua', 'x'],
    ['user-agent', 'Chrome'],
  ])
  expect(asBot(request).headers).toEqual([['user-agent', expect.stringContaining('Googlebot')]])
  const german = inLocale(request, '/product/[id]', TWO, 'de')
  expect(german.url).toBe('/de/product/7')
  expect(german.headers).toContainEqual(['cookie', 'a=1'])
  expect(german.headers).toContainEqual(['accept-language', 'de'])
})

it('changes a header where it stands', () => {
  const headers = [
    ['A', '1'],
    ['X-B', '2'],
    ['x-b', '3'],
    ['C', '4'],
  ] as const
  expect(withHeader(headers, 'x-b', '9')).toEqual([
    ['A', '1'],
    ['X-B', '9'],
    ['C', '4'],
  ])
  expect(withHeader(headers, 'x-b', null)).toHaveLength(2)
  expect(withHeader(headers, 'd', '5').at(-1)).toEqual(['d', '5'])
})
