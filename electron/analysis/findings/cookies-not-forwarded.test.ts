import { expect, it } from 'vitest'
import type { UpstreamCall } from '../../../shared/exchange.ts'
import { cookiesNotForwarded } from './cookies-not-forwarded.ts'
import { page, request, told } from './told.ts'

const NOTHING = { cookies: [], otherCookies: [], authorization: 'none' } as const
const asked = (status: number, forwarded: UpstreamCall['forwarded'], cookie = 'sid=1; theme=dark') =>
  page({ calls: [{ status, forwarded }] }, { request: request({ headers: cookie === '' ? [] : [['cookie', cookie]] }) })

it('speaks where upstream wants to know who asks, and the call kept it to itself', () => {
  expect(told(cookiesNotForwarded, asked(401, NOTHING))[0]).toContain('answered 401; the browser had sent 2 cookies')
  expect(told(cookiesNotForwarded, asked(403, NOTHING))).toHaveLength(1)
})

it('is quiet where it carried something on, upstream did not mind, or the browser sent nothing', () => {
  expect(told(cookiesNotForwarded, asked(401, { ...NOTHING, cookies: ['sid'] }))).toEqual([])
  expect(told(cookiesNotForwarded, asked(401, { ...NOTHING, authorization: 'different' }))).toEqual([])
  expect(told(cookiesNotForwarded, asked(200, NOTHING))).toEqual([])
  expect(told(cookiesNotForwarded, asked(401, NOTHING, ''))).toEqual([])
})
