import { expect, it } from 'vitest'
import type { FoundServer } from '../../shared/api.ts'
import { serverTable } from './servers.ts'

const aServer = (changes: Partial<FoundServer> = {}): FoundServer => ({
  origin: 'http://localhost:3000',
  pid: 42,
  next: '16.4.6',
  mode: 'dev',
  folder: '/home/me/shop',
  name: 'shop',
  attachable: true,
  problem: null,
  ...changes,
})

it('lists servers in columns, with the reason under one that cannot be attached', () => {
  const table = serverTable([
    aServer(),
    aServer({
      origin: 'http://localhost:13000',
      pid: 12345,
      next: null,
      mode: null,
      folder: null,
      name: 'pid 12345',
      attachable: false,
      problem: { code: 'other-user', message: 'It belongs to root.', next: 'Run propscope as root.', detail: null },
    }),
  ])
  expect(table).toBe(
    [
      'ORIGIN                  PID    NEXT     MODE     ATTACHABLE  PROJECT',
      'http://localhost:3000   42     16.4.6   dev      yes         /home/me/shop',
      'http://localhost:13000  12345  unknown  unknown  no          pid 12345',
      '  It belongs to root. Run propscope as root.',
    ].join('\n'),
  )
})
