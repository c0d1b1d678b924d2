import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { QUIET_ENV, ROOT, say } from './say.mjs'

/** `npm start`: Propscope, attached to the demo shop under `next dev`. Ctrl-C, or closing the window, ends both. */

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @param {ChildProcess} child @returns {Promise<number>} */
const exitOf = child =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode ?? 1)
    : new Promise(resolve => child.once('exit', code => resolve(code ?? 1)))

/** @type {ChildProcess[]} */
const running = []
let ending = false

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
function startNode(args, options) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: QUIET_ENV, ...options })
  running.push(child)
  return child
}

/** Ends what runs, the last one first. */
async function endAll() {
  for (const child of running.reverse()) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exitOf(child)
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => {
    if (ending) return
    ending = true
    say('\nEnding …')
    void endAll().then(() => process.exit(0))
  })

/** @returns {Promise<string | null>} the shop's origin */
async function startShop() {
  say('Starting the demo shop (next dev) …')
  // In a process group of its own, so that a Ctrl-C at the terminal reaches Propscope, which leaves the shop, before the shop ends.
  const shop = startNode([join(ROOT, 'e2e', 'targets', 'shop', 'serve.mjs'), 'dev'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
  })
  if (!shop.stdout) return null
  for await (const line of createInterface({ input: shop.stdout })) {
    const { origin } = JSON.parse(line)
    shop.stdout.resume()
    return origin
  }
  return null
}

async function start() {
  if (!(await ensureInstalled()) || !(await ensureBuilt()) || ending) return 1
  const origin = await startShop()
  if (ending) return 0
  if (origin === null) {
    say('The demo shop did not start; its output stands above.')
    return 1
  }
  say(`The demo shop runs at ${origin}. Opening Propscope …`)
  const cli = [join(ROOT, 'out', 'main', 'cli.js'), '--attach', origin, ...process.argv.slice(2)]
  return exitOf(startNode(cli, { stdio: 'inherit' }))
}

const code = await start()
if (!ending) {
  ending = true
  await endAll()
  process.exit(code)
}
