import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import * as otel from '@opentelemetry/api'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AgentEvent } from '../../shared/raw-events.ts'
import agentSource from '../agent/index.ts?agent'
import type { AgentLink, Pipe } from './link.ts'
import { openPipe } from './pipe.ts'

/** The agent as it is injected, in a plain server that calls the tracer as Next does. */
const install = new Function(
  'require',
  'options',
  `${agentSource}\nreturn PropscopeAgent.install(require, options)`,
) as (require: NodeJS.Require, options: object) => { ok: boolean; already?: boolean }

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
  otel.trace.disable()
})

type Page = (url: URL) => Promise<unknown>
function nextLike(page: Page): Promise<{ origin: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const options = { attributes: { 'next.span_type': 'Render.getServerSideProps', 'next.route': url.pathname } }
    try {
      const result = await otel.trace.getTracer('next.js').startActiveSpan('gssp', options, async () => {
        response.setHeader('X-Inside', 'yes')
        return page(url)
      })
      response.setHeader('X-Outside', 'yes')
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify(result))
    } catch {
      response.statusCode = 500
      response.end('failed')
    }
  })
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      opened.push({
        close() {
          server.closeAllConnections()
          return new Promise(done => server.close(done))
        },
      })
      resolve({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server })
    })
  })
}

async function attach(pipe?: Pipe) {
  const to = pipe ?? (await openPipe())
  if (!pipe) opened.push(to)
  const events: AgentEvent[] = []
  const bodies = new Map<number, string>()
  const secret = Math.random().toString(36)
  let closed = 0
  const expected = to.expect(
    secret,
    () => ({
      events: some => void events.push(...some),
      body: (request, bytes) => void bodies.set(request, (bodies.get(request) ?? '') + Buffer.from(bytes).toString()),
      closed: () => {
        closed += 1
      },
    }),
    5000,
  )
  const answer = install(createRequire(import.meta.url), expected.settings)
  const link = await expected.link
  if (!link.ok) throw new Error(link.problem.message)
  const of = (kind: AgentEvent['kind']) => events.filter(event => event.kind === kind)
  return { link: link.value, events, bodies, of, answer, closed: () => closed }
}

async function detach(link: AgentLink): Promise<void> {
  link.send({ kind: 'detach' })
  await link.closed
}

const get = async (url: string, init?: RequestInit) => {
  const answer = await fetch(url, init)
  return { status: answer.status, text: await answer.text() }
}

describe('the agent in a server', () => {
  it('tells a request from its start to the look at what was returned', async () => {
    const { origin } = await nextLike(async () => ({ props: { a: '€', when: new Date(0) } }))
    const { link, of, bodies } = await attach()
    expect(await get(`${origin}/p?q=1`)).toEqual({
      status: 200,
      text: '{"props":{"a":"€","when":"1970-01-01T00:00:00.000Z"}}',
    })
    await vi.waitFor(() => expect(of('described')).toHaveLength(1))
    expect(of('request-start')).toMatchObject([{ method: 'GET', url: '/p?q=1', ordinal: 0, encrypted: false }])
    expect(of('call-start')).toMatchObject([{ page: '/p' }])
    expect(of('call-end')).toMatchObject([{ result: 'props', setHeaders: [{ name: 'X-Inside', value: 'yes' }] }])
    expect(of('request-end')).toMatchObject([
      { status: 200, aborted: false, bodySent: true, bodyDropped: 0, bodyBytes: 55 },
    ])
    expect(of('described')).toMatchObject([{ lost: [{ path: 'when', type: 'Date', becomes: 'string' }], json: null }])
    expect([...bodies.values()]).toEqual(['{"props":{"a":"€","when":"1970-01-01T00:00:00.000Z"}}'])
    await detach(link)
  })

  it('leaves nothing behind', async () => {
    const { origin, server } = await nextLike(async () => ({ props: {} }))
    const traces = () => ({
      symbols: Object.getOwnPropertySymbols(globalThis).map(String).sort(),
      listeners: server.eventNames().map(name => [String(name), server.listenerCount(name)]),
    })
    const before = traces()
    const { link, closed } = await attach()
    await get(`${origin}/p`)
    expect(traces()).not.toEqual(before)
    await detach(link)
    await vi.waitFor(() => expect(traces()).toEqual(before))
    expect(closed()).toBe(1)
    expect((await get(`${origin}/p`)).status).toBe(200)
  })

  it('serves two clients without doubling anything, and stays for the second when the first goes', async () => {
    const { origin } = await nextLike(async () => ({ props: { n: 1 } }))
    const first = await attach()
    const second = await attach()
    expect(first.answer).toMatchObject({ ok: true, already: false })
    expect(second.answer).toMatchObject({ ok: true, already: true })
    await get(`${origin}/p`)
    for (const { of } of [first, second]) await vi.waitFor(() => expect(of('request-end')).toHaveLength(1))
    await detach(first.link)
    await get(`${origin}/p`)
    await vi.waitFor(() => expect(second.of('request-end')).toHaveLength(2))
    expect(first.of('request-end')).toHaveLength(1)
    await detach(second.link)
  })

  it('keeps sixty concurrent requests apart', async () => {
    const { origin } = await nextLike(async url => {
      const n = Number(url.searchParams.get('n'))
      await new Promise(resolve => setTimeout(resolve, (n * 7) % 40))
      return { props: { n } }
    })
    const { link, of, bodies } = await attach()
    const numbers = Array.from({ length: 60 }, (_, index) => index)
    await Promise.all(numbers.map(n => get(`${origin}/p?n=${n}`)))
    await vi.waitFor(() => expect(of('described')).toHaveLength(60))
    for (const event of of('request-start')) {
      if (event.kind !== 'request-start') continue
      const n = new URL(event.url, 'http://x').searchParams.get('n')
      expect(bodies.get(event.request)).toBe(`{"props":{"n":${n}}}`)
    }
    expect(of('call-end')).toHaveLength(60)
    await detach(link)
  })

  it('tells an abort, and the end of the call after it', async () => {
    let finish = () => {}
    const { origin } = await nextLike(
      () =>
        new Promise(resolve => {
          finish = () => resolve({ props: {} })
        }),
    )
    const { link, of } = await attach()
    const stop = new AbortController()
    const asked = get(`${origin}/p`, { signal: stop.signal }).catch(() => 'aborted')
    await vi.waitFor(() => expect(of('call-start')).toHaveLength(1))
    stop.abort()
    expect(await asked).toBe('aborted')
    await vi.waitFor(() => expect(of('request-end')).toMatchObject([{ aborted: true, status: 0, firstByteAt: null }]))
    finish()
    await vi.waitFor(() => expect(of('described')).toHaveLength(1))
    expect(of('call-end')).toMatchObject([{ result: 'props' }])
    await detach(link)
  })

  it('describes the props of an answer without a body', async () => {
    const { origin } = await nextLike(async () => ({ props: { a: [1, 2] } }))
    const { link, of } = await attach()
    await get(`${origin}/p`, { method: 'HEAD' })
    await vi.waitFor(() => expect(of('described')).toMatchObject([{ json: '{"a":[1,2]}', truncated: false }]))
    expect(of('request-end')).toMatchObject([{ bodyBytes: 0, bodySent: false }])
    await detach(link)
  })

  it('describes the props of an error answer, whose bytes do not hold them', async () => {
    const { origin } = await nextLike(async () => ({ props: { a: [1, 2] }, refused: 1n }))
    const { link, of } = await attach()
    await get(`${origin}/p`)
    await vi.waitFor(() => expect(of('described')).toMatchObject([{ json: '{"a":[1,2]}', truncated: false }]))
    expect(of('request-end')).toMatchObject([{ status: 500 }])
    await detach(link)
  })

  it('hands over a large answer whole, in small pieces', async () => {
    const text = '€😀'.repeat(1_500_000)
    const { origin } = await nextLike(async () => ({ props: { text } }))
    const { link, of, bodies } = await attach()
    const { text: sent } = await get(`${origin}/p`)
    await vi.waitFor(() => expect(of('request-end')).toHaveLength(1), 10_000)
    const [body] = [...bodies.values()]
    expect(body === sent).toBe(true)
    await detach(link)
  })

  it('captures nothing while paused', async () => {
    const { origin } = await nextLike(async () => ({ props: {} }))
    const { link, of } = await attach()
    link.send({ kind: 'capture', on: false })
    await vi.waitFor(async () => {
      const before = of('request-start').length
      await get(`${origin}/p`)
      await new Promise(resolve => setTimeout(resolve, 30))
      expect(of('request-start')).toHaveLength(before)
    })
    link.send({ kind: 'capture', on: true })
    await vi.waitFor(async () => {
      const before = of('request-end').length
      await get(`${origin}/p`)
      await vi.waitFor(() => expect(of('request-end').length).toBeGreaterThan(before), 200)
    })
    await detach(link)
  })

  it('takes itself out when its pipe breaks', async () => {
    const { origin } = await nextLike(async () => ({ props: {} }))
    const before = Object.getOwnPropertySymbols(globalThis).map(String).sort()
    const { link } = await attach()
    link.close()
    await vi.waitFor(() => expect(Object.getOwnPropertySymbols(globalThis).map(String).sort()).toEqual(before))
    expect((await get(`${origin}/p`)).status).toBe(200)
  })
})

describe('a pipe', () => {
  it('refuses who does not know the secret, and times out with words', async () => {
    const pipe = await openPipe()
    opened.push(pipe)
    const expected = pipe.expect('right', () => ({ events: () => {}, body: () => {} }), 300)
    install(createRequire(import.meta.url), { ...expected.settings, secret: 'wrong' })
    const answer = await expected.link
    expect(answer).toMatchObject({ ok: false, problem: { code: 'pipe-failed' } })
    await vi.waitFor(() =>
      expect(Object.getOwnPropertySymbols(globalThis).map(String)).not.toContain('Symbol(propscope.agent)'),
    )
  })
})
