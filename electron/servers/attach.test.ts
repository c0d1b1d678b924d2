import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import agentSource from '../agent/index.ts?agent'
import { createMarks } from '../inspector/marks.ts'
import { openInspector } from '../inspector/open.ts'
import { probeInspector } from '../inspector/probe.ts'
import { connectInspector } from '../inspector/session.ts'
import type { Pipe, PipeSink } from '../pipe/link.ts'
import { openPipe } from '../pipe/pipe.ts'
import { listenAtIPv6 } from '../tap/wire.ts'
import { type Attachment, type AttachOptions, attach } from './attach.ts'
import { findServers } from './find.ts'
import { createLinuxSystem } from './linux.ts'
import { freePort, type SmallServer, type SmallServerOptions, startSmallServer, until } from './small-server.ts'
import { type System, thisSystem } from './system.ts'
import { resolveTarget } from './target.ts'

// Attaches take turns across processes, so a test may wait for one of another file that runs into its time limit.
vi.setConfig({ testTimeout: 40_000 })

/** Everything that opens the inspector of a real process. Each server has an inspector port of its own (small-server.ts). */

const system = createLinuxSystem()
const sink: PipeSink = { events: () => {}, body: () => {} }
let pipe: Pipe
let cleanups: (() => Promise<unknown> | unknown)[] = []

beforeEach(async () => {
  pipe = await openPipe()
})
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  cleanups = []
  await pipe.close()
})

async function start(options: SmallServerOptions = {}): Promise<SmallServer> {
  const server = await startSmallServer(options)
  cleanups.push(server.stop)
  return server
}

async function hold(port: number): Promise<Server> {
  const holder = createServer(socket => socket.end('not http\n')).listen(port, '127.0.0.1')
  await once(holder, 'listening')
  cleanups.push(() => holder.close())
  return holder
}

const attachTo = (target: string | number, more: Partial<AttachOptions> = {}) =>
  attach(String(target), { pipe, sinkFor: () => sink, system, ...more })

async function attached(target: string | number): Promise<Attachment> {
  const result = await attachTo(target)
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message} ${result.problem.detail ?? ''}`)
  cleanups.push(() => result.value.link.close())
  return result.value
}

async function problemOf(target: string | number, more: Partial<AttachOptions> = {}) {
  const result = await attachTo(target, more)
  if (result.ok) throw new Error('it attached')
  return result.problem
}

const answers = async (server: SmallServer) => (await fetch(`http://127.0.0.1:${server.port}/`)).text()
const inspectorOf = (server: SmallServer) => probeInspector({ host: '127.0.0.1', port: server.inspectPort }, 500)

describe('attach', () => {
  test('puts the agent in, says hello, and closes the inspector that it opened', async () => {
    const server = await start()
    const steps: string[] = []
    const result = await attachTo(server.port, { onStep: step => steps.push(step) })
    if (!result.ok) throw new Error(result.problem.message)
    const { link, server: found, settled, times } = result.value
    expect(link.hello.pid).toBe(server.pid)
    expect(found).toMatchObject({
      origin: `http://localhost:${server.port}`,
      pid: server.pid,
      next: '16.4.6',
      folder: server.folder,
      name: 'small-shop',
    })
    expect(steps.at(-1)).toBe(`Putting the agent into pid ${server.pid}`)
    expect(times.totalMs - times.turnMs).toBeLessThan(1000)
    await settled
    expect(await inspectorOf(server)).toBeNull()
    expect(await answers(server)).toBe('small')
    link.send({ kind: 'detach' })
    await link.closed
    expect(await answers(server)).toBe('small')
    // Only what Node itself says of its inspector.
    for (const line of server.stderr().trim().split('\n'))
      expect(line).toMatch(/^(Debugger|For help|Starting inspector)/)
  })

  test('can be repeated on one process', async () => {
    const server = await start()
    for (let round = 0; round < 3; round += 1) {
      const { link, settled } = await attached(server.pid)
      await settled
      link.send({ kind: 'detach' })
      await link.closed
    }
    expect(await answers(server)).toBe('small')
  })

  test('two servers at once, both of which want the same inspector port', async () => {
    const inspectPort = await freePort()
    const [one, two] = await Promise.all([start({ inspectPort }), start({ inspectPort })])
    const [first, second] = await Promise.all([attached(one.port), attached(two.port)])
    expect([first.link.hello.pid, second.link.hello.pid]).toEqual([one.pid, two.pid])
    await Promise.all([first.settled, second.settled])
    expect(await answers(one)).toBe('small')
    expect(await answers(two)).toBe('small')
    expect(one.stderr() + two.stderr()).not.toContain('failed')
  })

  test('two of us on one server', async () => {
    const server = await start()
    const [first, second] = await Promise.all([attached(server.port), attached(server.port)])
    await Promise.all([first.settled, second.settled])
    first.link.send({ kind: 'detach' })
    await first.link.closed
    expect(await answers(server)).toBe('small')
    second.link.send({ kind: 'detach' })
    await second.link.closed
    expect(await answers(server)).toBe('small')
  })

  test.each([
    ['--inspect=0 in NODE_OPTIONS', { env: { NODE_OPTIONS: '--inspect=0' } }],
    ['--inspect=0 in a command line that the title has covered', { nodeArgs: ['--inspect=0'] }],
  ])('uses an inspector that is open and leaves it open: %s', async (_, options) => {
    const server = await start(options)
    const url = /ws:\/\/\S+/.exec(server.stderr())?.[0] ?? ''
    const { link, settled } = await attached(server.port)
    await settled
    expect(link.hello.inspectorUrl).toBe(url)
    const port = Number(new URL(url).port)
    expect((await probeInspector({ host: '127.0.0.1', port }, 500))?.url).toBe(url)
    for (const target of [url, `ws://127.0.0.1:${port}`, `localhost:${port}`]) {
      const again = await attached(target)
      expect(again.server.origin).toBe(`http://localhost:${server.port}`)
    }
  })

  test('finds an inspector at ::1 alone that is named localhost', async ({ skip }) => {
    const probe = createServer()
    const said = await listenAtIPv6(probe)
    probe.close()
    skip(said !== null, `this machine has no ::1: ${said}`)
    const port = await freePort()
    const server = await start({ nodeArgs: [`--inspect=[::1]:${port}`] })
    for (const target of [`localhost:${port}`, `ws://localhost:${port}`, `[::1]:${port}`]) {
      const { link } = await attached(target)
      expect(link.hello.pid).toBe(server.pid)
    }
  })

  test('leaves the inspector to a debugger that came to it meanwhile', async () => {
    const server = await start()
    // Somebody's debugger comes between our leaving and the closing.
    let theirs: Awaited<ReturnType<typeof connectInspector>> | null = null
    const watched = {
      ...system,
      hasClients: async (port: number) => {
        if (!theirs) {
          const open = await probeInspector({ host: '127.0.0.1', port }, 500)
          theirs = await connectInspector(open?.url ?? '', { timeoutMs: 2000, whose: 'the test' })
        }
        return system.hasClients(port)
      },
    }
    const result = await attachTo(server.port, { system: watched })
    if (!result.ok) throw new Error(result.problem.message)
    await result.value.settled
    const debug = theirs as Awaited<ReturnType<typeof connectInspector>> | null
    if (!debug?.ok) throw new Error('the debugger did not connect')
    expect(await debug.value.pid()).toEqual({ ok: true, value: server.pid })
    expect(await answers(server)).toBe('small')
    await debug.value.disconnect()
    result.value.link.close()
  })
})

test('where we die after opening the inspector, the server closes it by itself', async () => {
  const server = await start()
  const goal = {
    pid: server.pid,
    pidInside: server.pid,
    httpPort: server.port,
    inspectPort: server.inspectPort,
    statedPorts: [],
  }
  const opened = await openInspector(goal, system)
  if (!opened.ok) throw new Error(opened.problem.message)
  expect(opened.value.openedByUs).toBe(true)
  // As long as we are connected it stays: several looks of the server later it is still there.
  await opened.value.session.evaluate('globalThis.ticks = 0; setInterval(() => { globalThis.ticks += 1 }, 50).unref()')
  await until('time went by in the server', async () => {
    const ticks = await opened.value.session.evaluate('globalThis.ticks')
    return ticks.ok && Number(ticks.value) >= 4
  })
  expect(await inspectorOf(server)).not.toBeNull()
  await opened.value.session.disconnect()
  await until('the inspector is closed', async () => (await inspectorOf(server)) === null)
  expect(await answers(server)).toBe('small')
})

test('where one of us died before that, the next one has it closed', async () => {
  const [one, two] = await Promise.all([start(), start()])
  const marks = createMarks(system.startOf)
  /** As a Propscope that is killed right after its signal. */
  const openAndForget = async (server: SmallServer) => {
    await marks.set(server.pid)
    server.process.kill('SIGUSR1')
    await until('the inspector is open', async () => (await inspectorOf(server)) !== null)
  }
  await openAndForget(one)
  await (await attached(one.port)).settled
  await until('it is closed', async () => (await inspectorOf(one)) === null)

  await openAndForget(two)
  const three = await start({ inspectPort: two.inspectPort })
  const { link } = await attached(three.port)
  expect(link.hello.pid).toBe(three.pid)
})

describe('what goes wrong', () => {
  test('the inspector port is held by somebody else', async () => {
    const server = await start()
    await hold(server.inspectPort)
    const problem = await problemOf(server.port)
    expect(problem.code).toBe('inspector-port-taken')
    expect(problem.message).toContain(`Port ${server.inspectPort}`)
    expect(problem.message).toContain(`pid ${server.pid}`)
    expect(problem.message).toContain(`held by pid ${process.pid}`)
    expect(server.stderr()).toBe('')
    expect(await answers(server)).toBe('small')
  })

  test('the port is held, and an inspector is open on another', async () => {
    const server = await start({ nodeArgs: ['--inspect=0'] })
    await hold(server.inspectPort)
    const { link, settled } = await attached(server.port)
    await settled
    const url = /ws:\/\/\S+/.exec(server.stderr())?.[0] ?? ''
    expect(link.hello.inspectorUrl).toBe(url)
    expect((await probeInspector({ host: '127.0.0.1', port: Number(new URL(url).port) }, 500))?.url).toBe(url)
  })

  test('a holder that goes within three seconds is waited for', async () => {
    const server = await start()
    const holder = await hold(server.inspectPort)
    setTimeout(() => holder.close(), 300)
    expect((await attached(server.port)).link.hello.pid).toBe(server.pid)
  })

  test('a process that SIGUSR1 would end is not signalled', async () => {
    const server = await start()
    const problem = await problemOf(server.port, { system: { ...system, signalEffect: async () => 'deadly' } })
    expect(problem.code).toBe('signal-refused')
    expect(problem.message).toContain(`Pid ${server.pid}`)
    expect(server.stderr()).toBe('')
    expect(await answers(server)).toBe('small')
  })

  test.runIf(process.allowedNodeEnvironmentFlags.has('--disable-sigusr1'))(
    'nor is one that Node itself started so',
    async () => {
      const server = await start({ nodeArgs: ['--disable-sigusr1'] })
      expect(await problemOf(server.port)).toMatchObject({ code: 'signal-refused' })
      expect(await answers(server)).toBe('small')
    },
  )

  test('the server dies while the agent is put in', async () => {
    const server = await start()
    const problem = await problemOf(server.port, {
      onStep: step => {
        if (step.startsWith('Putting')) server.process.kill('SIGKILL')
      },
    })
    expect(problem.code).toBe('process-gone')
    expect(problem.message).toContain(`Pid ${server.pid}`)
  })

  test('the server is asked to end while we are connected: we let it', async () => {
    const server = await start()
    const begun = Date.now()
    const problem = await problemOf(server.port, {
      // An agent that never says hello keeps us connected.
      agent: `var PropscopeAgent = { install() { setTimeout(() => process.exit(0), 20); return { ok: true, pid: process.pid, already: false } } }`,
    })
    expect(problem.code).toBe('process-gone')
    expect(Date.now() - begun).toBeLessThan(3000)
    await until('the server is gone', () => !system.isAlive(server.pid))
  })

  test('an agent that cannot start leaves a closed inspector behind', async () => {
    const server = await start()
    const problem = await problemOf(server.port, {
      agent: `var PropscopeAgent = { install: () => ({ ok: false, pid: process.pid, error: 'no luck' }) }`,
    })
    expect(problem).toMatchObject({ code: 'agent-failed' })
    expect(problem.message).toContain('no luck')
    expect(await inspectorOf(server)).toBeNull()
    expect(await answers(server)).toBe('small')
  })

  test('an agent that comes up after all finds nobody and takes itself out', async () => {
    const server = await start({
      code: `server.removeAllListeners('request')
        server.on('request', (request, response) => response.end(String(globalThis.late) + (Symbol.for('propscope.agent') in globalThis)))`,
    })
    const problem = await problemOf(server.port, {
      agent: `${agentSource}
        const real = PropscopeAgent
        PropscopeAgent = { install(require, options) {
          setTimeout(() => { globalThis.late = real.install(require, options).ok }, 100)
          return { ok: false, pid: process.pid, error: 'not yet' }
        } }`,
    })
    expect(problem.message).toContain('not yet')
    await until('the late agent is gone again', async () => (await answers(server)) === 'truefalse')
  })

  test('an agent that throws', async () => {
    const server = await start()
    const problem = await problemOf(server.port, { agent: 'throw new TypeError("oh")' })
    expect(problem).toMatchObject({ code: 'inspector-refused' })
    expect(problem.message).toContain('TypeError: oh')
    expect(await inspectorOf(server)).toBeNull()
    expect(await answers(server)).toBe('small')
  })

  test('a server that is stopped does not answer in time', async () => {
    const server = await start()
    server.process.kill('SIGSTOP')
    const problem = await problemOf(server.port)
    expect(problem.code).toBe('inspector-timeout')
    expect(problem.message).toContain(`Pid ${server.pid}`)
  })

  test('targets that are nothing to attach to', async () => {
    const free = await freePort()
    expect(await problemOf(`http://localhost:${free}`)).toMatchObject({ code: 'no-server' })
    const port = await freePort()
    await hold(port)
    const stranger = await problemOf(port)
    expect(stranger.code).toBe('not-next')
    expect(stranger.message).toContain(`pid ${process.pid}`)
    expect(await problemOf(`ws://127.0.0.1:${port}`)).toMatchObject({ code: 'inspector-refused' })
    expect(await problemOf(`ws://127.0.0.1:${free}`)).toMatchObject({ code: 'no-server' })
    expect(await problemOf(4_194_300)).toMatchObject({ code: 'no-server' })
    const own = await problemOf(process.pid)
    expect(own.code).toBe('not-next')
    expect(own.message).toContain(`Pid ${process.pid}`)
    expect(await problemOf('http://example.com')).toMatchObject({ code: 'bad-target' })
  })

  test('a server that one reading of the ports missed is looked for again', async () => {
    const app = await start()
    const system = thisSystem()
    let readings = 0
    const gappy: System = {
      ...system,
      listeningOf(pids) {
        readings += 1
        return readings === 1 ? Promise.resolve(new Map()) : system.listeningOf(pids)
      },
    }
    expect(await resolveTarget(String(app.port), gappy)).toMatchObject({ ok: true })
    expect(readings).toBe(2)
  })

  test('a project without pages, and a version that is too old', async () => {
    const app = await start({ pages: false })
    const old = await start({ title: 'next-server (v13.3.1)' })
    expect(await problemOf(app.port)).toMatchObject({ code: 'no-pages-router' })
    expect(await problemOf(old.port)).toMatchObject({ code: 'unsupported-next' })
    const found = await findServers()
    expect(found.find(({ pid }) => pid === app.pid)).toMatchObject({ attachable: false, name: 'small-shop' })
    expect(found.find(({ pid }) => pid === old.pid)).toMatchObject({ attachable: false, next: '13.3.1' })
  })

  test.runIf(process.geteuid?.() === 0)("another user's server", async () => {
    const server = await start({ user: 65534 })
    const problem = await problemOf(server.port)
    expect(problem.code).toBe('other-user')
    expect(problem.message).toContain(`Pid ${server.pid} on port ${server.port}`)
    expect(await answers(server)).toBe('small')
  })
})
