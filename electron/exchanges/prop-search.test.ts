import { afterAll, beforeAll, expect, it } from 'vitest'
import { readPropPath } from '../../shared/filter/prop-path.ts'
import { anExchange } from './an-exchange.ts'
import { type BodyStore, createBodyStore } from './bodies.ts'
import { matchProps } from './prop-search.ts'

let bodies: BodyStore
beforeAll(async () => {
  bodies = await createBodyStore()
})
afterAll(() => bodies.close())

const props = (over: object) => ({ bytes: 2, keys: [{ path: 'user', bytes: 1 }], lost: [], truncated: false, ...over })
const search = (exchange: ReturnType<typeof anExchange> | null, path: string) =>
  matchProps(exchange, readPropPath(path) ?? { path: [], value: null }, bodies)

it('reads the props of those that may have the place, and says where it cannot tell', async () => {
  const json = Buffer.from(JSON.stringify({ user: { email: 'ann@example.org' } }))
  await bodies.put('a', 'props', json)
  await bodies.put('bad', 'props', Buffer.from('{"user":'))
  const a = anExchange({ id: 'a', props: props({ bytes: json.byteLength }) })
  expect(await search(a, 'user.email')).toBe(true)
  expect(await search(a, 'user.email=ANN')).toBe(true)
  expect(await search(a, 'user.name')).toBe(false)
  expect(await search(a, '*.email')).toBe(true)
  // Neither needs the body, which is not there.
  const gone = anExchange({ id: 'gone', props: props({}) })
  expect([await search(gone, 'user'), await search(gone, 'other.x')]).toEqual([true, false])
  expect(await search(anExchange({ id: 'none' }), 'user')).toBe(false)
  expect([
    await search(gone, 'user.email'),
    await search(null, 'user'),
    await search(anExchange({ id: 'bad', props: props({}) }), 'user.email'),
    await search(anExchange({ id: 'a', props: props({ bytes: 5_000_000 }) }), 'user.email'),
    await search(anExchange({ id: 'a', props: props({ truncated: true }) }), 'user.email'),
  ]).toEqual([null, null, null, null, null])
})
