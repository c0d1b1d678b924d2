import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './harness/child.ts'
import { expect, test } from './harness/test.ts'
import { rows } from './harness/view.ts'
import { freePort } from './targets/serving/ports.mjs'

/** `propscope -- command`: its servers from their first request on, its terminal as if we were not there. */

/** Where the cases are put together (e2e/targets/cases/serve.mjs). */
const CASES = join(ROOT, 'out/targets')
const CLI = join(ROOT, 'out/main/cli.js')
let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'propscope-launch-e2e-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))
function script(name: string, code: string): string {
  const path = join(folder, `${name}.cjs`)
  writeFileSync(path, code)
  return path
}

/** Asks until somebody listens: the first request that the server gets. */
async function askAtOnce(url: string): Promise<number> {
  for (;;) {
    const status = await fetch(url).then(
      answer => answer.status,
      error => {
        if (error.cause?.code !== 'ECONNREFUSED') throw error
        return null
      },
    )
    if (status !== null) return status
  }
}

for (const [name, mode, bundler] of [
  ['next16', 'start', 'webpack'],
  ['next15', 'dev', 'webpack'],
] as const)
  test(`the very first request is captured: ${name} ${mode}`, async ({ app, page, target }) => {
    // Installed and built by the target's own script.
    await target({ name, mode, bundler })
    const port = await freePort()
    const next = `${process.execPath} node_modules/next/dist/bin/next ${mode} --port ${port}`
    const dist = mode === 'start' ? `.next/${mode}-${bundler}` : '.next/launched'
    const child = await app(page, '--', 'sh', '-c', `cd ${join(CASES, name)} && NEXT_DIST_DIR=${dist} exec ${next}`)
    expect(await askAtOnce(`http://localhost:${port}/props?first`)).toBe(200)
    await child.until('attached', ({ stderr }) => stderr.includes(`attached to http://localhost:${port} (pid `))
    await expect(rows(page, '/props?first')).toHaveCount(1)
    await expect(rows(page, '/props?first')).toHaveText(/^ok.*agent.*\/props.*200/)
    // What it looked at is known, too, though with it Next has only just loaded what renders pages.
    await rows(page, '/props?first').click()
    await page.getByRole('tab', { name: /^Calls/ }).click()
    await expect(page.getByText(/^Not known of method, url:/)).toBeVisible()
    // Once, however it was attached to.
    await fetch(`http://localhost:${port}/props?second`)
    await expect(rows(page, '/props?second')).toHaveCount(1)
    await expect(rows(page)).toHaveCount(2)
    expect(child.stderr.match(/^attached to/gm)).toHaveLength(1)
    // Its own file is in no stack: neither in the browser's nor in the terminal's.
    const failed = await fetch(`http://localhost:${port}/throw/error`)
    expect(await failed.text()).not.toContain('propscope')
    await expect.poll(() => child.stdout + child.stderr).toContain('cannot reach database')
    expect(child.stdout + child.stderr).not.toMatch(/launched-|node:propscope/)
    child.kill('SIGINT')
    await child.exit
    await expect(fetch(`http://localhost:${port}/props`)).rejects.toThrow()
  })

const SERVER = `
process.title = 'next-server (v16.4.6)'
require('node:fs').mkdirSync('pages', { recursive: true })
require('node:http').createServer((request, response) => response.end('ok')).listen(0, function () { console.log('listens on ' + this.address().port) })
process.on('SIGTERM', () => process.exit(0))
setTimeout(() => process.exit(3), Number(process.argv[2] ?? 1e6))`

const BOTH = (server: string) => `
const { spawn } = require('node:child_process')
const children = [1, 2].map(() => spawn(process.execPath, ['${server}'], { cwd: '${folder}', stdio: 'inherit' }))
process.on('SIGTERM', () => children.forEach(child => child.kill()))`

test('a command that starts several servers: each is attached to', async ({ app, page }) => {
  const server = script('server-with-a-name-long-enough', SERVER)
  const both = script('both', BOTH(server))
  const child = await app(page, '--', process.execPath, both)
  await child.until('both are attached', ({ stderr }) => stderr.match(/^attached to/gm)?.length === 2)
  await expect(page.getByRole('button', { name: 'All servers 2 attached' })).toBeVisible()
  child.kill('SIGTERM')
  await child.exit
})

test('the exit code of the command is passed on', async ({ run }) => {
  const server = script('server-that-ends-by-itself-soon', SERVER)
  const child = run(
    '--browser',
    '--no-open',
    '--',
    'sh',
    '-c',
    `cd ${folder} && exec ${process.execPath} ${server} 3000`,
  )
  await child.until('its end', ({ stderr }) => stderr.includes('ended with exit code 3'))
  child.kill('SIGINT')
  expect(await child.exit).toBe(3)
})

const TERMINAL = `
const { stdin, stdout, stderr } = process
console.log(['terminal', stdin.isTTY, stdout.isTTY, stderr.isTTY].join(' '))
let interrupts = 0
process.on('SIGINT', () => console.log('interrupted ' + ++interrupts))
stdin.on('data', keys => {
  console.log('keys ' + JSON.stringify(String(keys)))
  if (String(keys).includes('r')) stdin.setRawMode(true), console.log('raw')
  if (String(keys).includes('c')) stdin.setRawMode(false), console.log('cooked')
  if (String(keys).includes('q')) process.exit(7)
})`

test('the terminal is the command’s own: a real one, whose keys and interrupts it gets once', async () => {
  test.skip(process.platform !== 'linux', 'script of util-linux opens the terminal')
  const command = [
    process.execPath,
    CLI,
    '--browser',
    '--no-open',
    '--',
    process.execPath,
    script('terminal', TERMINAL),
  ]
  const child = spawn('script', ['-qec', command.join(' '), '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: ROOT,
  })
  const exited = once(child, 'exit')
  let shown = ''
  child.stdout.on('data', (part: Buffer) => {
    shown += part.toString()
  })
  const shows = (text: string) => expect.poll(() => shown, { timeout: 20_000 }).toContain(text)
  await shows('terminal true true true')
  child.stdin.write('r\n')
  await shows('raw')
  // No line is ended, and nothing is echoed: each key comes by itself.
  child.stdin.write('k')
  await shows('keys "k"')
  child.stdin.write('c')
  await shows('cooked')
  child.stdin.write('\x03')
  await shows('interrupted 1')
  child.stdin.write('q\n')
  await exited
  expect(shown).not.toContain('interrupted 2')
  expect(shown).toContain('ended with exit code 7 before it served')
})
