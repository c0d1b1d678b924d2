import { expect, it } from 'vitest'
import { ownApiRoute } from './own-api-route.ts'
import { page, told } from './told.ts'

it('knows the own route by the exchange that it caused, or by its address', () => {
  const words = 'warning It asks its own API route over HTTP: GET '
  expect(told(ownApiRoute, page({ calls: [{ url: 'http://127.0.0.1:9/api/item?id=7', exchange: 'y' }] }))).toEqual([
    `${words}http://127.0.0.1:9/api/item?id=7, 10 ms.`,
  ])
  expect(told(ownApiRoute, page({ calls: [{ url: 'http://127.0.0.1:3000/api/item' }] }))).toHaveLength(1)
})

it('leaves other servers’ routes alone, and other pages of its own', () => {
  expect(
    told(
      ownApiRoute,
      page({ calls: [{ url: 'http://localhost:4000/api/item' }, { url: 'http://localhost:3000/apiary' }] }),
    ),
  ).toEqual([])
})
