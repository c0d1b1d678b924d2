import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BodyPart } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import { type AnswerReader, createAnswerReader } from '../analysis/answer-reader.ts'
import { correlate, newCorrelation } from '../correlate/correlation.ts'
import { FIRST_SOURCE } from '../correlate/state.ts'
import { openTapThread, type TapThread } from '../tap/thread/open-thread.ts'
import { dial, play, type RawServer, rawServer } from '../tap/wire.ts'
import { openRecordingTap, type RecordingTap, type RecordingTapOptions } from './recording-tap.ts'

let server: RawServer
let reader: AnswerReader
let tap: RecordingTap
const exchanges = new Map<string, Exchange>()
const bodies = new Map<string, string>()

/** Answers every request with the text that its path asks for. */
async function answering(port = 0): Promise<RawServer> {
  return rawServer(end => {
    let from = 0
    end.socket.on('end', () => end.socket.end())
    end.socket.on('data', () => {
      for (let to = end.received.indexOf('\r\n\r\n', from); to >= 0; to = end.received.indexOf('\r\n\r\n', from)) {
        const path = end.received.slice(from).split(' ')[1] ?? ''
        from = to + 4
        if (path === '/hang') return
        const body = `you asked for ${path}`
        end.socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
      }
    })
  }, port)
}

async function open(more: Partial<RecordingTapOptions> = {}, openThread = openTapThread): Promise<RecordingTap> {
  const origin = `http://127.0.0.1:${server.port}`
  const clock = { epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) }
  const state = newCorrelation({ origin, next: null, mode: null, pid: null }, null, 'SEED', clock, false)
  const opened = await openRecordingTap(
    {
      target: origin,
      port: null,
      wireOf: request => state.taps.get(FIRST_SOURCE)?.wires.get(request),
      tell(event) {
        for (const exchange of correlate(state, event)) exchanges.set(exchange.id, exchange)
      },
      reader,
      listener: {
        body(id: string, part: BodyPart, bytes: Uint8Array) {
          bodies.set(`${part} ${id}`, Buffer.from(bytes).toString())
        },
      },
      ...more,
    },
    openThread,
  )
  if (!opened.ok) throw new Error(opened.problem.message)
  tap = opened.value
  return tap
}
const ask = (path: string) =>
  play(tap.port, [`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`, /asked for|down|not answer/, 'FIN'])

beforeEach(async () => {
  exchanges.clear()
  bodies.clear()
  server = await answering()
  reader = createAnswerReader()
})
afterEach(async () => {
  await tap.close()
  await reader.close()
  await server.close()
})

it('forwards and records: the exchange, and its body before it is finished', async () => {
  await open()
  expect((await ask('/a')).received).toContain('you asked for /a')
  await vi.waitFor(() => expect([...exchanges.values()].map(one => one.state)).toEqual(['finished']))
  await tap.settled()
  const [exchange] = exchanges.values()
  expect(exchange).toMatchObject({ source: 'tap', request: { url: '/a' }, response: { status: 200 }, gaps: [] })
  expect(bodies.get(`response ${exchange?.id}`)).toBe('you asked for /a')
  expect(tap).toMatchObject({ requests: 1, droppedRequests: 0, droppedBytes: 0, down: null, problem: null, faults: 0 })
})

it('says why the target does not answer, and that it does again', async () => {
  await open()
  const { port } = server
  await server.close()
  expect((await ask('/a')).received).toContain('HTTP/1.1 502')
  await vi.waitFor(() => expect(tap.down).toBe('ECONNREFUSED'))
  server = await answering(port)
  expect((await ask('/a')).received).toContain('you asked for /a')
  await vi.waitFor(() => expect(tap.down).toBeNull())
})

it('forwards without recording while it is asked to, and tells of changes', async () => {
  let changes = 0
  await open({ onChange: () => (changes += 1) })
  tap.setRecording(false)
  expect((await ask('/a')).received).toContain('you asked for /a')
  tap.setRecording(true)
  expect((await ask('/b')).received).toContain('you asked for /b')
  await vi.waitFor(() => expect([...exchanges.values()].map(one => one.state)).toEqual(['finished']))
  expect([...exchanges.values()].map(one => one.request.url)).toEqual(['/b'])
  await vi.waitFor(() => expect(changes).toBeGreaterThan(0))
})

describe('when its thread dies', () => {
  const threads: TapThread[] = []
  const watched: typeof openTapThread = async (...args) => {
    const opened = await openTapThread(...args)
    if (opened.ok) threads.push(opened.value)
    return opened
  }
  /** One whose answer does not end, and the end of its connection. */
  async function hanging() {
    const asked = exchanges.size
    const end = dial(tap.port)
    end.socket.write('GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await vi.waitFor(() => expect(exchanges.size).toBe(asked + 1))
    return end
  }
  const last = () => [...exchanges.values()].at(-1)
  beforeEach(() => {
    threads.length = 0
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('says so, ends what was open, and listens again on the same port', async () => {
    await open({}, watched)
    await ask('/before')
    await tap.settled()
    const end = await hanging()
    const real = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => real() + 60_000)
    await threads[0]?.kill()
    await end.until(one => one.ended !== null)
    await vi.waitFor(() => expect(last()?.state).toBe('finished'))
    expect(last()?.gaps).toEqual(['The tap stopped while this request ran, and its connection with it.'])
    await vi.waitFor(() => expect(threads).toHaveLength(2))
    expect((await ask('/after')).received).toContain('you asked for /after')
    await tap.settled()
    expect(last()).toMatchObject({ state: 'finished', request: { url: '/after' }, gaps: [] })
    expect(bodies.get(`response ${last()?.id}`)).toBe('you asked for /after')
    expect(tap).toMatchObject({ problem: null, faults: 1, lastFault: expect.stringContaining('died') })
  })

  it('stays down where that was at once, and says what to do', async () => {
    let changes = 0
    await open({ onChange: () => (changes += 1) }, watched)
    await threads[0]?.kill()
    await vi.waitFor(() => expect(tap.problem).not.toBeNull())
    expect(tap.problem).toMatchObject({
      code: 'tap-failed',
      message: expect.stringContaining(`port ${tap.port} stopped`),
    })
    expect(changes).toBeGreaterThan(0)
    await dial(tap.port).until(one => one.ended !== null)
    expect(threads).toHaveLength(1)
  })

  it('says so too where another one took its port meanwhile', async () => {
    let taken: RawServer | null = null
    await open({}, async (...args) => {
      if (threads.length > 0) taken = await rawServer(() => {}, tap.port)
      return watched(...args)
    })
    const real = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => real() + 60_000)
    await threads[0]?.kill()
    await vi.waitFor(() => expect(tap.problem?.message).toBe(`Port ${tap.port} is taken.`))
    await (taken as RawServer | null)?.close()
  })
})

it('frees its port when it is closed, and refuses one that is taken', async () => {
  const { port } = await open()
  const again = await openRecordingTap({
    target: `http://127.0.0.1:${server.port}`,
    port,
    wireOf: () => undefined,
    tell: () => {},
    reader,
    listener: { body: () => {} },
  })
  expect(again).toMatchObject({ ok: false, problem: { code: 'tap-failed', message: `Port ${port} is taken.` } })
  await tap.close()
  await open({ port })
  expect(tap.port).toBe(port)
})
