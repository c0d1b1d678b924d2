import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FoundServer } from '../shared/api.ts'
import { linkOf } from './harness/propscope.ts'
import { expect, test } from './harness/test.ts'

/** The `propscope` command as EXCHANGE.md fixes it, run as built. */
test('wrong usage exits 2 and says what is wrong', async ({ run }) => {
  for (const [args, why] of [
    [['--nonsense'], '--nonsense'],
    [['record'], '--attach TARGET'],
    [['record', '--attach', '3000', '--for', '10'], '10s'],
    [['--'], 'missing after --'],
    [['--tap', '4000'], '--tap needs to know its server'],
    [['--target', 'http://localhost:3000'], '--target needs --tap PORT'],
  ] as const) {
    const child = run(...args)
    expect(await child.exit, args.join(' ')).toBe(2)
    expect(child.stderr).toContain(why)
    expect(child.stdout).toBe('')
  }
})

test('help and version exit 0, on stdout', async ({ run }) => {
  const [help, version] = [run('--help'), run('--version')]
  expect(await help.exit).toBe(0)
  expect(help.stdout).toContain('record')
  expect(help.stdout).toContain('replay')
  expect(await version.exit).toBe(0)
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a port that the tap cannot have is a failure that says so', async ({ run }) => {
  const server = createServer((_request, response) => response.end('hello'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const child = run('record', '--target', 'http://localhost:1', '--tap', String(port))
  expect(await child.exit).toBe(1)
  expect(child.stderr).toContain(`Port ${port} is taken.`)
  expect(child.stderr).toContain('Give the tap another port.')
  expect(child.stdout).toBe('')
  server.close()
})

test('the app opens with the tap on, with no attach at all', async ({ run }) => {
  const server = createServer((_request, response) => response.end('hello'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const free = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => free.once('listening', resolve))
  const { port: tap } = free.address() as AddressInfo
  await new Promise(resolve => free.close(resolve))
  const child = run('--browser', '--no-open', '--tap', String(tap), '--target', `http://localhost:${port}`)
  await child.until('the tap', ({ stderr }) =>
    stderr.includes(`tap on http://localhost:${tap} -> http://localhost:${port}`),
  )
  expect(await (await fetch(`http://localhost:${tap}/`)).text()).toBe('hello')
  child.kill('SIGINT')
  expect(await child.exit).toBe(0)
  await expect(fetch(`http://localhost:${tap}/`)).rejects.toThrow()
  server.close()
})

test('a server that is none of Next is named, with what to do', async ({ run }) => {
  const server = createServer((_request, response) => response.end('hello'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const child = run('record', '--attach', String(port))
  expect(await child.exit).toBe(1)
  expect(child.stderr).toContain(String(port))
  expect(child.stderr).toContain(String(process.pid))
  expect(child.stdout).toBe('')
  server.close()
})

test('servers lists the running servers, for people and for programs', async ({ run, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const [list, json] = [run('servers'), run('servers', '--json')]
  expect(await list.exit).toBe(0)
  expect(list.stdout).toContain(shop.origin)
  expect(await json.exit).toBe(0)
  const found = (JSON.parse(json.stdout) as FoundServer[]).find(({ pid }) => pid === shop.pid)
  expect(found).toMatchObject({ origin: shop.origin, mode: 'dev', attachable: true, problem: null })
})

test('-- command starts it, attaches to what it serves, and Ctrl-C ends both', async ({ run }) => {
  const child = run('--browser', '--no-open', '--', process.execPath, 'e2e/targets/shop/serve.mjs', 'dev')
  await child.until('attached', ({ stderr }) => /attached to http:\/\/localhost:\d+/.exec(stderr), 120_000)
  const origin = /attached to (\S+)/.exec(child.stderr)?.[1] ?? ''
  expect((await fetch(`${origin}/favicon.svg`)).status).toBe(200)
  child.kill('SIGINT')
  expect(await child.exit).toBe(0)
  await expect(fetch(origin)).rejects.toThrow()
})

test('-- a command that serves nothing is a failure', async ({ run }) => {
  const child = run('--browser', '--no-open', '--', process.execPath, '-e', '0')
  expect(await child.exit).toBe(1)
  expect(child.stderr).toContain('before it served')
})

test('a Ctrl-C that comes twice at once, from the terminal and from npm, still ends in order', async ({ run }) => {
  const child = run('--browser', '--no-open')
  await linkOf(child)
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await child.exit).toBe(0)
})
