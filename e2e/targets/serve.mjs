import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { tryLock } from './serving/locks.mjs'
import { freePort, listenerOf } from './serving/ports.mjs'
import { build, install, say } from './serving/prepare.mjs'
import { end, endAll, exitOf, run } from './serving/processes.mjs'

/**
 * What the target apps share: install, build, start, say where, end. Plain Node, since it runs before anything is installed.
 *
 * @typedef {object} Target
 * @property {string} name prefix of what it prints
 * @property {string} app folder of the Next app
 * @property {string} [home] folder of its package.json and node_modules, where that is one above
 * @property {'dev' | 'start'} mode
 * @property {'webpack' | 'turbopack'} bundler
 * @property {string[]} [devFlags] that choose the bundler of `next dev`; Next 16's where they are left away
 * @property {string[]} [buildFlags] that choose the bundler of `next build`; likewise
 * @property {number | null} port null: a free one is found
 * @property {string} [readyPath] a path that answers 200 without compiling a page; `/ready.txt` where it is left away
 * @property {string} [upstream] a server module that sends `{ port }` over IPC once it listens
 * @property {string} [variant] of the configuration: builds are kept apart by it
 * @property {Record<string, string>} [env]
 * @property {(port: number, distDir: string) => string[]} [command] what serves, in place of `next dev` and `next start`
 */

/**
 * Reads `dev|start [--webpack|--turbopack] [--server NAME] [--app NAME] [--with WORDS] [--port N]`.
 * @param {string[]} args
 * @param {string} usage
 */
export function readArgs(args, usage) {
  const [mode, ...rest] = args
  if (mode !== 'dev' && mode !== 'start') return fail(usage)
  /** @type {{ mode: 'dev' | 'start', bundler: 'webpack' | 'turbopack' | null, server: string, app: string, with: string, port: number | null }} */
  const found = { mode, bundler: null, server: 'next', app: '', with: '', port: null }
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i]
    if (arg === '--webpack' || arg === '--turbopack') found.bundler = arg === '--webpack' ? 'webpack' : 'turbopack'
    else if (arg === '--server' || arg === '--app' || arg === '--with')
      found[/** @type {'server' | 'app' | 'with'} */ (arg.slice(2))] = rest[++i] ?? ''
    else if (arg === '--port' && /^\d+$/.test(rest[i + 1] ?? '')) found.port = Number(rest[++i])
    else return fail(usage)
  }
  return found
}

/**
 * Serves the target until a signal, then ends everything that was started. Prints one JSON line on stdout once it answers:
 * `{ origin, pid, upstream, mode, bundler, folder }`; `pid` is the process that listens, `upstream` null where there is none.
 * @param {Target} target
 */
export async function serveTarget(target) {
  /** @type {(() => unknown)[]} */
  const undo = []
  let stopping = false
  /** @param {number} code */
  const stop = async code => {
    if (stopping) return
    stopping = true
    await endAll()
    for (const step of undo.reverse()) await step()
    process.exit(code)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => void stop(0))
  process.on('disconnect', () => void stop(0))

  try {
    await install(target.home ?? target.app)
    const upstream = target.upstream ? await startUpstream(target.upstream, undo) : null
    const distDir = chooseDistDir(target, undo)
    const env = {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_DIST_DIR: distDir,
      ...(upstream ? { UPSTREAM_URL: upstream } : {}),
      ...target.env,
    }
    if (target.mode === 'start')
      // What NODE_OPTIONS ask of the server (an inspector) is not asked of its build.
      await build({
        app: target.app,
        home: target.home ?? target.app,
        distDir,
        bundler: target.buildFlags ?? [`--${target.bundler}`],
        env: { ...env, NODE_OPTIONS: undefined },
      })
    const server = await startNext(target, distDir, env)
    void exitOf(server.child).then(code => {
      if (stopping) return
      say(`next ended by itself with code ${code}`)
      void stop(1)
    })
    const { origin, pid } = server
    const { mode, bundler, app: folder } = target
    process.stdout.write(`${JSON.stringify({ origin, pid, upstream, mode, bundler, folder })}\n`)
  } catch (error) {
    if (stopping) return
    say(error instanceof Error ? error.message : String(error))
    await stop(1)
  }
}

/**
 * A folder for each mode and bundler, and for each `next dev` that runs at once: Next refuses a second one in the same folder.
 * @param {Target} target
 * @param {(() => unknown)[]} undo
 */
function chooseDistDir({ app, mode, bundler, variant }, undo) {
  const kind = [mode, bundler, ...(variant ? [variant] : [])].join('-')
  const base = `.next/${kind}`
  if (mode === 'start') return base
  for (let slot = 1; ; slot++) {
    const folder = slot === 1 ? base : `${base}-${slot}`
    const release = tryLock(join(app, '.next/locks', `${kind}-${slot}`))
    if (!release) continue
    undo.push(release)
    return folder
  }
}

/**
 * @param {string} module
 * @param {(() => unknown)[]} undo
 */
async function startUpstream(module, undo) {
  const child = fork(module, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  undo.push(() => child.kill('SIGTERM'))
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the upstream server ended with code ${code} before it listened`)
    }),
  ])
  return `http://127.0.0.1:${message.port}`
}

/**
 * @param {Target} target
 * @param {string} distDir
 * @param {Record<string, string | undefined>} env
 */
async function startNext(target, distDir, env) {
  for (let attempt = 1; ; attempt++) {
    const port = target.port ?? (await freePort())
    const flags = target.mode === 'dev' ? (target.devFlags ?? [`--${target.bundler}`]) : []
    const next = join(target.home ?? target.app, 'node_modules/next/dist/bin/next')
    const command = target.command?.(port, distDir) ?? [
      process.execPath,
      next,
      target.mode,
      ...flags,
      '--port',
      String(port),
    ]
    let taken = false
    const child = run(target.name, command, {
      cwd: target.app,
      env: {
        ...env,
        NODE_ENV: target.command ? (target.mode === 'dev' ? 'development' : 'production') : env['NODE_ENV'],
        PORT: String(port),
        SITE_URL: `http://localhost:${port}`,
      },
      onLine: line => {
        taken ||= line.includes('EADDRINUSE')
      },
    })
    const origin = `http://localhost:${port}`
    if (await answers(child, origin + (target.readyPath ?? '/ready.txt')))
      return { child, origin, pid: listenerOf(port) ?? child.pid }
    await end(child)
    if (taken && target.port !== null) throw new Error(`port ${port} is taken: choose another, or leave --port away`)
    if (!taken || attempt === 5)
      throw new Error(`next ${target.mode} ended before it answered; its output stands above`)
    say(`port ${port} was taken in between: trying another`)
  }
}

/**
 * Whether the server answered, rather than ended.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} url
 */
async function answers(child, url) {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
      await response.arrayBuffer()
      if (response.ok) return child.exitCode === null
    } catch {
      // Not yet.
    }
    await wait(50)
  }
  return false
}

/** @param {string} usage @returns {never} */
export function fail(usage) {
  say(usage)
  process.exit(2)
}
