import { expect, it } from 'vitest'
import { setBeside } from './set-beside.ts'

it('knows what was sent as it was set, what was replaced, and what was not sent', () => {
  const { beside, unsent } = setBeside(
    [
      ['Content-Type', 'text/html'],
      ['Cache-Control', 'no-store'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'next=2'],
      ['X-Page', ' 7 '],
    ],
    [
      { name: 'cache-control', value: 's-maxage=1', atMs: 4 },
      { name: 'Cache-Control', value: 's-maxage=10', atMs: 5 },
      { name: 'set-cookie', value: ['a=1', 'b=2'], atMs: 6 },
      { name: 'x-page', value: '7', atMs: 7 },
      { name: 'X-Gone', value: 'x', atMs: 8 },
    ],
  )
  expect([...beside]).toEqual([
    [1, { kind: 'replaced', values: ['s-maxage=10'], atMs: 5 }],
    [2, { kind: 'as-set', atMs: 6 }],
    [4, { kind: 'as-set', atMs: 7 }],
  ])
  expect(unsent).toEqual([{ name: 'X-Gone', values: ['x'], atMs: 8 }])
})

it('has nothing to say where nothing was set', () => {
  const { beside, unsent } = setBeside([['a', 'b']], [])
  expect([beside.size, unsent]).toEqual([0, []])
})
