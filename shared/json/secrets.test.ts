import { expect, it } from 'vitest'
import { MASK, masked, secretShape } from './secrets.ts'

it.each([
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2VjcmV0', 'a JWT'],
  [['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_'), 'a GitHub token'],
  [['sk', 'live', '0123456789abcdef'].join('_'), 'a Stripe secret key'],
  [`-----BEGIN ${'PRIVATE'} KEY-----\nMIIE`, 'a private key'],
  ['postgres://shop:hunter2@db.internal/shop', 'a database URL with a password'],
])('knows what %s looks like', (text, name) => {
  expect(secretShape(text)).toBe(name)
  expect(masked(text)).toBe(MASK)
})

it.each([
  '',
  'Desk lamp',
  'https://example.com/a:b@c',
  'eyJ is how it begins',
  'skiing-in-the-alps-with-friends',
  'x'.repeat(100_000),
])('leaves %s alone', text => {
  expect(secretShape(text)).toBeNull()
  expect(masked(text)).toBe(text)
})
