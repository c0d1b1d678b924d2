import { expect, test } from 'vitest'
import { anExchange } from '../../shared/an-exchange.ts'
import type { AttachedServer, WatchedServer } from '../../shared/api.ts'
import { createSessions } from '../capture/sessions.ts'
import { reachFor } from './reach.ts'
import { createReplays } from './replays.ts'

const ORIGIN = 'http://localhost:3001'
const server: AttachedServer = {
  origin: ORIGIN,
  pid: process.pid,
  next: '16.4.6',
  mode: 'start',
  folder: '/app',
  name: 'app',
}

function reach(attached: AttachedServer) {
  const watched = {
    ...{ id: 's1', origin: ORIGIN, server: attached, tap: { kind: 'off' } },
    connection: { kind: 'attached', server: attached, since: 0 },
  } satisfies Partial<WatchedServer>
  const sessions = createSessions({ listener: { exchange: () => {}, body: () => {} } } as never)
  return reachFor(ORIGIN, {
    servers: [watched as unknown as WatchedServer],
    sessions,
    mode: 'recording',
    askReads: () => null,
  })
}

test('a server behind a handed-on inspector is known as far: its pid is none of this machine', () => {
  expect(reach(server)).toMatchObject({ ok: true, value: { isFar: false, pid: process.pid, to: ORIGIN } })
  expect(reach({ ...server, via: 'inspector' })).toMatchObject({ ok: true, value: { isFar: true, to: ORIGIN } })
})

test('so no profile is made of the process that has the same pid here', async () => {
  const exchange = anExchange({ server: { origin: ORIGIN, next: '16.4.6', mode: 'start', pid: process.pid } })
  const replays = createReplays({
    get: () => exchange,
    requestBody: async () => null,
    reach: () => reach({ ...server, via: 'inspector' }),
    onRun: () => {},
    onBegun: () => {},
    props: async () => null,
    onPage: () => {},
  })
  const request = { method: 'GET', url: '/', headers: [], body: null }
  expect(await replays.profileReplay(exchange.id, request, true)).toMatchObject({
    ok: false,
    problem: { code: 'inspector-refused', message: expect.stringContaining('connection of its own') },
  })
  replays.close()
})
