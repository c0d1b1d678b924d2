import { EventEmitter, once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type HostBridge, RPC_CHANNEL } from '../shared/api.ts'
import { ROOT } from './harness/child.ts'
import { type ElectronMain, startElectronMain } from './harness/electron-main.ts'
import { expect, test } from './harness/test.ts'

/**
 * The built main process on a stand-in of Electron: how it locks its window down, with no Electron binary needed.
 * `electron-window.e2e.ts` looks at the real one where it is there.
 */
let main: ElectronMain
test.beforeEach(async () => {
  main = await startElectronMain()
})
test.afterEach(() => main.end())

async function noted(what: string): Promise<unknown[]> {
  return (await main.record()).filter(entry => entry.what === what).map(({ given }) => given)
}

const ask = (from: string, name = 'appInfo') => main.act('ipc', { from, message: { t: 'q', i: from, m: name, a: [] } })

test('the window is sandboxed and isolated, and shows our own page', async () => {
  const [options] = await noted('BrowserWindow')
  expect(options).toMatchObject({
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
    },
  })
  const { preload } = (options as { webPreferences: { preload: string } }).webPreferences
  expect(preload).toMatch(/out[\\/]preload[\\/]preload\.cjs$/)
  expect(existsSync(preload)).toBe(true)
  expect(await noted('loadURL')).toEqual(['app://propscope/'])
  expect(await noted('menu')).toHaveLength(1)
  const order = (await main.record()).map(({ what }) => what)
  expect(order.indexOf('schemes')).toBeLessThan(order.indexOf('whenReady'))
  expect(order.indexOf('enableSandbox')).toBeLessThan(order.indexOf('whenReady'))
  expect(order.indexOf('windowOpen')).toBeLessThan(order.indexOf('loadURL'))
  expect(await noted('schemes')).toEqual([
    [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }],
  ])
})

test('the page comes with a strict policy, and nothing outside of the built renderer comes at all', async () => {
  const page = (await main.act('request', 'app://propscope/')) as { headers: Record<string, string>; text: string }
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } })
  const policy = page.headers['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  const script = /src="\.?(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1]
  expect(await main.act('request', `app://propscope${script}`)).toMatchObject({ status: 200 })

  for (const url of [
    'app://propscope/../package.json',
    'app://propscope/%2e%2e/%2e%2e/package.json',
    'app://propscope/..%2f..%2fpackage.json',
    'app://propscope/%2e%2e%2fmain%2fmain.js',
    'app://propscope/%00',
    'app://propscope/%',
    'app://propscope//etc/passwd',
    'app://other/index.html',
    'app://propscope/nothing.js',
  ])
    expect(await main.act('request', url), url).toMatchObject({ status: 404 })
})

test('only the main frame of our window, on our page, is heard', async () => {
  for (const from of ['subframe', 'stranger', 'elsewhere', 'gone']) await ask(from)
  await ask('page')
  await expect.poll(() => main.sent.filter(message => (message as { t: string }).t === 's')).toHaveLength(1)
  expect(main.sent).toContainEqual({
    t: 's',
    i: 'page',
    r: { version: '9.9.9', host: 'electron', platform: process.platform },
  })
  await ask('page', 'constructor')
  await expect
    .poll(() => main.sent)
    .toContainEqual(expect.objectContaining({ e: expect.objectContaining({ code: 'internal' }) }))
})

test('it stays on its page, opens no window, and hands only local links to the browser', async () => {
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
    for (const [url, stopped] of [
      ['https://evil.example/', true],
      ['http://localhost:3000/', true],
      ['file:///etc/passwd', true],
      ['app://propscope.evil/', true],
      ['app://propscope/', false],
    ])
      expect(await main.act('navigate', { event, url }), `${event} ${url}`).toBe(stopped)
  expect(await main.act('navigate', { event: 'will-attach-webview', url: 'app://propscope/' })).toBe(true)

  const links = [
    'http://localhost:3000/product/1',
    'https://127.0.0.1:3000/',
    'http://[::1]:3000/',
    'http://shop.localhost/',
  ]
  const others = [
    'https://evil.example/',
    'http://localhost.evil.example/',
    'http://user@localhost:3000/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'nonsense',
  ]
  for (const url of [...links, ...others]) expect(await main.act('open', url), url).toEqual({ action: 'deny' })
  expect(await noted('openExternal')).toEqual(links)
})

test('it opens with the tap on where it is asked to, and the browser on the tap', async () => {
  const origin = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(origin, 'listening')
  const target = `http://localhost:${(origin.address() as AddressInfo).port}`
  const port = await freePort()
  await main.end()
  main = await startElectronMain(['--tap', String(port), '--target', target])
  await expect
    .poll(() =>
      fetch(`http://localhost:${port}/`)
        .then(answer => answer.text())
        .catch(() => null),
    )
    .toBe('hello')
  await main.act('ipc', { from: 'page', message: { t: 'q', i: 'state', m: 'state', a: [] } })
  const server = () => {
    const answers = main.sent as readonly { t: string; i?: string; r?: { servers: readonly { id: string }[] } }[]
    return answers.find(({ t, i }) => t === 's' && i === 'state')?.r?.servers[0]?.id
  }
  await expect.poll(server).toEqual(expect.any(String))
  const message = { t: 'q', i: 'open', m: 'openInBrowser', a: [server(), '/product/7'] }
  await main.act('ipc', { from: 'page', message })
  await expect.poll(() => noted('openExternal')).toEqual([`http://localhost:${port}/product/7`])
  origin.closeAllConnections()
  origin.close()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('it has no permission but to copy, and no request leaves', async () => {
  const own = 'app://propscope/'
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fullscreen'])
    expect(await main.act('permission', { permission, url: own }), permission).toEqual({
      requested: false,
      checked: false,
      device: false,
    })
  const copy = 'clipboard-sanitized-write'
  expect(await main.act('permission', { permission: copy, url: own })).toMatchObject({ requested: true, checked: true })
  expect(await main.act('permission', { permission: copy, url: 'https://evil.example/' })).toMatchObject({
    requested: false,
    checked: false,
  })
  expect(await main.act('beforeRequest')).toEqual({ cancel: true })
  expect(await noted('onBeforeRequest')).toEqual([{ urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] }])
})

test('closing the window ends the app, which remembers where it was', async () => {
  await main.act('closeWindow')
  expect(await main.exit).toBe(0)
  expect(JSON.parse(readFileSync(join(main.userData, 'window.json'), 'utf8'))).toEqual({
    bounds: { x: 1, y: 2, width: 900, height: 700 },
    maximized: true,
  })
})

test('a signal ends the app with 0', async () => {
  main.signal('SIGTERM')
  expect(await main.exit).toBe(0)
})

test('the preload script exposes the bridge and nothing else', () => {
  const exposed: Record<string, HostBridge> = {}
  const ipc = new EventEmitter()
  const posted: unknown[] = []
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: HostBridge) => Object.assign(exposed, { [name]: bridge }),
    },
    ipcRenderer: Object.assign(ipc, { send: (...given: unknown[]) => posted.push(given) }),
  }
  const code = readFileSync(join(ROOT, 'out', 'preload', 'preload.cjs'), 'utf8')
  // A sandboxed preload script may require little but electron.
  const require = (name: string) => (name === 'electron' ? electron : expect(name).toBe('electron'))
  new Function('require', 'module', 'exports', code)(require, { exports: {} }, {})

  expect(Object.keys(exposed)).toEqual(['propscopeHost'])
  const bridge = exposed['propscopeHost']
  expect(Object.keys(bridge ?? {}).sort()).toEqual(['listen', 'post'])
  bridge?.post({ t: 'q' })
  expect(posted).toEqual([[RPC_CHANNEL, { t: 'q' }]])
  const heard: unknown[] = []
  const stop = bridge?.listen((...given) => heard.push(given))
  ipc.emit(RPC_CHANNEL, { sender: 'an event with more power than the page should have' }, 'message')
  stop?.()
  ipc.emit(RPC_CHANNEL, {}, 'too late')
  expect(heard).toEqual([['message']])
})
