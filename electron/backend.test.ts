import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AppState, Backend, TapState } from '../shared/api.ts'
import type { ExchangeSummary } from '../shared/exchange.ts'
import { ok } from '../shared/problem.ts'
import { createBackend } from './backend.ts'
import { freePort, type SmallServer, startSmallServer, until } from './servers/small-server.ts'

/** The whole backend, against a server that knows nothing of Next, and where an agent is needed against a small one that looks like Next's. */
vi.setConfig({ testTimeout: 40_000 })

let backend: Backend
let config: string
let target: Server
let origin: string
let opened: string[]
let said: string[]
let hold: (() => void) | null
let cleanups: (() => unknown)[] = []

async function serve(port = 0): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    if (request.url === '/held') hold = () => response.end('at last')
    else response.end(`host ${request.headers.host}`)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
const portOf = (server: Server) => {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
async function end(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
const start = () =>
  createBackend({
    host: 'browser',
    version: '1',
    config,
    openUrl: async url => {
      opened.push(url)
      return ok(null)
    },
    report: trouble => said.push(trouble),
  })

beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'propscope-backend-'))
  target = await serve()
  origin = `http://127.0.0.1:${portOf(target)}`
  opened = []
  said = []
  hold = null
  backend = await start()
})
afterEach(async () => {
  await backend.close()
  if (target.listening) await end(target)
  for (const cleanup of cleanups.reverse()) await cleanup()
  cleanups = []
  await rm(config, { recursive: true })
})

type OpenTap = Extract<TapState, { kind: 'open' }>
async function open(to: string = origin, port: number | null = null): Promise<OpenTap> {
  const result = await backend.api.openTap(to, port)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}
const rows = async (): Promise<readonly ExchangeSummary[]> => (await backend.api.listExchanges(null)).upserts
async function untilRows(count: number, wanted: (row: ExchangeSummary) => boolean = row => row.state === 'finished') {
  await until(`${count} exchanges`, async () => (await rows()).filter(wanted).length >= count)
  return (await rows()).map(({ source, url, state }) => `${source} ${url} ${state}`)
}
const get = async (at: string, path = '/') => (await fetch(`${at}${path}`)).text()
/** The only server that is watched, and what is known of it. */
const watched = async () => (await backend.api.state()).servers[0]
const id = async () => (await watched())?.id ?? ''
const stateOfTap = async () => (await watched())?.tap ?? { kind: 'off' }
const connection = async () => (await watched())?.connection ?? { kind: 'idle' }

describe('the tap without an agent', () => {
  test('shows what goes through it', async () => {
    const tap = await open()
    expect(tap).toMatchObject({ kind: 'open', target: origin, origin: `http://localhost:${tap.port}`, down: null })
    expect(await get(tap.origin, '/product/7')).toBe(`host localhost:${tap.port}`)
    expect(await untilRows(1)).toEqual(['tap /product/7 finished'])
    const [row] = await rows()
    expect(await backend.api.getExchange(row?.id ?? '')).toMatchObject({
      source: 'tap',
      server: { origin, next: null, mode: null, pid: null },
      response: { status: 200 },
      call: null,
    })
    const body = await backend.api.readBody(row?.id ?? '', 'response', 0, 100)
    expect(Buffer.from(body?.bytes ?? []).toString()).toBe(`host localhost:${tap.port}`)
    await vi.waitFor(async () => expect(await stateOfTap()).toMatchObject({ requests: 1 }))
    expect((await backend.api.state()).counts).toMatchObject({ exchanges: 1, droppedEvents: 0, agentFaults: 0 })
  })

  test('is closed: its port is free, its requests end, and it can be opened again', async () => {
    const tap = await open()
    const client = connect(tap.port, '127.0.0.1')
    cleanups.push(() => client.destroy())
    client.on('error', () => {})
    client.write('GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until('the target has the request', () => hold !== null)
    const gone = once(client, 'close')
    expect(await backend.api.closeTap(await id())).toBeNull()
    await gone
    expect(await stateOfTap()).toEqual({ kind: 'off' })
    expect(await untilRows(1)).toEqual(['tap /held finished'])
    const server = createServer().listen(tap.port, '127.0.0.1')
    await once(server, 'listening')
    await end(server)
    expect((await open(origin, tap.port)).port).toBe(tap.port)
    expect(await backend.api.closeTap(await id())).toBeNull()
    expect(await backend.api.closeTap(await id())).toBeNull()
  })

  test('says what is no target, that there is none, and that a port is taken', async () => {
    expect(await backend.api.openTap('ftp://x', null)).toMatchObject({ ok: false, problem: { code: 'bad-target' } })
    expect(await stateOfTap()).toEqual({ kind: 'off' })
    const other = await serve()
    cleanups.push(() => end(other))
    const taken = await backend.api.openTap(origin, portOf(other))
    expect(taken).toMatchObject({ ok: false, problem: { code: 'tap-failed' } })
    expect(await stateOfTap()).toMatchObject({ kind: 'failed', problem: { code: 'tap-failed' } })
    const tap = await open()
    expect(await backend.api.openTap(origin, portOf(other))).toMatchObject({ ok: false })
    expect(await stateOfTap()).toMatchObject({ kind: 'open', port: tap.port })
  })

  test('is opened once where it is asked for twice at once, and moves where another port is asked for', async () => {
    const [first, second] = await Promise.all([open(), open()])
    expect(second.port).toBe(first.port)
    const moved = await open(origin, await freePort())
    expect(moved.port).not.toBe(first.port)
    await expect(get(first.origin)).rejects.toThrow()
    const other = await serve()
    cleanups.push(() => end(other))
    const elsewhere = await open(`http://localhost:${portOf(other)}`)
    expect(elsewhere).toMatchObject({ target: `http://localhost:${portOf(other)}` })
    await get(elsewhere.origin, '/there')
    expect(await untilRows(1)).toEqual(['tap /there finished'])
    const [row] = await rows()
    expect((await backend.api.getExchange(row?.id ?? ''))?.server.origin).toBe(`http://localhost:${portOf(other)}`)
  })

  test('forwards and records nothing while paused', async () => {
    const tap = await open()
    const held = get(tap.origin, '/held')
    await until('the target has the request', () => hold !== null)
    await untilRows(1, row => row.state === 'running')
    await backend.api.setCapture('paused')
    expect(await untilRows(1)).toEqual(['tap /held finished'])
    hold?.()
    expect(await held).toBe('at last')
    expect(await get(tap.origin, '/unheard')).toContain('host')
    await backend.api.setCapture('recording')
    expect(await get(tap.origin, '/heard')).toContain('host')
    expect(await untilRows(2)).toEqual(['tap /held finished', 'tap /heard finished'])
  })

  test('says that its target is down, and that it is back', async () => {
    const tap = await open()
    const port = portOf(target)
    await end(target)
    expect(await get(tap.origin, '/a')).toContain(String(port))
    await vi.waitFor(async () => expect(await stateOfTap()).toMatchObject({ down: 'ECONNREFUSED' }))
    target = await serve(port)
    expect(await get(tap.origin, '/b')).toContain('host')
    await vi.waitFor(async () => expect(await stateOfTap()).toMatchObject({ down: null }))
  })
})

describe('the port of the tap', () => {
  test('is remembered for each project, also by the next run', async () => {
    const port = await freePort()
    await open(origin, port)
    await backend.close()
    backend = await start()
    expect((await open()).port).toBe(port)
    expect(JSON.parse(await readFile(join(config, 'settings.json'), 'utf8')).tapPorts).toEqual({ [origin]: port })
  })

  test('is another where the remembered one is taken, and the remembered one again after that', async () => {
    const other = await serve()
    const port = portOf(other)
    await writeFile(join(config, 'settings.json'), JSON.stringify({ version: 1, tapPorts: { [origin]: port } }))
    expect((await open()).port).not.toBe(port)
    await backend.api.closeTap(await id())
    await end(other)
    expect((await open()).port).toBe(port)
  })

  test('survives settings that are broken', async () => {
    await writeFile(join(config, 'settings.json'), '{')
    expect((await open()).kind).toBe('open')
    expect(said.join('\n')).toContain('could not be understood')
  })
})

describe('what is sent and opened', () => {
  test('goes through the tap, and only there', async () => {
    expect(await backend.api.sendTestRequest('s1', '/')).toMatchObject({ ok: false, problem: { code: 'not-attached' } })
    expect(await backend.api.openInBrowser('s1', '/')).toMatchObject({ ok: false, problem: { code: 'not-attached' } })
    const tap = await open()
    expect(await backend.api.sendTestRequest(await id(), '/test?q=1')).toEqual(ok({ status: 200 }))
    expect(await untilRows(1)).toEqual(['tap /test?q=1 finished'])
    expect(await backend.api.openInBrowser(await id(), '/product/7?q=1#top')).toEqual(ok(null))
    for (const away of ['//evil.example/', '/\\evil.example/', 'http://evil.example/', '/\t/evil.example'])
      expect(await backend.api.openInBrowser(await id(), away)).toMatchObject({
        ok: false,
        problem: { code: 'request-failed' },
      })
    expect(opened).toEqual([`${tap.origin}/product/7?q=1#top`])
  })
})

describe('the tap and an agent', () => {
  async function small(port = 0): Promise<SmallServer> {
    const server = await startSmallServer({ port })
    cleanups.push(server.stop)
    return server
  }
  async function attach(server: SmallServer): Promise<void> {
    const attached = await backend.api.attach(String(server.port))
    if (!attached.ok) throw new Error(`${attached.problem.message} ${attached.problem.detail ?? ''}`)
  }

  test('meet, whichever came first, and the tap outlives the agent', async () => {
    const server = await small()
    const states: AppState[] = []
    backend.subscribe({
      stateChanged: state => states.push(state),
      exchangesChanged: () => {},
      runChanged: () => {},
      pageChanged: () => {},
    })
    const tap = await open(`http://localhost:${server.port}`)
    await get(tap.origin, '/alone')
    expect(await untilRows(1)).toEqual(['tap /alone finished'])
    await attach(server)
    await get(tap.origin, '/joined')
    await get(`http://localhost:${server.port}`, '/direct')
    expect(await untilRows(3)).toEqual(['tap /alone finished', 'both /joined finished', 'agent /direct finished'])
    await backend.api.detach(await id())
    expect(await stateOfTap()).toMatchObject({ kind: 'open', port: tap.port })
    await get(tap.origin, '/after')
    expect((await untilRows(4)).at(-1)).toBe('tap /after finished')
    await attach(server)
    await get(tap.origin, '/again')
    expect((await untilRows(5)).at(-1)).toBe('both /again finished')
    await backend.api.closeTap(await id())
    await get(`http://localhost:${server.port}`, '/last')
    expect((await untilRows(6)).at(-1)).toBe('agent /last finished')
    expect(states.some(state => state.servers.some(({ tap: { kind } }) => kind === 'opening'))).toBe(true)
  })

  test('meet again after the server was started anew, on connections that the tap’s clients keep', async () => {
    const first = await small()
    await attach(first)
    const tap = await open(`http://localhost:${first.port}`)
    await get(tap.origin, '/first')
    await untilRows(1)
    await first.stop()
    await until('it is missed', async () => (await connection()).kind === 'waiting')
    expect(await get(tap.origin, '/down')).toContain(String(first.port))
    await untilRows(2)
    const second = await small(first.port)
    await until('it is attached again', async () => {
      const now = await connection()
      return now.kind === 'attached' && now.server.pid === second.pid
    })
    await get(tap.origin, '/second')
    // Either half may be the first to come.
    const joined = (row: ExchangeSummary) => row.state === 'finished' && row.source !== 'agent'
    expect(await untilRows(3, joined)).toEqual(['both /first finished', 'tap /down finished', 'both /second finished'])
    const pids = await Promise.all((await rows()).map(async row => (await backend.api.getExchange(row.id))?.server.pid))
    expect(pids).toEqual([first.pid, null, second.pid])
  })

  test('one click puts the tap in front of what is attached, on the port of its project', async () => {
    const server = await small()
    await attach(server)
    const port = await freePort()
    const tap = await open(`http://127.0.0.1:${server.port}`, port)
    expect(tap).toMatchObject({ target: `http://127.0.0.1:${server.port}`, port })
    expect(JSON.parse(await readFile(join(config, 'settings.json'), 'utf8')).tapPorts).toEqual({
      [server.folder]: port,
    })
    expect(await backend.api.sendTestRequest(await id(), '/test')).toEqual(ok({ status: 200 }))
    expect(await untilRows(1)).toEqual(['both /test finished'])
  })
})

describe('many servers', () => {
  async function small(): Promise<SmallServer> {
    const server = await startSmallServer({})
    cleanups.push(server.stop)
    return server
  }
  const at = (server: SmallServer) => `http://localhost:${server.port}`
  const servers = async () => (await backend.api.state()).servers

  test('are attached side by side, each with its own tap, and one that goes leaves the others', async () => {
    const [one, two] = await Promise.all([small(), small()])
    const attached = await Promise.all([backend.api.attach(at(one)), backend.api.attach(at(two))])
    expect(attached).toMatchObject([
      { ok: true, value: { id: 's1', pid: one.pid } },
      { ok: true, value: { id: 's2', pid: two.pid } },
    ])
    const [tapOne, tapTwo] = await Promise.all([open(at(one)), open(at(two))])
    expect(new Set([tapOne.port, tapTwo.port, one.port, two.port]).size).toBe(4)
    await Promise.all([get(tapOne.origin, '/one'), get(tapTwo.origin, '/two'), get(at(two), '/direct')])
    expect((await untilRows(3)).toSorted()).toEqual([
      'agent /direct finished',
      'both /one finished',
      'both /two finished',
    ])
    expect((await rows()).map(({ url, server }) => [url, server]).toSorted()).toEqual(
      [
        ['/direct', at(two)],
        ['/one', at(one)],
        ['/two', at(two)],
      ].toSorted(),
    )
    expect((await servers()).map(({ origin, counts }) => [origin, counts.exchanges])).toEqual([
      [at(one), 1],
      [at(two), 2],
    ])
    expect(await backend.api.sendTestRequest('s2', '/test')).toEqual(ok({ status: 200 }))
    expect((await untilRows(4)).at(-1)).toBe('both /test finished')

    await one.stop()
    await until('the first is missed', async () => (await servers())[0]?.connection.kind === 'waiting')
    expect((await servers())[1]?.connection.kind).toBe('attached')
    await backend.api.detach('s1')
    await backend.api.closeTap('s1')
    // Its requests are still there to be looked at; without them it goes.
    expect((await servers()).map(({ id, connection: { kind } }) => [id, kind])).toEqual([
      ['s1', 'idle'],
      ['s2', 'attached'],
    ])
    await backend.api.clear()
    expect((await servers()).map(({ id }) => id)).toEqual(['s2'])
    await get(tapTwo.origin, '/last')
    expect(await untilRows(1)).toEqual(['both /last finished'])
  })

  test('are not attached to twice, by whatever name', async () => {
    const server = await small()
    const all = await Promise.all([
      backend.api.attach(at(server)),
      backend.api.attach(String(server.pid)),
      backend.api.attach(`127.0.0.1:${server.port}`),
    ])
    expect(all.flatMap(result => (result.ok ? [] : [result.problem.message]))).toEqual([])
    expect(new Set(all.map(result => result.ok && result.value.id)).size).toBe(1)
    expect((await servers()).length).toBe(1)
    await get(at(server), '/once')
    expect(await untilRows(1)).toEqual(['agent /once finished'])
  })

  test('do not take each other’s ports, and a failed attach is forgotten with the next', async () => {
    const server = await small()
    await backend.api.attach(at(server))
    const other = await serve()
    cleanups.push(() => end(other))
    await server.stop()
    const taken = await backend.api.openTap(`http://localhost:${portOf(other)}`, server.port)
    expect(taken).toMatchObject({
      ok: false,
      problem: { code: 'tap-failed', message: expect.stringContaining(at(server)) },
    })
    expect(await backend.api.attach(String(portOf(other)))).toMatchObject({ ok: false, problem: { code: 'not-next' } })
    expect((await servers()).map(one => one.connection.kind)).toContain('failed')
    expect(await backend.api.attach('nonsense://')).toMatchObject({ ok: false })
    const failed = (await servers()).at(-1)
    await backend.api.detach(failed?.id ?? '')
    expect((await servers()).length).toBe(1)
  })
})
