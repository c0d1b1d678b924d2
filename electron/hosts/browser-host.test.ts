import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBirpc } from 'birpc'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type BackendApi, type FrontendApi, RPC_PATH } from '../../shared/api.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { type BrowserHost, serveBrowser } from './browser-host.ts'
import { aBackend, aState, type TestBackend } from './test-backend.ts'

let folder: string
let host: BrowserHost
let backend: TestBackend
const sockets: WebSocket[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-host-'))
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>the app</title>')
  await writeFile(join(folder, 'renderer', 'assets', 'index-abc.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'outside')
  backend = aBackend()
  const served = await serveBrowser({
    backend,
    files: join(folder, 'renderer'),
    port: null,
    report: error => {
      throw error
    },
  })
  if (!served.ok) throw new Error(served.problem.message)
  host = served.value
})

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await host.close()
  await rm(folder, { recursive: true })
})

const port = () => Number(new URL(host.origin).port)

/** A request with exactly these headers; `fetch` would not let us set `Host`. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>(
    (resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port: port(), path, method, headers, agent: false },
        response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => {
            text += part
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
        },
      )
      request.on('error', reject)
      request.end()
    },
  )
}

/** Spends a link; the cookie for later requests. */
async function signIn(): Promise<string> {
  const link = new URL(host.link())
  const answer = await ask(link.pathname + link.search)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

/** Opens the WebSocket with these headers; the HTTP status where it was refused. */
function openSocket(headers: Record<string, string>, path = RPC_PATH): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port()}${path}`, { headers })
    sockets.push(socket)
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}

describe('the link', () => {
  it('is exchanged once for a strict cookie, and the cookie opens the app', async () => {
    const link = new URL(host.link())
    const first = await ask(link.pathname + link.search)
    expect(first.status).toBe(303)
    expect(first.headers['location']).toBe('/')
    expect(String(first.headers['set-cookie'])).toMatch(
      new RegExp(`^propscope-${port()}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    )
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
    expect((await ask('/', { cookie })).text).toContain('the app')
    expect((await ask('/', { cookie: `other=1; ${cookie}` })).status).toBe(200)

    const again = await ask(link.pathname + link.search)
    expect(again.status).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.text).toContain('Each link works once')
  })

  it('is not spent by HEAD, and a second one lets a second browser in', async () => {
    const [one, two] = [new URL(host.link()), new URL(host.link())]
    expect((await ask(one.pathname + one.search, {}, 'HEAD')).status).toBe(403)
    expect((await ask(one.pathname + one.search)).status).toBe(303)
    expect((await ask(two.pathname + two.search)).status).toBe(303)
  })

  it.each(['/', '/?token=', '/?token=x', '/assets/index-abc.js', '/index.html'])('is needed for %s', async path => {
    const answer = await ask(path)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Open the link that propscope printed')
  })

  it('cannot be replaced by a made-up cookie', async () => {
    expect((await ask('/', { cookie: `propscope-${port()}=` })).status).toBe(403)
    expect((await ask('/', { cookie: `propscope-${port()}=${'a'.repeat(43)}` })).status).toBe(403)
    expect((await ask('/', { cookie: `propscope=${(await signIn()).split('=')[1]}` })).status).toBe(403)
  })
})

describe('every answer', () => {
  it.each([
    ['a file', true, '/'],
    ['a refusal', false, '/'],
    ['a missing file', true, '/nothing'],
  ])('carries the security headers: %s', async (_what, signedIn, path) => {
    const answer = await ask(path, signedIn ? { cookie: await signIn() } : {})
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  it('lets only hashed assets be kept', async () => {
    const answer = await ask('/assets/index-abc.js', { cookie: await signIn() })
    expect(answer.headers['cache-control']).toContain('immutable')
  })

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '//etc/passwd'])(
    'never leaves the folder: %s',
    async path => {
      const answer = await ask(path, { cookie: await signIn() })
      expect(answer.status).toBe(404)
      expect(answer.text).not.toContain('outside')
    },
  )
})

describe('Host and Origin', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example',
    "x;script-src 'unsafe-inline'",
  ])('refuses the name %s, cookie or not', async name => {
    const answer = await ask('/', { host: name, cookie: await signIn() })
    expect(answer.status).toBe(403)
    expect(String(answer.headers['content-security-policy'])).not.toContain('unsafe')
    expect(answer.text).not.toContain('the app')
  })

  it.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('answers to %s with its port', async name => {
    expect((await ask('/', { host: `${name}:${port()}`, cookie: await signIn() })).status).toBe(200)
  })

  it('does not spend a link for a foreign name', async () => {
    const link = new URL(host.link())
    expect((await ask(link.pathname + link.search, { host: 'evil.example' })).status).toBe(403)
    expect((await ask(link.pathname + link.search)).status).toBe(303)
  })

  it('shows a hostile name as text', async () => {
    expect((await ask('/', { host: '<script>alert(1)</script>' })).text).not.toContain('<script>')
  })

  it('takes no other method, and says of a foreign one where it comes from', async () => {
    const cookie = await signIn()
    expect((await ask('/', { cookie, origin: host.origin }, 'POST')).status).toBe(405)
    const foreign = await ask('/', { cookie, origin: 'https://evil.example' }, 'POST')
    expect(foreign.status).toBe(403)
    expect(foreign.text).toContain('https://evil.example')
  })
})

describe('the WebSocket', () => {
  it('needs the cookie, our origin, our name and the path', async () => {
    const cookie = await signIn()
    const origin = host.origin
    expect(await openSocket({ origin })).toBe(403)
    expect(await openSocket({ cookie })).toBe(403)
    expect(await openSocket({ cookie, origin: 'http://127.0.0.1:3000' })).toBe(403)
    expect(await openSocket({ cookie, origin: 'null' })).toBe(403)
    expect(await openSocket({ cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(403)
    expect(await openSocket({ cookie, origin }, '/other')).toBe(404)
    expect(backend.frontends.size).toBe(0)
    expect(await openSocket({ cookie, origin })).toBeInstanceOf(WebSocket)
  })

  it('carries calls and pushes as binary MessagePack', async () => {
    const socket = await openSocket({ cookie: await signIn(), origin: host.origin })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const states: string[] = []
    const rpc = createBirpc<BackendApi, Partial<FrontendApi>>(
      { stateChanged: state => void states.push(state.capture) },
      {
        post: message => socket.send(encodeMessage(message)),
        on: handler => socket.on('message', data => handler(decodeMessage(data as Buffer))),
      },
    )
    const slice = await rpc.readBody('a', 'props', 0, 3)
    expect([...(slice?.bytes ?? [])]).toEqual([1, 2, 3])
    await expect(rpc.attach('')).rejects.toMatchObject({ code: 'internal' })
    for (const frontend of backend.frontends) frontend.stateChanged(aState({ capture: 'paused' }))
    await expect.poll(() => states).toEqual(['paused'])
    socket.close()
    await expect.poll(() => backend.frontends.size).toBe(0)
  })

  it.each([
    ['text', JSON.stringify({ t: 'q', i: '1', m: 'state', a: [] })],
    ['bytes that are no message', new Uint8Array([0xc1])],
    ['a message too large', new Uint8Array(300_000)],
  ])('ends a connection that sends %s', async (_what, frame) => {
    const socket = await openSocket({ cookie: await signIn(), origin: host.origin })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const closed = new Promise(resolve => socket.on('close', resolve))
    socket.send(frame)
    await closed
    await expect.poll(() => backend.frontends.size).toBe(0)
    expect(backend.asked).toEqual([])
  })

  it('lets go of batches that a slow reader cannot take, and leaves it a gap to notice', async () => {
    const socket = await openSocket({ cookie: await signIn(), origin: host.origin })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const revisions: number[] = []
    socket.on('message', data => {
      const { m, a } = decodeMessage(data as Buffer) as { m: string; a: [{ revision: number }] }
      if (m === 'exchangesChanged') revisions.push(a[0].revision)
    })
    socket.pause()
    const [frontend] = [...backend.frontends]
    const removed = ['x'.repeat(1024 * 1024)]
    const last = 80
    for (let revision = 1; revision <= last; revision++)
      frontend?.exchangesChanged({ revision, upserts: [], removed, cleared: false })
    socket.resume()
    await expect.poll(() => revisions.at(-1), { timeout: 10_000 }).toBe(last)
    expect(revisions.length).toBeGreaterThan(20)
    expect(revisions).not.toContain(last - 1)
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
  })

  it('survives a connection that breaks in the handshake', async () => {
    await new Promise<void>(resolve => {
      const connection = connect(port(), '127.0.0.1', () => {
        connection.write(
          `GET ${RPC_PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        )
        connection.resetAndDestroy()
        resolve()
      })
    })
    expect((await ask('/')).status).toBe(403)
  })
})

describe('serveBrowser', () => {
  it('says what to do where the port is taken or the app is not built', async () => {
    const options = { backend, report: () => {} }
    const taken = await serveBrowser({ ...options, files: join(folder, 'renderer'), port: port() })
    expect(taken).toMatchObject({ ok: false, problem: { message: expect.stringContaining(String(port())) } })
    const unbuilt = await serveBrowser({ ...options, files: join(folder, 'nothing'), port: null })
    expect(unbuilt).toMatchObject({ ok: false, problem: { next: 'Run npm run build.' } })
  })
})
