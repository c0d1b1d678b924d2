import { expect, it } from 'vitest'
import type { Call } from '../../../shared/exchange.ts'
import { cacheLeak } from './cache-leak.ts'
import { isSharedCacheable } from './policy.ts'
import { page, request, told } from './told.ts'

const declared = (header: string | null, call: Partial<Pick<Call, 'reads' | 'setHeaders'>>) =>
  page(call, {
    cache: { declared: header, sent: null, inProduction: null },
    request: request({ headers: [['cookie', 'a=b']] }),
  })
const setCookie = { setHeaders: [{ name: 'set-cookie', value: 'a=b', atMs: 1 }] }

it('speaks where a shared cache may keep what is one visitor’s', () => {
  expect(told(cacheLeak, declared('public, s-maxage=600', setCookie))[0]).toContain('but the call set a cookie')
  expect(told(cacheLeak, declared('s-maxage=10', { reads: ['cookies.cart', 'query.q'] }))[0]).toContain(
    'looked at cookies.cart:',
  )
  expect(told(cacheLeak, declared('max-age=60', { reads: ['headers.authorization'] }))).toHaveLength(1)
})

it('is quiet where no shared cache keeps it, or it is the same for all', () => {
  expect(told(cacheLeak, declared('private, max-age=600', setCookie))).toEqual([])
  expect(told(cacheLeak, declared(null, { reads: ['cookies.cart'] }))).toEqual([])
  expect(told(cacheLeak, declared('public, s-maxage=600', { reads: ['query.q', 'headers.user-agent'] }))).toEqual([])
})

it.each([
  ['public, s-maxage=10', true],
  ['max-age=10', true],
  ['s-maxage=0, stale-while-revalidate=60', true],
  ['public', false],
  ['public, max-age=0', false],
  ['public, max-age=60, s-maxage=0', false],
  ['no-cache, max-age=60', false],
  ['private, s-maxage=60', false],
])('reads %s', (header, is) => {
  expect(isSharedCacheable(header)).toBe(is)
})
