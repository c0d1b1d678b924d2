import { expect, it } from 'vitest'
import { matchHeaders } from './header-rows.ts'

const headers = [
  ['Set-Cookie', 'a=1'],
  ['X-Powered-By', 'Next.js'],
  ['set-cookie', 'b=2'],
] as const

it('keeps order and case, and counts repeated names', () => {
  expect(matchHeaders(headers, '').map(({ name, nth, of }) => [name, nth, of])).toEqual([
    ['Set-Cookie', 1, 2],
    ['X-Powered-By', 1, 1],
    ['set-cookie', 2, 2],
  ])
})

it('searches in names and values', () => {
  expect(matchHeaders(headers, ' NEXT ').map(({ name }) => name)).toEqual(['X-Powered-By'])
  expect(matchHeaders(headers, 'cookie: b')).toMatchObject([{ name: 'set-cookie', nth: 2 }])
  expect(matchHeaders(headers, 'nothing')).toEqual([])
})
