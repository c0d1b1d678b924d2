import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { parseTarget, readOrigin, splitTarget } from './target.ts'

const own = Object.values(networkInterfaces())
  .flat()
  .find(found => found && !found.internal && found.family === 'IPv4')?.address

describe('parseTarget', () => {
  test.each([
    ['3000', { kind: 'number', number: 3000 }],
    [' 70000 ', { kind: 'number', number: 70000 }],
    [':3000', { kind: 'http', port: 3000 }],
    ['http://localhost:3000', { kind: 'http', port: 3000 }],
    ['http://localhost:3000/product/7?q=1', { kind: 'http', port: 3000 }],
    ['HTTP://127.0.0.1:3000/', { kind: 'http', port: 3000 }],
    ['http://[::1]:3000', { kind: 'http', port: 3000 }],
    ['http://shop.localhost:3000', { kind: 'http', port: 3000 }],
    ['http://localhost', { kind: 'http', port: 80 }],
    ['https://localhost', { kind: 'http', port: 443 }],
    ['localhost:9229', { kind: 'address', host: '127.0.0.1', port: 9229 }],
    ['0.0.0.0:9229', { kind: 'address', host: '127.0.0.1', port: 9229 }],
    ['[::1]:9229', { kind: 'address', host: '::1', port: 9229 }],
    ['ws://127.0.0.1:9229', { kind: 'inspector', host: '127.0.0.1', port: 9229, url: null }],
    [
      'ws://127.0.0.1:9229/a-b-c',
      { kind: 'inspector', host: '127.0.0.1', port: 9229, url: 'ws://127.0.0.1:9229/a-b-c' },
    ],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual({ ok: true, value: target })
  })

  test.runIf(own)("this machine's own address, as Next prints it", () => {
    expect(parseTarget(`http://${own}:3000`)).toEqual({ ok: true, value: { kind: 'http', port: 3000 } })
  })

  test.each([
    '0',
    ':70000',
    '99999999999',
    'shop',
    'localhost',
    'http://',
    'http://localhost:99999',
    'http://example.com:3000',
    'http://localhost.example.com:3000',
    'ws://10.1.2.3:9229/x',
    'ws://127.0.0.1/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '-1',
    '',
  ])('not a target: “%s”', text => {
    const result = parseTarget(text)
    expect(result).toMatchObject({ ok: false, problem: { code: 'bad-target' } })
  })
})

test.each([
  ['3000', 'http://localhost:3000'],
  [':3000', 'http://localhost:3000'],
  [' localhost:3000 ', 'http://localhost:3000'],
  ['http://localhost:3000/product/7?q=1', 'http://localhost:3000'],
  ['https://me:secret@shop.example/', 'https://shop.example'],
  ['ftp://shop.example', 'ftp://shop.example'],
  ['http://', 'http://'],
])('reads %j as %j', (text, origin) => {
  expect(readOrigin(text)).toBe(origin)
})

test.each([
  ['localhost:9229 at http://localhost:3001', 'localhost:9229', 'http://localhost:3001'],
  [' ws://127.0.0.1:9229/x  at  3001 ', 'ws://127.0.0.1:9229/x', '3001'],
  ['3000', '3000', null],
  ['http://localhost:3000/look/at', 'http://localhost:3000/look/at', null],
])('%j is attached to as %j, and reached at %j', (text, target, at) => {
  expect(splitTarget(text)).toEqual({ target, at })
})
