import { expect, it } from 'vitest'
import { walkValue } from '../call/describe-value.ts'
import { createSecrets } from './secrets.ts'

const ENV = {
  STRIPE_SECRET: 'sk_test_lumen',
  NEXT_PUBLIC_KEY: 'public-key-of-all',
  PORT: '3000',
  SHORT_KEY: 'abc',
  UPSTREAM_URL: 'http://127.0.0.1:4500',
  DATABASE_URL: 'postgres://shop:hunter2@db/shop',
  HOME: '/home/lena',
  NODE_ENV: 'production',
  GREETING: 'hello to everybody',
  BUILD: '4f9d2c7ab81e60553c1a',
}
const find = createSecrets(ENV).of(['Cookie', 'sid=s%3Aabcdefgh; t=1', 'Authorization', 'Bearer token-of-nora'])

it.each([
  ['sk_test_lumen', { source: 'env', name: 'STRIPE_SECRET' }],
  ['postgres://shop:hunter2@db/shop', { source: 'env', name: 'DATABASE_URL' }],
  ['4f9d2c7ab81e60553c1a', { source: 'env', name: 'BUILD' }],
  ['s%3Aabcdefgh', { source: 'cookie', name: 'sid' }],
  ['s:abcdefgh', { source: 'cookie', name: 'sid' }],
  ['token-of-nora', { source: 'authorization', name: 'authorization' }],
  ['Bearer token-of-nora', { source: 'authorization', name: 'authorization' }],
])('finds %s', (text, found) => expect(find(text)).toEqual(found))

it.each([
  'public-key-of-all',
  '3000',
  'abc',
  'http://127.0.0.1:4500',
  '/home/lena',
  'production',
  'hello to everybody',
  '1',
  '',
])('lets %s pass', text => expect(find(text)).toBe(null))

it('says where in the value one stands', () => {
  const walk = walkValue({ list: [{ key: 'sk_test_lumen' }, 'other'], name: 'x' }, false, find)
  walk.step(100)
  expect(walk.secrets).toEqual([{ path: 'list[0].key', source: 'env', name: 'STRIPE_SECRET' }])
})
