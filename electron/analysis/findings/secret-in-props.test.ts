import { expect, it } from 'vitest'
import type { Secret } from '../../../shared/exchange.ts'
import { secretInProps } from './secret-in-props.ts'
import { page, told } from './told.ts'

const withSecret = (source: Secret['source'], name: string) =>
  page({}, { secrets: [{ path: 'payment.key', source, name }] })
const sets = (cookie: string) => page({ setHeaders: [{ name: 'set-cookie', value: cookie, atMs: 1 }] })

it('names where it stands and whose it is', () => {
  expect(told(secretInProps, withSecret('env', 'STRIPE_SECRET'))).toEqual([
    'error The value of the environment variable STRIPE_SECRET stands in the props at payment.key, and so in the source of every answer.',
  ])
  expect(told(secretInProps, withSecret('shape', 'a JWT'))).toHaveLength(1)
  expect(told(secretInProps, withSecret('authorization', 'authorization'))).toHaveLength(1)
})

it('counts a cookie only where it was set with HttpOnly', () => {
  expect(told(secretInProps, sets('sid=abcdefgh; Path=/; HttpOnly'), withSecret('cookie', 'sid'))).toHaveLength(1)
  expect(told(secretInProps, sets('sid=abcdefgh; Path=/'), withSecret('cookie', 'sid'))).toEqual([])
  expect(told(secretInProps, withSecret('cookie', 'sid'))).toEqual([])
})

it('says nothing where the answer is none with props', () => {
  expect(told(secretInProps, { ...withSecret('env', 'X_KEY'), outcome: 'error' })).toEqual([])
})
