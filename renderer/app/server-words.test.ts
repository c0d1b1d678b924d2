import { expect, it } from 'vitest'
import { hostWords, nextWords, serverName } from './server-words.ts'

it('says what is known of a server and no more', () => {
  expect(nextWords({ next: '16.4.6', mode: 'dev' })).toBe('next dev 16.4.6')
  expect(nextWords({ next: null, mode: 'start' })).toBe('next start')
  expect(nextWords({ next: null, mode: null })).toBe('next')
  expect(hostWords('https://localhost:3000')).toBe('localhost:3000')
  expect(hostWords('4033')).toBe('4033')
})

it('calls a server by what is known of it', () => {
  const connection = { kind: 'attaching', target: 'http://localhost:3000', step: '' } as const
  const server = { origin: 'http://localhost:3000', pid: 1, next: null, mode: null, folder: null, name: 'shop' }
  expect(serverName({ server: null, origin: null, connection })).toBe('localhost:3000')
  expect(serverName({ server: null, origin: 'http://a:80', connection: { kind: 'idle' } })).toBe('a:80')
  expect(serverName({ server, origin: 'http://localhost:3000', connection: { kind: 'idle' } })).toBe('shop')
})
