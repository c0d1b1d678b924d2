import { expect, it } from 'vitest'
import { serverKey } from './server-key.ts'

it('takes all names of this machine for one, and ports and other machines apart', () => {
  const key = serverKey('http://localhost:3000')
  for (const same of [
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://shop.localhost:3000',
    'https://localhost:3000',
  ])
    expect(serverKey(same)).toBe(key)
  for (const other of ['http://localhost:3001', 'http://shop.example:3000', 'http://localhost'])
    expect(serverKey(other)).not.toBe(key)
  expect(serverKey('http://shop.example:3000')).not.toBe(serverKey('https://shop.example:3000'))
})
