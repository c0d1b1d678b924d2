import type { lookup } from 'node:dns'
import { expect, it } from 'vitest'
import { loopbackLookup, waysTo } from './loopback.ts'

/** What is found on a system that knows of these addresses alone; null: of none. */
function find(name: string, known: string[] | null, options: { all?: boolean; family?: 4 | 6 } = { all: true }) {
  const system = ((_: string, __: object, found: (error: Error | null, said?: object[]) => void) => {
    if (known === null) found(new Error('ENOTFOUND'))
    else
      found(
        null,
        known.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
  }) as typeof lookup
  return new Promise(done => {
    loopbackLookup(system)(name, options, (_, said) =>
      done(typeof said === 'string' ? said : said?.map(({ address }) => address)),
    )
  })
}

it.each<[string, string[] | null, string[]]>([
  ['localhost', ['127.0.0.1'], ['127.0.0.1', '::1']],
  ['localhost', ['::1', '127.0.0.1'], ['::1', '127.0.0.1']],
  ['LOCALHOST', null, ['127.0.0.1', '::1']],
  ['shop.localhost', null, ['127.0.0.1', '::1']],
])('%s, which the system knows as %j, is %j', async (name, known, all) => {
  expect(await find(name, known)).toEqual(all)
})

it('gives one address, or those of one family, where that is asked for', async () => {
  expect(await find('localhost', ['::1'], {})).toBe('::1')
  expect(await find('localhost', ['127.0.0.1'], { family: 6 })).toBe('::1')
  expect(await find('localhost', null, { all: true, family: 4 })).toEqual(['127.0.0.1'])
})

it('is only for names of the loopback', () => {
  expect(waysTo('localhost')).toHaveProperty('lookup')
  expect(waysTo('shop.example')).not.toHaveProperty('lookup')
})
