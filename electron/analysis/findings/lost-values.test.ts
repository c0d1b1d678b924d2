import { expect, it } from 'vitest'
import { anExchange } from '../../../shared/an-exchange.ts'
import { lostValues } from './lost-values.ts'
import { page, told } from './told.ts'

const lost = (mode: 'dev' | 'start', ...paths: string[]) =>
  page(
    {},
    {
      server: { ...anExchange().server, mode },
      props: {
        bytes: 10,
        keys: [],
        lost: paths.map(path => ({ path, type: 'Date', becomes: 'string' })),
        truncated: false,
      },
    },
  )

it('names all of them once, and is an error where Next answers with one', () => {
  expect(told(lostValues, lost('dev', 'when', 'a.b'))[0]).toMatch(
    /^error .*2 values of the props: when \(Date\) and a\.b \(Date\)/,
  )
  expect(told(lostValues, lost('start', 'when'))[0]).toMatch(/^warning JSON does not keep a value/)
})

it('is a warning where next dev does not mind', () => {
  const zero = page(
    {},
    { props: { bytes: 1, keys: [], lost: [{ path: 'a', type: '-0', becomes: '0' }], truncated: false } },
  )
  expect(told(lostValues, zero)).toEqual(['warning JSON does not keep a value of the props: a (-0).'])
})

it('is quiet where nothing is lost, and where it was not looked for', () => {
  expect(told(lostValues, lost('dev'))).toEqual([])
  expect(told(lostValues, page({}, { props: { bytes: 1, keys: [], lost: null, truncated: false } }))).toEqual([])
})
