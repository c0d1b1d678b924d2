import { expect, it } from 'vitest'
import type { Connection, TapState } from '../../shared/api.ts'
import { looksOf, serverLook } from './server-look.ts'

const server = { origin: 'http://localhost:3000', pid: 1, next: null, mode: null, folder: null, name: 'shop' }
const off: TapState = { kind: 'off' }
const open: TapState = {
  kind: 'open',
  origin: 'http://localhost:4000',
  port: 4000,
  missedPort: null,
  target: 'http://localhost:3000',
  connections: 0,
  requests: 0,
  down: null,
}
const attached: Connection = { kind: 'attached', server, since: 0 }
const waiting: Connection = { kind: 'waiting', server, since: 0, why: '' }
const problem = { code: 'no-server', message: 'Nothing listens.', next: 'x', detail: null } as const
const failed: Connection = { kind: 'failed', target: 'x', problem }

it('tells an agent from the wire alone, and both from a server that is only remembered', () => {
  expect(serverLook({ connection: attached, tap: open }).look).toBe('attached')
  expect(serverLook({ connection: waiting, tap: off }).look).toBe('waiting')
  expect(serverLook({ connection: failed, tap: open }).look).toBe('wire')
  expect(serverLook({ connection: failed, tap: off }).look).toBe('failed')
  expect(serverLook({ connection: { kind: 'idle' }, tap: off }).look).toBe('off')
})

it('counts how several stand', () => {
  const all = [attached, waiting, attached].map(connection => ({ connection, tap: off }))
  expect(looksOf(all)).toBe('2 attached, 1 waiting')
})
