import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AttachedServer } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import type { HelloEvent, RequestEvent } from '../../shared/raw-events.ts'
import { epochMs, monotonicMs } from '../../shared/units.ts'
import type { AnswerInput } from '../analysis/answer.ts'
import { type AnswerReader, createAnswerReader } from '../analysis/answer-reader.ts'
import { eventsOf } from '../correlate/story.ts'
import type { PipeSink } from '../pipe/link.ts'
import { type CaptureSession, createSession, type SessionTap } from './session.ts'

const PAGE =
  '<html><script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"a":1}},"page":"/a","gssp":true}</script></html>'
let server: Server
let origin: string
/** The tap's port as the server sees it, of each request. */
let remotePort: number
let hold: (() => void) | null
let reader: AnswerReader
let read: AnswerInput[]
let session: CaptureSession
let tap: SessionTap
const exchanges = new Map<string, Exchange>()
const bodies: string[] = []

beforeEach(async () => {
  server = createServer((request, response) => {
    remotePort = request.socket.remotePort ?? 0
    response.setHeader('content-type', 'text/html')
    response.write(request.url === '/cut' ? PAGE.slice(0, 80) : PAGE)
    if (request.url === '/direct') response.end()
    else hold = () => response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  hold = null
  read = []
  exchanges.clear()
  bodies.length = 0
  const real = createAnswerReader()
  reader = {
    read(input) {
      read.push(input)
      return real.read(input)
    },
    close: () => real.close(),
  }
  session = createSession({
    origin,
    reader,
    wanted: 'changes',
    listener: {
      exchange: exchange => exchanges.set(exchange.id, exchange),
      body: (id, part) => void bodies.push(`${part} ${id}`),
    },
  })
  const opened = await session.openTap({ target: origin, port: null })
  if (!opened.ok) throw new Error(opened.problem.message)
  tap = opened.value
})
afterEach(async () => {
  await tap.close()
  session.close()
  await reader.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** An agent in the server, whose clock is ours. */
function agent(): PipeSink {
  const attached: AttachedServer = { origin, pid: 7, next: '16.4.6', mode: 'dev', folder: null, name: 'shop' }
  const clock = { epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) }
  const hello: HelloEvent = {
    kind: 'hello',
    secret: '',
    protocol: 1,
    pid: 7,
    nodeVersion: 'v20',
    nextVersion: '16.4.6',
    mode: 'dev',
    cwd: '/',
    inspectorUrl: null,
    clock,
    launched: null,
  }
  return session.agent(attached, hello, () => {})
}
/** The story's events of a request that goes on now, with its body on the pipe. */
function inside(sink: PipeSink, story: string): void {
  const now = performance.now()
  const events = eventsOf(story).map((event): RequestEvent => {
    const moved = 'at' in event ? { ...event, at: monotonicMs(now + event.at) } : event
    if (moved.kind === 'request-start') return { ...moved, remotePort }
    return moved.kind === 'request-end' ? { ...moved, bodySent: true } : moved
  })
  for (const event of events) {
    if (event.kind === 'request-end') sink.body(event.request, Buffer.from(PAGE))
    sink.events([event])
  }
}
const finished = () => [...exchanges.values()].filter(one => one.state === 'finished')
const untilFinished = () => vi.waitFor(() => expect(finished()).toHaveLength(1))
const ask = async (path: string) => (await fetch(`${tap.tap.origin}${path}`)).text()
const REST = '\n1 call /a\n2 props\n3 200 content-type: text/html\n4 end 9\n5 described'

describe('an answer that both the agent and the tap have the bytes of', () => {
  it('is read and kept once, as it went over the wire', async () => {
    const sink = agent()
    const answer = ask('/held')
    await vi.waitFor(() => expect(hold).not.toBeNull())
    await vi.waitFor(() => expect(exchanges.size).toBe(1))
    inside(sink, `0 GET /held${REST}`)
    expect(finished()).toEqual([])
    hold?.()
    expect(await answer).toBe(PAGE)
    await untilFinished()
    const [exchange] = finished()
    expect(exchange).toMatchObject({
      source: 'both',
      outcome: 'props',
      props: { bytes: 7, keys: [{ path: 'a', bytes: 1 }] },
      response: { bodyBytes: PAGE.length, wireBytes: PAGE.length },
      gaps: [],
    })
    expect(read).toHaveLength(1)
    expect(bodies.toSorted()).toEqual([`props ${exchange?.id}`, `response ${exchange?.id}`])
  })

  it('is read as the agent gave it where the wire’s was cut', async () => {
    const sink = agent()
    const leaving = new AbortController()
    const answer = await fetch(`${tap.tap.origin}/cut`, { signal: leaving.signal })
    await answer.body?.getReader().read()
    await vi.waitFor(() => expect(exchanges.size).toBe(1))
    inside(sink, `0 GET /cut${REST}`)
    leaving.abort()
    await untilFinished()
    expect(finished()).toMatchObject([{ source: 'both', aborted: true, props: { bytes: 7 }, gaps: [] }])
    expect(read).toHaveLength(2)
  })

  it('does not wait for the tap where the request went to the server directly', async () => {
    const sink = agent()
    await (await fetch(`${origin}/direct`)).text()
    inside(sink, `0 GET /direct${REST}`)
    await untilFinished()
    expect(finished()).toMatchObject([{ source: 'agent', props: { bytes: 7 } }])
    expect(read).toHaveLength(1)
  })

  it('is not waited for any more when the tap is closed', async () => {
    const sink = agent()
    void ask('/held').catch(() => {})
    await vi.waitFor(() => expect(hold).not.toBeNull())
    await vi.waitFor(() => expect(exchanges.size).toBe(1))
    inside(sink, `0 GET /held${REST}`)
    await tap.close()
    await untilFinished()
    expect(finished()).toMatchObject([{ source: 'both', props: { bytes: 7 } }])
    await session.settled()
  })
})
