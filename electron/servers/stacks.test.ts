import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createRequire, Module } from 'node:module'
import { type AddressInfo, createServer as createPipe } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import agentSource from '../agent/index.ts?agent'

/** As the bundle names itself; Vitest takes that line out. */
const OWN_URL = 'node:propscope'

/** The whole agent, as it is put into a server, and a tracer as Next has one: what stands in the stacks of errors that come out of it. */
const TRACER = '/x/node_modules/next/dist/server/lib/trace/tracer.js'
const cache = (Module as unknown as { _cache: Record<string, unknown> })._cache
const limit = Error.stackTraceLimit
let undo: (() => unknown)[] = []
afterEach(async () => {
  for (const back of undo.reverse()) await back()
  undo = []
  Error.stackTraceLimit = limit
})

const listening = async <T extends { listen(at: never): unknown; once: unknown }>(server: T, at: unknown) => {
  server.listen(at as never)
  await once(server as never, 'listening')
  undo.push(() => (server as unknown as Server).close())
  return server
}

it.each([7, 15, 50])('of at most %i frames are what they are without us', async most => {
  const tracer = { trace: (_type: string, _options: object, work: () => unknown) => work() }
  cache[TRACER] = { exports: { getTracer: () => tracer } }
  undo.push(() => delete cache[TRACER])
  const options = { attributes: { 'next.route': '/page' } }
  const page = {
    early: async () => {
      throw new TypeError('before anything is awaited')
    },
    plain: () => {
      throw new TypeError('by a function that is not async')
    },
    late: async () => {
      await null
      throw new TypeError('after something was awaited')
    },
  }
  const render = async (path: string): Promise<string> => {
    Error.stackTraceLimit = most
    const call = page[path.slice(1) as keyof typeof page]
    // As deep as Next is.
    const down = (levels: number): Promise<unknown> =>
      levels > 0 ? down(levels - 1) : Promise.resolve(tracer.trace('Render.getServerSideProps', options, () => call()))
    try {
      await down(20)
      return 'nothing was thrown'
    } catch (error) {
      return `${Error.stackTraceLimit} ${(error as Error).stack}`
    }
  }
  const server = await listening(
    createServer((request, response) => void render(request.url ?? '').then(text => response.end(text))),
    0,
  )
  const { port } = server.address() as AddressInfo
  const ask = async () =>
    Promise.all(Object.keys(page).map(async name => (await fetch(`http://127.0.0.1:${port}/${name}`)).text()))
  const before = await ask()

  const path = join(tmpdir(), `propscope-stacks-${process.pid}-${most}.sock`)
  const heard: string[] = []
  const pipe = await listening(
    createPipe(socket => {
      socket.on('data', part => heard.push(part.toString('latin1')))
      undo.push(() => socket.destroy())
    }),
    path,
  )
  runInThisContext(agentSource, { filename: OWN_URL })
  const { PropscopeAgent } = globalThis as unknown as { PropscopeAgent: { install(...args: unknown[]): unknown } }
  const connected = once(pipe, 'connection')
  const launched = { port, secure: false, nextVersion: '16.4.6' }
  const answer = PropscopeAgent.install(createRequire(import.meta.url), {
    socketPath: path,
    secret: 's',
    ring: null,
    launched,
  })
  expect(answer).toMatchObject({ ok: true })
  await connected
  const during = await ask()
  expect(tracer.trace.toString()).not.toContain('=> work()')
  expect(during).toEqual(before)
  expect(during.join('\n')).not.toContain(OWN_URL)
})
