import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Backend } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { ok } from '../../shared/problem.ts'
import type { ReplayPlan, ReplayRun } from '../../shared/replay.ts'
import { createBackend } from '../backend.ts'
import { type SmallServer, startSmallServer, until } from '../servers/small-server.ts'

/** Replays through the whole backend, against a small server that tells what it got. */
vi.setConfig({ testTimeout: 40_000 })

const ECHO = `
  server.removeAllListeners('request')
  let count = 0
  server.on('request', (request, response) => {
    const parts = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      if (request.url === '/broken') return request.socket.destroy()
      if (request.url.startsWith('/cookie')) response.setHeader('set-cookie', 'session=1; path=/')
      if (request.url === '/away') response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' })
      count += 1
      response.end(JSON.stringify({ count, raw: request.rawHeaders, body: Buffer.concat(parts).toString() }))
    })
  })`

let backend: Backend
let server: SmallServer
let config: string
let runs: ReplayRun[]

beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'propscope-replays-'))
  server = await startSmallServer({ code: ECHO })
  backend = await createBackend({
    host: 'browser',
    version: '1',
    config,
    openUrl: async () => ok(null),
    report: () => {},
  })
  runs = []
  backend.subscribe({
    stateChanged: () => {},
    exchangesChanged: () => {},
    runChanged: run => runs.push(run),
    pageChanged: () => {},
  })
})
afterEach(async () => {
  await backend.close()
  await server.stop()
  await rm(config, { recursive: true })
})

const origin = () => `http://localhost:${server.port}`
async function attach(): Promise<void> {
  const attached = await backend.api.attach(String(server.port))
  if (!attached.ok) throw new Error(attached.problem.message)
}
/** Sends a request as a client does, and gives the exchange that it became. */
async function captured(path: string, init: RequestInit = {}, to = origin()): Promise<Exchange> {
  await (await fetch(to + path, init)).text()
  return finished(exchange => exchange.request.url === path && exchange.replayRun === null)
}
async function finished(wanted: (exchange: Exchange) => boolean): Promise<Exchange> {
  let found: Exchange | undefined
  await until('the exchange', async () => {
    const { upserts } = await backend.api.listExchanges(null)
    const all = await Promise.all(upserts.map(({ id }) => backend.api.getExchange(id)))
    found = all
      .filter(exchange => exchange !== null)
      .find(exchange => exchange.state === 'finished' && wanted(exchange))
    return found !== undefined
  })
  if (!found) throw new Error('no exchange')
  return found
}
async function planFor(exchange: Exchange, change: Partial<ReplayPlan> = {}): Promise<ReplayPlan> {
  const prepared = await backend.api.prepareReplay(exchange.id)
  if (!prepared.ok) throw new Error(prepared.problem.message)
  const { request } = prepared.value
  const base = { of: exchange.id, origin: null, request, as: 'same', times: 1, forMs: null, concurrency: 1 } as const
  return { ...base, confirmed: false, ignore: [], ...change }
}
async function runOf(plan: ReplayPlan): Promise<ReplayRun> {
  const started = await backend.api.startReplay(plan)
  if (!started.ok) throw new Error(started.problem.message)
  await until('the run to end', () => runs.some(run => run.id === started.value.id && run.state !== 'running'))
  const run = runs.findLast(({ id }) => id === started.value.id)
  if (!run) throw new Error('no run')
  return run
}
async function answerOf(exchange: Exchange | null): Promise<{ raw: string[]; body: string }> {
  const body = await backend.api.readBody(exchange?.id ?? '', 'response', 0, 100_000)
  return JSON.parse(Buffer.from(body?.bytes ?? []).toString() || '{"raw":[],"body":""}')
}

test('sends the same again, and knows its own among others that ask for the same', async () => {
  await attach()
  const first = await captured('/a?b=c', { headers: { 'X-Odd-Case': 'v', cookie: 'theme=dark' } })
  expect(first.replayOf).toBeNull()
  const noise = Array.from({ length: 8 }, () => fetch(`${origin()}/a?b=c`).then(answer => answer.text()))
  const run = await runOf(await planFor(first))
  await Promise.all(noise)
  expect(run).toMatchObject({ state: 'done', done: 1, errors: 0, statuses: [{ status: 200, count: 1 }], notes: [] })
  const replay = await finished(({ replayRun }) => replayRun !== null)
  expect(replay).toMatchObject({
    replayOf: first.id,
    replayRun: { id: run.id, index: 0 },
    reason: { name: 'replay' },
    request: { method: 'GET', url: '/a?b=c', headers: first.request.headers },
  })
  expect(run.first?.exchange).toBe(replay.id)
  const { upserts } = await backend.api.listExchanges(null)
  expect(upserts.filter(({ replayRun }) => replayRun !== null)).toHaveLength(1)
})

test('sends the body again that came with a form, after asking', async () => {
  await attach()
  const form = await captured('/form', { method: 'POST', body: 'a=1&b=%C3%BC', headers: { 'x-a': '1' } })
  expect(form.request.body).toEqual({ bytes: 12, captured: true })
  const plan = await planFor(form)
  expect(plan.request.body).toEqual({ encoding: 'utf8', text: 'a=1&b=%C3%BC' })
  const refused = await backend.api.startReplay(plan)
  expect(refused.ok || refused.problem.code).toBe('needs-consent')
  const run = await runOf({ ...plan, confirmed: true })
  expect(run.statuses).toEqual([{ status: 200, count: 1 }])
  const replay = await finished(({ replayOf }) => replayOf === form.id)
  expect(replay.request.body).toEqual({ bytes: 12, captured: true })
  expect(replay.request.headers).toEqual(form.request.headers)
  const edited = { ...plan.request, body: { encoding: 'utf8', text: 'longer than before' } } as const
  await runOf({ ...plan, request: edited, confirmed: true })
  const again = await finished(({ replayOf, id }) => replayOf === form.id && id !== replay.id)
  expect(again.request.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]).toBe('18')
})

test('asks where the answer set cookies, follows no redirect, and goes to the attached server alone', async () => {
  await attach()
  const cookie = await captured('/cookie')
  const asked = await backend.api.startReplay(await planFor(cookie))
  expect(asked.ok || asked.problem).toMatchObject({
    code: 'needs-consent',
    message: expect.stringContaining('session'),
  })
  const away = await captured('/away', { redirect: 'manual' })
  expect((await runOf(await planFor(away))).statuses).toEqual([{ status: 307, count: 1 }])
  const elsewhere = await backend.api.startReplay(await planFor(away, { origin: 'http://localhost:1' }))
  expect(elsewhere.ok || elsewhere.problem.code).toBe('not-attached')
  const [watched] = (await backend.api.state()).servers
  await backend.api.detach(watched?.id ?? '')
  const gone = await backend.api.startReplay(await planFor(away))
  expect(gone.ok || gone.problem.code).toBe('not-attached')
})

test('many at once: every one is found, numbered and counted; errors too; a run can be cancelled', async () => {
  await attach()
  const page = await captured('/many')
  const run = await runOf(await planFor(page, { times: 60, concurrency: 8 }))
  expect(run).toMatchObject({ state: 'done', done: 60, errors: 0, statuses: [{ status: 200, count: 60 }] })
  expect(run.spread.totalMs?.count).toBe(59)
  const { upserts } = await backend.api.listExchanges(null)
  const found = upserts.flatMap(({ replayRun }) => (replayRun?.id === run.id ? [replayRun.index] : []))
  expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index))

  const plan = await planFor(page, { times: 3 })
  const broken = await runOf({ ...plan, request: { ...plan.request, url: '/broken' } })
  expect(broken).toMatchObject({ done: 3, errors: 3 })
  expect(broken.first?.error).toMatch(/no whole answer/)

  const long = await backend.api.startReplay({ ...plan, times: 1000, concurrency: 2 })
  if (!long.ok) throw new Error(long.problem.message)
  await backend.api.cancelReplay(long.value.id)
  await until('the cancelled run to end', () =>
    runs.some(({ id, state }) => id === long.value.id && state === 'cancelled'),
  )
})

test('through the tap, with an agent and without one', async () => {
  const opened = await backend.api.openTap(origin(), null)
  if (!opened.ok) throw new Error(opened.problem.message)
  const alone = await captured('/wire', {}, opened.value.origin)
  const run = await runOf(await planFor(alone))
  expect(run.notes.join()).toMatch(/No agent is attached/)
  expect(await finished(({ replayOf }) => replayOf === alone.id)).toMatchObject({ source: 'tap' })
  await attach()
  const both = await captured('/both', {}, opened.value.origin)
  await runOf(await planFor(both))
  const replay = await finished(({ replayOf }) => replayOf === both.id)
  expect(replay.source).toBe('both')
  expect((await answerOf(replay)).raw).toEqual(both.request.headers.flat())
})
