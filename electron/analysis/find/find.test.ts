import { afterAll, describe, expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import { exchangeId } from '../../../shared/units.ts'
import { summarize } from '../../exchanges/summary.ts'
import { type FindPlaces, findInAll } from './find-in-all.ts'
import { createFinder } from './finder.ts'

const finder = createFinder()
afterAll(() => finder.close())

/** Exchanges with these props, oldest first; null: not kept. */
function places(...props: (string | null)[]): FindPlaces {
  const exchanges = props.map((_, n) => anExchange({ id: exchangeId(`e${n}`) }))
  return {
    rows: () => exchanges.map(summarize),
    propsOf: async id => {
      const text = props[Number(id.slice(1))] ?? null
      return text === null ? null : new TextEncoder().encode(text)
    },
    secretsOf: () => new Set(['user.pass']),
    finder,
  }
}

async function all(box: string, where: FindPlaces) {
  const found: string[] = []
  let last = null
  for (let after: string | null = null; ; ) {
    const step = await findInAll({ box, matchCase: false, after }, where)
    if (!step.ok) return step.problem.message
    last = step.value
    for (const one of last.found) found.push(`${one.id} ${one.count} ${one.hits.map(hit => hit.path).join()}`)
    if (last.next === null) return { ...last, found }
    after = last.next
  }
}

describe('findInAll', () => {
  it('tells where a known secret stands, and not what it is', async () => {
    const one = await findInAll(
      { box: 'hunter2', matchCase: false, after: null },
      places('{"user":{"pass":"hunter2","hunter2":1}}'),
    )
    expect(one.ok && one.value.found[0]?.hits).toMatchObject([
      { path: 'user.pass', inKey: false, text: '••••••••' },
      { path: 'user.hunter2', inKey: true },
    ])
  })

  it('finds which exchanges hold it, newest first, and says what was in the way', async () => {
    const where = places('{"user":{"mail":"mira@example.com"}}', '{"a":1}', null, 'no json', '["x@y.zz","b@c.de"]')
    expect(await all('/\\S+@\\S+\\.\\w+/', where)).toMatchObject({
      found: ['e4 2 [0],[1]', 'e0 1 user.mail'],
      searched: 5,
      of: 5,
      notKept: 1,
      unreadable: 1,
    })
    expect(await all('mira', where)).toMatchObject({ found: ['e0 1 user.mail'] })
    expect(await all('path:user.mail', where)).toMatchObject({ found: ['e0 1 user.mail'] })
  })

  it('goes on where it was, also when newer ones came meanwhile', async () => {
    const where = places('"x"', '"x"', '"x"')
    const step = await findInAll({ box: 'x', matchCase: false, after: 'e1' }, where)
    expect(step).toMatchObject({ ok: true, value: { found: [{ id: 'e0' }], next: null } })
  })

  it('says what it does not understand, and ends a pattern that hangs', async () => {
    expect(await all('/(/', places('1'))).toContain('not understood')
    const hangs = places(JSON.stringify(`${'a'.repeat(40)}!`), '"harmless"')
    expect(await all('/^(a+)+$/', hangs)).toMatchObject({ slow: 1, searched: 2 })
  })
})
