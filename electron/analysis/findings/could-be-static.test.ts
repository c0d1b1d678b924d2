import { expect, it } from 'vitest'
import type { Call } from '../../../shared/exchange.ts'
import { couldBeStatic } from './could-be-static.ts'
import { noStoreByDefault } from './no-store-by-default.ts'
import { page, request, told } from './told.ts'

const times = (
  count: number,
  call: Partial<Pick<Call, 'reads' | 'readsUnseen' | 'setHeaders'>>,
  digest = (_: number) => 'same',
  url = (_: number) => '/a',
) =>
  Array.from({ length: count }, (_, nth) =>
    page(
      { readsUnseen: ['method', 'url'], ...call },
      {
        propsDigest: digest(nth),
        request: request({ page: '/a', params: {}, url: url(nth), query: url(nth) === '/a' ? {} : { n: String(nth) } }),
      },
    ),
  )

it('speaks when enough calls looked at nothing and returned the same', () => {
  expect(told(couldBeStatic, ...times(5, { reads: [] }))).toHaveLength(1)
  expect(told(couldBeStatic, ...times(4, { reads: [] }))).toEqual([])
})

it('is quiet where one looked at something, or nobody knows, or one returned something else', () => {
  expect(told(couldBeStatic, ...times(5, { reads: ['query.q'] }))).toEqual([])
  expect(told(couldBeStatic, ...times(5, { reads: null }))).toEqual([])
  expect(told(couldBeStatic, ...times(5, { reads: [], readsUnseen: ['query'] }))).toEqual([])
  expect(told(couldBeStatic, ...times(5, { reads: [] }, nth => (nth === 1 ? 'other' : 'same')))).toEqual([])
})

it('no-store-by-default speaks where it is the address that decides', () => {
  const looks = { reads: ['query.n'] }
  expect(told(noStoreByDefault, ...times(5, looks))).toHaveLength(1)
  expect(told(noStoreByDefault, ...times(4, looks))).toEqual([])
  expect(told(noStoreByDefault, ...times(5, looks, undefined, nth => `/a?n=${nth}`))).toEqual([])
  expect(told(noStoreByDefault, ...times(5, { reads: ['cookies.cart'] }))).toEqual([])
  // Then the page needs no call at all.
  expect(told(noStoreByDefault, ...times(5, { reads: [] }))).toEqual([])
  const declared = times(5, looks).map(one => ({ ...one, cache: { ...one.cache, declared: 'public, s-maxage=1' } }))
  expect(told(noStoreByDefault, ...declared)).toEqual([])
})
