import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Connection } from '../../shared/api.ts'
import type { PipeSink } from '../pipe/link.ts'
import { type Connector, createConnector } from './connector.ts'
import { createLinuxSystem } from './linux.ts'
import { freePort, type SmallServer, type SmallServerOptions, startSmallServer, until } from './small-server.ts'

// Attaches take turns across processes, so a test may wait for one of another file that runs into its time limit.
vi.setConfig({ testTimeout: 40_000 })

/** The life of a connection, against real processes with inspector ports of their own. */

let cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  cleanups = []
})

async function start(options: SmallServerOptions = {}): Promise<SmallServer> {
  const server = await startSmallServer(options)
  cleanups.push(server.stop)
  return server
}

const sink: PipeSink = { events: () => {}, body: () => {} }

function connect(): { connector: Connector; states: Connection[]; kinds: () => string[] } {
  const connector = createConnector({ sinkFor: () => sink, system: createLinuxSystem() })
  cleanups.push(() => connector.close())
  const states: Connection[] = []
  connector.onChange(state => states.push(state))
  const kinds = () => states.map(({ kind }) => kind).filter((kind, i, all) => kind !== all[i - 1])
  return { connector, states, kinds }
}

const answers = async (server: SmallServer) => (await fetch(`http://127.0.0.1:${server.port}/`)).text()
const attachedPid = ({ connection }: Connector) => (connection.kind === 'attached' ? connection.server.pid : null)

describe('a connector', () => {
  test('attaches, says each step, and detaches', async () => {
    const server = await start()
    const { connector, states, kinds } = connect()
    const result = await connector.attach(String(server.port))
    expect(result).toMatchObject({ ok: true, value: { pid: server.pid } })
    expect(attachedPid(connector)).toBe(server.pid)
    const steps = states.flatMap(state => (state.kind === 'attaching' ? [state.step] : []))
    expect(steps).toContain(`Opening the inspector of pid ${server.pid}`)
    expect(await connector.detach()).toEqual({ ok: true, value: null })
    expect(kinds()).toEqual(['attaching', 'attached', 'idle'])
    expect(await answers(server)).toBe('small')
  })

  test('fails with the problem, and can be told to attach again', async () => {
    const server = await start()
    const { connector } = connect()
    const free = await freePort()
    expect(await connector.attach(String(`:${free}`))).toMatchObject({ ok: false, problem: { code: 'no-server' } })
    expect(connector.connection).toMatchObject({ kind: 'failed', target: `:${free}`, problem: { code: 'no-server' } })
    expect(await connector.attach(String(server.port))).toMatchObject({ ok: true })
  })

  test('waits for a server that died and attaches to the one that takes its place', async () => {
    const port = await freePort()
    const first = await start({ port })
    const { connector, kinds } = connect()
    await connector.attach(String(port))
    await first.stop()
    await until('it waits', () => connector.connection.kind === 'waiting')
    expect(connector.connection).toMatchObject({ why: expect.stringContaining(`port ${port}`) })
    const second = await start({ port })
    await until('it is attached again', () => attachedPid(connector) === second.pid)
    await second.stop()
    const third = await start({ port })
    await until('it is attached a third time', () => attachedPid(connector) === third.pid)
    expect(kinds()).toEqual(['attaching', 'attached', 'waiting', 'attached', 'waiting', 'attached'])
  })

  test('looks more and more seldom for a server that stays away, and at once and often where something hints at it', async () => {
    const server = await start()
    const system = createLinuxSystem()
    let looks = 0
    let gone = false
    const isListening = async (port: number) => {
      looks += 1
      return !gone && system.isListening(port)
    }
    const connector = createConnector({ sinkFor: () => sink, system: { ...system, isListening } })
    cleanups.push(() => connector.close())
    await connector.attach(String(server.port))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    cleanups.push(async () => vi.useRealTimers())
    const during = async (ms: number) => {
      const before = looks
      await vi.advanceTimersByTimeAsync(ms)
      return looks - before
    }
    gone = true
    await server.stop()
    await vi.waitUntil(() => connector.connection.kind === 'waiting', 10_000)
    expect(await during(5000)).toBeGreaterThan(40)
    await during(600_000)
    expect(await during(60_000)).toBeLessThanOrEqual(31)
    connector.lookNow()
    expect(await during(5000)).toBeGreaterThan(40)
  })

  test('says what stands in the way while it waits, and stops waiting on detach', async () => {
    const port = await freePort()
    const first = await start({ port })
    const { connector } = connect()
    await connector.attach(String(port))
    await first.stop()
    const stranger = await start({ port, title: null })
    const why = () => (connector.connection.kind === 'waiting' ? connector.connection.why : '')
    await until('it names the stranger', () => why().includes(`pid ${stranger.pid}`))
    expect(why()).toContain('not a Next.js server')
    await connector.detach()
    expect(connector.connection).toEqual({ kind: 'idle' })
  })

  test('gives up where the server that came back can never be attached to', async () => {
    const port = await freePort()
    const first = await start({ port })
    const { connector } = connect()
    await connector.attach(String(port))
    await first.stop()
    await start({ port, pages: false })
    await until('it gives up', () => connector.connection.kind === 'failed')
    expect(connector.connection).toMatchObject({ problem: { code: 'no-pages-router' } })
  })

  test('attaches again where only the agent was lost', async () => {
    // The server breaks the agent's pipe when the file `break` is there.
    const server = await start({
      code: `const net = require('node:net'), fs = require('node:fs'), connect = net.connect
        let agent = null
        net.connect = (...args) => (agent = connect(...args))
        setInterval(() => { if (fs.existsSync('break')) { fs.rmSync('break'); agent.destroy() } }, 10)`,
    })
    const { connector, kinds } = connect()
    await connector.attach(String(server.port))
    await writeFile(join(server.folder, 'break'), '')
    await until('it noticed', () => kinds().includes('waiting'))
    await until('it is attached again', () => attachedPid(connector) === server.pid)
    expect(await answers(server)).toBe('small')
  })

  test('attaching to another server lets go of the first', async () => {
    const [one, two] = await Promise.all([start(), start()])
    const { connector, kinds } = connect()
    await connector.attach(String(one.port))
    await connector.attach(String(two.port))
    expect(attachedPid(connector)).toBe(two.pid)
    expect(kinds()).toEqual(['attaching', 'attached', 'attaching', 'attached'])
    await one.stop()
    expect(attachedPid(connector)).toBe(two.pid)
  })

  test('a later wish overtakes an attach that is under way', async () => {
    const [one, two] = await Promise.all([start(), start()])
    const { connector } = connect()
    const [first, second] = await Promise.all([connector.attach(String(one.port)), connector.attach(String(two.port))])
    expect(first).toMatchObject({ ok: false, problem: { code: 'not-attached' } })
    expect(second).toMatchObject({ ok: true, value: { pid: two.pid } })
    const third = connector.attach(String(one.port))
    await connector.detach()
    expect(await third).toMatchObject({ ok: false, problem: { code: 'not-attached' } })
    expect(connector.connection).toEqual({ kind: 'idle' })
    expect(await answers(one)).toBe('small')
  })

  test('leaves nothing behind after close', async () => {
    const server = await start()
    const { connector } = connect()
    await connector.attach(String(server.port))
    await connector.close()
    await connector.close()
    expect(connector.connection).toEqual({ kind: 'idle' })
    expect(process.getActiveResourcesInfo()).not.toContain('PipeServerWrap')
    expect(await answers(server)).toBe('small')
  })

  test('closes at once while it waits for a server', async () => {
    const server = await start()
    const { connector } = connect()
    await connector.attach(String(server.port))
    await server.stop()
    await until('it waits', () => connector.connection.kind === 'waiting')
    const begun = Date.now()
    await connector.close()
    expect(Date.now() - begun).toBeLessThan(150)
    expect(process.getActiveResourcesInfo()).not.toContain('PipeServerWrap')
  })
})
