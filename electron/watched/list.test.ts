import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FoundServer } from '../../shared/api.ts'
import { createAnswerReader } from '../analysis/answer-reader.ts'
import { createCounts } from '../capture/counts.ts'
import { createSessions } from '../capture/sessions.ts'
import { createConnector } from '../servers/connector.ts'
import { freePort, until } from '../servers/small-server.ts'
import { openSettings } from '../settings/settings.ts'
import { createWatchList, type WatchList } from './list.ts'

/** What hints that a server which is waited for may be back. */

const reader = createAnswerReader()
const config = mkdtempSync(join(tmpdir(), 'propscope-list-'))
let list: WatchList
let found: FoundServer[]
let cleanups: (() => unknown)[]
/** How often each server of the list was told to be looked for now. */
let looks: (() => number)[]

beforeEach(() => {
  found = []
  looks = []
  const sessions = createSessions({
    reader,
    wanted: 'changes',
    listener: {
      exchange() {},
      body: async () => {},
      begin: () => ({ write: async () => true, read: async () => false, keep() {} }),
    },
  })
  list = createWatchList({
    sessions,
    settings: openSettings(config, () => {}),
    counts: createCounts(),
    store: { sizeOf: () => 0 },
    onChange() {},
    onCount() {},
    find: async () => found,
    connect(options) {
      const connector = createConnector(options)
      const spy = vi.spyOn(connector, 'lookNow')
      looks.push(() => spy.mock.calls.length)
      return connector
    },
  })
  cleanups = [() => list.close(), () => sessions.close()]
})
afterEach(async () => {
  for (const cleanup of cleanups) await cleanup()
})
afterAll(async () => {
  await reader.close()
  rmSync(config, { recursive: true })
})

const looksAtFirst = () => looks[0]?.() ?? 0
const running = (port: number): FoundServer => ({
  origin: `http://localhost:${port}`,
  pid: 1,
  next: '16.4.6',
  mode: 'dev',
  folder: null,
  name: 'shop',
  attachable: true,
  problem: null,
})

test('the tap got a connection through to it; that it did not hints at nothing', async () => {
  const port = await freePort()
  const opened = await list.openTap(String(port), null)
  if (!opened.ok) throw new Error(opened.problem.message)
  const ask = () => fetch(opened.value.origin).then(answer => answer.status)
  const tap = () => list.servers.map(server => server.tap)
  expect(await ask()).toBe(502)
  await until('the tap says that it is down', () => tap().some(one => one.kind === 'open' && one.down !== null))
  expect(looksAtFirst()).toBe(0)
  const server = createServer((_, response) => response.end()).listen(port, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  expect(await ask()).toBe(200)
  await until('it is looked for', () => looksAtFirst() > 0)
})

test('it is in a list of servers that somebody asked for', async () => {
  const port = await freePort()
  await list.openTap(String(port), null)
  await list.listServers()
  expect(looksAtFirst()).toBe(0)
  found = [running(port)]
  expect(await list.listServers()).toEqual(found)
  expect(looksAtFirst()).toBe(1)
})

test('somebody wants to go there', async () => {
  const port = await freePort()
  await list.openTap(String(port), null)
  list.reach(list.servers[0]?.id ?? '')
  expect(looksAtFirst()).toBe(1)
})
