import { once } from 'node:events'
import type { Server } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RequestEvent, StatsEvent } from '../../shared/raw-events.ts'
import { type Attachment, attach } from './attach.ts'
import { type Connector, createConnector } from './connector.ts'
import { createLinuxSystem } from './linux.ts'
import { startForward } from './small-forward.ts'
import { freePort, type SmallServer, startSmallServer, until } from './small-server.ts'
import type { System } from './system.ts'

/** A server in a container, as it looks from here: its process cannot be seen, and its inspector's port is one that somebody forwards. */
vi.setConfig({ testTimeout: 30_000 })

let server: SmallServer
let inspectPort: number
let forward: Server
let connector: Connector | null = null
let events: (RequestEvent | StatsEvent)[]
let bodies: Map<number, number>

const system: System = {
  ...createLinuxSystem(),
  processes: async () => (await createLinuxSystem().processes()).filter(({ pid }) => pid !== server.pid),
}
const sinkFor = () => ({
  events: (some: readonly (RequestEvent | StatsEvent)[]) => void events.push(...some),
  body: (request: number, bytes: Uint8Array) => void bodies.set(request, (bodies.get(request) ?? 0) + bytes.byteLength),
})
/** Runs a getServerSideProps as Next does, inside a span of its tracer. */
const CODE = `server.removeAllListeners('request')
  const call = work => {
    const api = globalThis[Symbol.for('opentelemetry.js.api.1')]
    // In this order the API itself looks it up.
    const trace = api && api.version && api.trace
    const tracer = trace && trace.getTracer('next.js')
    const attributes = { 'next.span_type': 'Render.getServerSideProps', 'next.route': '/page' }
    return tracer ? tracer.startActiveSpan('call', { attributes }, work) : work()
  }
  server.on('request', (request, response) => call(async () => ({ props: {} })).then(() => {
    response.setHeader('content-type', 'text/html')
    response.end(request.url === '/large' ? Buffer.alloc(20e6) : 'small')
  }))`

async function startServer(port = 0): Promise<void> {
  server = await startSmallServer({ port, nodeArgs: [`--inspect=127.0.0.1:${inspectPort}`], inspectPort, code: CODE })
}
beforeEach(async () => {
  events = []
  bodies = new Map()
  inspectPort = await freePort()
  await startServer()
  forward = await startForward({ port: inspectPort, host: '127.0.0.1' })
})
afterEach(async () => {
  await connector?.close()
  connector = null
  forward.close()
  await server.stop()
})
const target = () => {
  const address = forward.address()
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}
const get = async (path: string) =>
  (await (await fetch(`http://127.0.0.1:${server.port}${path}`)).arrayBuffer()).byteLength
const kinds = (kind: string) => events.filter(event => event.kind === kind)
/** What the server says of itself, by an inspector of our own. */
const leftovers = async () => {
  const { connectInspector } = await import('../inspector/session.ts')
  const { probeInspector } = await import('../inspector/probe.ts')
  const found = await probeInspector({ host: '127.0.0.1', port: inspectPort }, 2000)
  const session = await connectInspector(found?.url ?? '', { timeoutMs: 2000, whose: 'test' })
  if (!session.ok) throw new Error(session.problem.message)
  const answer = await session.value.evaluate(
    `[...Object.getOwnPropertyNames(globalThis), ...Object.getOwnPropertySymbols(globalThis).map(String)].filter(name => /propscope/.test(name)).join()`,
  )
  await session.value.disconnect()
  return answer.ok ? answer.value : answer.problem.message
}

async function attached(): Promise<Attachment> {
  const result = await attach(target(), { pipe: null as never, sinkFor, system })
  if (!result.ok) throw new Error(`${result.problem.message} ${result.problem.detail ?? ''}`)
  return result.value
}

test('events and bodies come over the inspector’s connection, labelled so, and detaching leaves nothing', async () => {
  const { server: found, link } = await attached()
  expect(found).toMatchObject({
    via: 'inspector',
    pid: server.pid,
    origin: `http://localhost:${server.port}`,
    next: '16.4.6',
  })
  expect(await get('/a')).toBe(5)
  await until('the request is told', () => kinds('request-end').length === 1)
  expect([...bodies.values()]).toEqual([5])
  link.send({ kind: 'detach' })
  await link.closed
  expect(await leftovers()).toBe('')
  expect(await get('/b')).toBe(5)
  expect(kinds('request-start')).toHaveLength(1)
})

test('large answers are let go beyond a small bound, which is counted, and reach the client whole', async () => {
  const { link } = await attached()
  for (let n = 0; n < 5; n += 1) expect(await get('/large')).toBe(20e6)
  expect(await get('/after')).toBe(5)
  await until('all are told', () => kinds('request-end').length === 6)
  const dropped = kinds('request-end').reduce(
    (sum, event) => sum + (event.kind === 'request-end' ? event.bodyDropped : 0),
    0,
  )
  const came = [...bodies.values()].reduce((sum, one) => sum + one, 0)
  expect(came + dropped).toBe(5 * 20e6 + 5)
  expect(dropped).toBeGreaterThan(0)
  link.close()
  await link.closed
})

test('a server that ends is not held by us, and is attached to again when its inspector is there', async () => {
  connector = createConnector({ sinkFor, system })
  expect(await connector.attach(target())).toMatchObject({ ok: true, value: { via: 'inspector' } })
  const { port } = server
  const ended = once(server.process, 'exit')
  server.process.kill('SIGTERM')
  await ended
  await until('it is missed', () => connector?.connection.kind === 'waiting')
  await startServer(port)
  await until('it is attached again', () => connector?.connection.kind === 'attached')
  await get('/again')
  await until('it is heard again', () => kinds('request-end').length > 0)
})

test('where the server is reached by another port than it has there, that is its origin, also after a restart', async () => {
  connector = createConnector({ sinkFor, system })
  const elsewhere = await freePort()
  const wished = `${target()} at localhost:${elsewhere}`
  expect(await connector.attach(wished)).toMatchObject({
    ok: true,
    value: { origin: `http://localhost:${elsewhere}`, via: 'inspector', pid: server.pid },
  })
  const ended = once(server.process, 'exit')
  server.process.kill('SIGTERM')
  await ended
  await until('it is missed', () => connector?.connection.kind === 'waiting')
  await startServer()
  await until('it is attached again', () => connector?.connection.kind === 'attached')
  expect(connector.connection).toMatchObject({ server: { origin: `http://localhost:${elsewhere}`, pid: server.pid } })
})

test('what is no address after “at” is refused before anything is asked', async () => {
  const refused = await attach(`${target()} at the-office ftp`, { pipe: null as never, sinkFor, system })
  expect(refused).toMatchObject({
    ok: false,
    problem: { code: 'bad-target', next: expect.stringContaining(' at http') },
  })
})

test('a far server whose port is another Next server of this machine is not taken for that one', async () => {
  // The same one under another pid is another one to us.
  const real = createLinuxSystem()
  const realPid = (pid: number) => (pid === 4_000_000 ? server.pid : pid)
  const beside: System = {
    ...real,
    processes: async () =>
      (await real.processes()).map(one => (one.pid === server.pid ? { ...one, pid: 4_000_000 } : one)),
    details: pid => real.details(realPid(pid)),
    listening: pid => real.listening(realPid(pid)),
    listeningOf: async pids => {
      const ports = await real.listeningOf(pids.map(realPid))
      return new Map(pids.map(pid => [pid, ports.get(realPid(pid)) ?? []]))
    },
  }
  const refused = await attach(target(), { pipe: null as never, sinkFor, system: beside })
  expect(refused).toMatchObject({
    ok: false,
    problem: { code: 'bad-target', message: expect.stringContaining('pid 4000000') },
  })
  const right = await attach(`${target()} at 3999`, { pipe: null as never, sinkFor, system: beside })
  expect(right).toMatchObject({ ok: true, value: { server: { origin: 'http://localhost:3999' } } })
  if (!right.ok) return
  right.value.link.send({ kind: 'detach' })
  await right.value.link.closed
  expect(await leftovers()).toBe('')
})
