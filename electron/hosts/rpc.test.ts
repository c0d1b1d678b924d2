import { createBirpc } from 'birpc'
import { describe, expect, it } from 'vitest'
import { type BackendApi, backendArguments, type FrontendApi } from '../../shared/api.ts'
import { BACKLOG_LIMIT } from './pushes.ts'
import { type Channel, serveFrontend } from './rpc.ts'
import { aBackend, aState } from './test-backend.ts'

/** Both ends of a channel in one process; `send` puts a raw message in. */
function aWire() {
  const toBackend = new Set<(message: unknown) => void>()
  const toFrontend = new Set<(message: unknown) => void>()
  const drained = new Set<() => void>()
  const posted: unknown[] = []
  let backlog = 0
  const on = <T>(set: Set<T>, handler: T) => {
    set.add(handler)
    return () => void set.delete(handler)
  }
  const channel: Channel = {
    post(message) {
      posted.push(message)
      for (const handler of toFrontend) handler(structuredClone(message))
    },
    listen: handler => on(toBackend, handler),
    backlog: () => backlog,
    onDrain: handler => on(drained, handler),
  }
  return {
    channel,
    posted,
    toBackend,
    send: (message: unknown) => {
      for (const handler of toBackend) handler(message)
    },
    setBacklog(bytes: number) {
      backlog = bytes
      for (const handler of drained) handler()
    },
    frontend: (functions: Partial<FrontendApi> = {}) =>
      createBirpc<BackendApi, Partial<FrontendApi>>(functions, {
        post: message => {
          for (const handler of toBackend) handler(structuredClone(message))
        },
        on: handler => void toFrontend.add(handler),
      }),
  }
}

const noReport = (error: unknown) => {
  throw error
}

/** What a call was answered with: the value, or what it was rejected with. */
async function answerOf(wire: ReturnType<typeof aWire>, name: string, given: unknown[]): Promise<unknown> {
  const answer = new Promise(resolve => {
    const before = wire.posted.length
    const look = () => {
      if (wire.posted.length > before) resolve(wire.posted.at(-1))
      else setImmediate(look)
    }
    look()
  })
  wire.send({ t: 'q', i: 'x', m: name, a: given })
  return answer
}

describe('serveFrontend', () => {
  it('answers every name of the contract', async () => {
    const backend = aBackend()
    const wire = aWire()
    serveFrontend(backend, wire.channel, noReport)
    const frontend = wire.frontend()
    await frontend.attach('3000')
    expect(await frontend.state()).toEqual(aState())
    const slice = await frontend.readBody('a', 'props', 0, 3)
    expect(slice?.bytes).toEqual(new Uint8Array([1, 2, 3]))
    expect(backend.asked.map(call => call.name)).toEqual(['attach', 'state', 'readBody'])
  })

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'close',
    'subscribe',
    'stateChanged',
    'then',
    '$close',
    '',
  ])('refuses the name %j', async name => {
    const backend = aBackend()
    const wire = aWire()
    serveFrontend(backend, wire.channel, noReport)
    const answer = await answerOf(wire, name, [])
    expect(answer).toEqual({ t: 's', i: 'x', e: expect.objectContaining({ code: 'internal' }) })
    expect(JSON.stringify(answer)).not.toContain('.ts:')
    expect(backend.asked).toEqual([])
  })

  it.each([
    ['attach', []],
    ['attach', [3000]],
    ['attach', ['']],
    ['attach', ['3000', 'more']],
    ['attach', ['x'.repeat(501)]],
    ['setCapture', ['off']],
    ['readBody', ['id', 'props', 0, 5_000_000]],
    ['readBody', ['id', 'props', -1, 1]],
    ['readBody', ['id', '../etc', 0, 1]],
    ['sendTestRequest', ['http://example.com/']],
    ['state', [{}]],
  ])('refuses %s(%j)', async (name, given) => {
    const backend = aBackend()
    const wire = aWire()
    serveFrontend(backend, wire.channel, noReport)
    expect(await answerOf(wire, name, given)).toMatchObject({ e: { code: 'internal' } })
    expect(backend.asked).toEqual([])
  })

  it.each([
    null,
    undefined,
    7,
    'q',
    [],
    {},
    { t: 'q' },
    { t: 'q', i: '1', m: 'state' },
    { t: 'q', i: {}, m: 'state', a: [] },
    { t: 'q', m: 'clear', a: [] },
    { t: 's', i: '1', r: 1 },
  ])('ignores the message %j', async message => {
    const backend = aBackend()
    const wire = aWire()
    serveFrontend(backend, wire.channel, noReport)
    wire.send(message)
    await wire.frontend().state()
    expect(backend.asked).toEqual([{ name: 'state', given: [] }])
    expect(wire.posted).toHaveLength(1)
  })

  it('answers a bug below with a problem without a stack, and reports it', async () => {
    const reported: unknown[] = []
    const bug = new Error('a bug')
    const backend = aBackend({ clear: () => Promise.reject(bug) })
    const wire = aWire()
    serveFrontend(backend, wire.channel, error => reported.push(error))
    const answer = await answerOf(wire, 'clear', [])
    expect(answer).toMatchObject({ e: { code: 'internal', message: expect.stringContaining('a bug'), detail: null } })
    expect(answer).not.toHaveProperty('e.stack')
    expect(reported).toEqual([bug])
  })

  it('pushes to the frontend, and no more once stopped', async () => {
    const backend = aBackend()
    const wire = aWire()
    const stop = serveFrontend(backend, wire.channel, noReport)
    const seen: unknown[] = []
    wire.frontend({ stateChanged: state => seen.push(state) })
    for (const frontend of backend.frontends) frontend.stateChanged(aState())
    await expect.poll(() => seen).toEqual([aState()])
    stop()
    expect(backend.frontends.size).toBe(0)
    expect(wire.toBackend.size).toBe(0)
  })

  it('holds pushes back while the frontend does not read, and then sends the newest', async () => {
    const backend = aBackend()
    const wire = aWire()
    serveFrontend(backend, wire.channel, noReport)
    const revisions: number[] = []
    const captures: string[] = []
    wire.frontend({
      exchangesChanged: batch => revisions.push(batch.revision),
      stateChanged: state => captures.push(state.capture),
    })
    const [frontend] = [...backend.frontends]
    const push = (revision: number) =>
      frontend?.exchangesChanged({ revision, upserts: [], removed: [], cleared: false })
    push(1)
    wire.setBacklog(BACKLOG_LIMIT + 1)
    push(2)
    push(3)
    frontend?.stateChanged(aState({ capture: 'recording' }))
    frontend?.stateChanged(aState({ capture: 'paused' }))
    push(4)
    wire.setBacklog(BACKLOG_LIMIT + 1)
    await expect.poll(() => revisions).toEqual([1])
    wire.setBacklog(0)
    push(5)
    await expect.poll(() => revisions).toEqual([1, 4, 5])
    expect(captures).toEqual(['paused'])
  })

  it('has a schema for every method', () => {
    expect(Object.keys(backendArguments).sort()).toEqual(Object.keys(aBackend().api).sort())
  })
})
