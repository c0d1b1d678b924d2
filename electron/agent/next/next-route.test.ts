import { describe, expect, it } from 'vitest'
import type { LiveRequest } from '../request/request.ts'
import { isAppRoute, paramsOf, routeOf } from './next-route.ts'

/** A request as Next has noted it. */
function noted(meta: Record<string, unknown> | undefined): LiveRequest {
  const req = { [Symbol.for('NextInternalRequestMeta')]: meta }
  return { response: { req } } as unknown as LiveRequest
}
const route = (meta: Record<string, unknown> | undefined) => {
  const { params, ...rest } = routeOf(noted(meta))
  return { ...rest, params: params && { ...params }, isApp: isAppRoute(noted(meta)) }
}

describe('what Next has noted of a request', () => {
  it.each([
    ['13.5', { _nextMatch: { definition: { kind: 'PAGES' }, params: { id: '7' }, detectedLocale: 'de' } }, 'de'],
    ['14', { match: { definition: { kind: 'PAGES' }, params: { id: '7' }, detectedLocale: 'en' } }, 'en'],
    ['16', { locale: 'de', match: { definition: { kind: 'PAGES' }, params: { id: '7' } } }, 'de'],
    ['16 without i18n', { match: { definition: { kind: 'PAGES' }, params: { id: '7' } } }, null],
  ])('is read as %s writes it', (_, meta, locale) => {
    expect(route(meta)).toEqual({ params: { id: '7' }, locale, isApp: false })
  })

  it('has no params where the route has none, and is not known where Next notes nothing', () => {
    expect(route({ match: { definition: { kind: 'PAGES' }, params: undefined } })).toEqual({
      params: {},
      locale: null,
      isApp: false,
    })
    expect(route(undefined)).toEqual({ params: null, locale: null, isApp: false })
    expect(routeOf({ response: null } as LiveRequest).params).toBeNull()
  })

  it('tells the App Router', () => {
    expect(route({ match: { definition: { kind: 'APP_PAGE' }, params: {} } }).isApp).toBe(true)
  })

  it('calls no getter, and takes only what a param can be', () => {
    const params = { list: ['a', 'b'], odd: [1], object: {}, id: '7' }
    Object.defineProperty(params, 'trap', { enumerable: true, get: () => expect.fail('called') })
    expect({ ...paramsOf(params) }).toEqual({ list: ['a', 'b'], id: '7' })
  })
})
