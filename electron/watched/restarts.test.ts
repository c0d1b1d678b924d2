import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Backend } from '../../shared/api.ts'
import { ok } from '../../shared/problem.ts'
import { createBackend } from '../backend.ts'
import { freePort, type SmallServer, startSmallServer, until } from '../servers/small-server.ts'

/** A working day in half a minute: one server that is ended and started again fifty times, in all the ways that people and systems end one. */
vi.setConfig({ testTimeout: 120_000 })

/** Fifty where everything is tested; each takes half a second. */
const RESTARTS = process.env['CI'] ? 50 : 12
/** After so many everything that is made once has been made. */
const WARM = 5
const WAYS = ['SIGTERM', 'SIGKILL', 'SIGINT'] as const

let backend: Backend | null = null
let server: SmallServer | null = null
const config = mkdtempSync(join(tmpdir(), 'propscope-restarts-'))
afterEach(async () => {
  await backend?.close()
  await server?.stop()
  rmSync(config, { recursive: true })
})

/** How much this process holds. */
function held() {
  const files = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : []
  const resources = process.getActiveResourcesInfo().filter(name => /Wrap|Timeout|Watcher/.test(name))
  const rings = existsSync('/dev/shm') ? readdirSync('/dev/shm').filter(name => name.includes(`-${process.pid}-`)) : []
  const folders = readdirSync(tmpdir()).filter(
    name => name.startsWith('propscope-') && name.includes(String(process.pid)),
  )
  return { files: files.length, resources: resources.length, rings: rings.length, folders: folders.length }
}

test('fifty restarts: attached again each time, nothing double, nothing leaked', async () => {
  const warnings: string[] = []
  const onWarning = (warning: Error) => warnings.push(String(warning))
  process.on('warning', onWarning)
  backend = await createBackend({
    host: 'browser',
    version: '1',
    config,
    openUrl: async () => ok(null),
    report: () => {},
  })
  const { api } = backend
  const port = await freePort()
  server = await startSmallServer({ port })
  const attached = await api.attach(String(port))
  if (!attached.ok) throw new Error(attached.problem.message)
  const pidNow = async () => {
    const connection = (await api.state()).servers[0]?.connection
    return connection?.kind === 'attached' ? connection.server.pid : null
  }
  const tookMs: number[] = []
  let warm = held()
  for (let round = 1; round <= RESTARTS; round += 1) {
    const way = WAYS[round % WAYS.length] ?? 'SIGTERM'
    server.process.kill(way)
    await server.stop()
    server = await startSmallServer({ port })
    const listening = performance.now()
    const { pid } = server
    await until(`round ${round} (${way}) is attached again`, async () => (await pidNow()) === pid)
    tookMs.push(performance.now() - listening)
    await (await fetch(`http://127.0.0.1:${port}/round-${round}`)).text()
    // What a process had not handed over yet when it was killed is lost with it.
    await until(`the request of round ${round} is over`, async () => {
      const { upserts } = await api.listExchanges(null)
      return upserts.filter(({ state }) => state === 'finished').length === round
    })
    if (round === WARM) warm = held()
  }
  const { upserts } = await api.listExchanges(null)
  expect(upserts.map(({ url }) => url)).toEqual(Array.from({ length: RESTARTS }, (_, index) => `/round-${index + 1}`))
  expect((await api.state()).servers).toHaveLength(1)
  // Each waits for the one before, so that what one look catches by chance another does not.
  await until(`no more is held than before: ${JSON.stringify(warm)}`, () => {
    const now = held()
    return (
      now.files <= warm.files + 1 &&
      now.resources <= warm.resources + 1 &&
      now.rings <= warm.rings &&
      now.folders <= warm.folders
    )
  })
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
  tookMs.sort((a, b) => a - b)
  const worst = tookMs.at(-1) ?? 0
  console.log(
    `attached again: median ${tookMs[RESTARTS / 2]?.toFixed(0)} ms, longest ${worst.toFixed(0)} ms after it listened`,
  )
  expect(tookMs[RESTARTS / 2]).toBeLessThan(1000)
})
