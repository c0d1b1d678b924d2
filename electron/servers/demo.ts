import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { AppState } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'

/** The demo shop, once it answers. */
export interface DemoServer {
  readonly origin: string
  readonly pid: number
  /** Origin of the API that its pages ask; null where it has none. */
  readonly upstream: string | null
}

export type DemoState = AppState['demo']

/** The demo shop of this checkout: `e2e/targets/shop`, started when it is asked for and ended with us. */
export interface Demo {
  readonly state: DemoState
  /** Called after every change of `state`; returns the way to stop. */
  onChange(listener: (state: DemoState) => void): () => void
  /** Resolves when the shop answers; a second call waits for the same start. Problems: `demo-unavailable`, `demo-failed`. */
  start(): Promise<Result<DemoServer>>
  /** Resolves when the shop and all that it started have ended. */
  stop(): Promise<void>
}

export interface DemoOptions {
  readonly mode?: 'dev' | 'start'
  /** Path of `serve.mjs`; null where there is none. */
  readonly script?: string | null
  readonly log?: (line: string) => void
}

/** What `serve.mjs` prints on stdout once the shop answers. */
const ReadySchema = z.object({
  origin: z.string(),
  pid: z.number().int(),
  upstream: z.string().nullable().default(null),
})
/** Until it ends its children and itself; then it is killed. */
const PATIENCE_MS = 10_000

export function createDemo({ mode = 'dev', script = findScript(), log = () => {} }: DemoOptions = {}): Demo {
  let state: DemoState = { kind: script === null ? 'unavailable' : 'stopped', step: null }
  let child: ChildProcess | null = null
  let starting: Promise<Result<DemoServer>> | null = null
  let stopping = false
  const listeners = new Set<(state: DemoState) => void>()
  const become = (kind: DemoState['kind'], step: string | null) => {
    state = { kind, step }
    for (const listener of listeners) listener(state)
  }

  function launch(path: string): Promise<Result<DemoServer>> {
    stopping = false
    become('starting', 'Starting the demo shop')
    const lines: string[] = []
    // Over the channel the shop notices that we are gone, however we ended, and ends as well.
    const started = spawn(nodeBinary(), [path, mode], { cwd: dirname(path), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    child = started
    const { stdout, stderr } = started
    if (!stdout || !stderr) throw new Error('the demo shop was started without pipes')
    createInterface(stderr).on('line', line => {
      log(line)
      lines.push(line)
      if (lines.length > 50) lines.shift()
      const step = line.replace(/^\[\w+\]/, '').trim()
      if (state.kind === 'starting' && step) become('starting', step)
    })
    return new Promise(resolve => {
      const failed = (why: string) =>
        resolve(
          fail(
            'demo-failed',
            `The demo shop did not start: ${why}.`,
            `Run \`node ${path} ${mode}\` in a terminal to see what it says.`,
            lines.join('\n') || null,
          ),
        )
      createInterface(stdout).on('line', line => {
        const ready = readReady(line)
        if (!ready) return
        become('running', null)
        resolve(ok(ready))
      })
      started.on('error', error => failed(error.message))
      started.on('close', (code, signal) => {
        if (child === started) child = null
        starting = null
        if (stopping)
          resolve(fail('not-attached', 'Starting the demo shop was given up.', 'Start it again when you want to.'))
        failed(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`)
        become('stopped', null)
      })
    })
  }

  return {
    get state() {
      return state
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    start() {
      if (script === null)
        return Promise.resolve(
          fail(
            'demo-unavailable',
            'The demo shop is not part of this installation of Propscope.',
            'Attach to a server of your own, or run Propscope from a checkout of its repository.',
          ),
        )
      starting ??= launch(script)
      return starting
    },
    async stop() {
      const ending = child
      if (!ending) return
      stopping = true
      const gone = new Promise<void>(resolve => ending.once('close', () => resolve()))
      ending.kill('SIGTERM')
      const timer = setTimeout(() => ending.kill('SIGKILL'), PATIENCE_MS)
      await gone
      clearTimeout(timer)
    },
  }
}

function readReady(line: string): DemoServer | null {
  try {
    return ReadySchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

/**
 * Upwards from this file, which is in electron/servers/ or, built, in out/main/. In a packaged app there is nothing above but its archive, and
 * `next dev` could not run inside of that.
 */
export function findScript(from = import.meta.dirname): string | null {
  for (let at = from; ; at = dirname(at)) {
    const script = join(at, 'e2e', 'targets', 'shop', 'serve.mjs')
    if (existsSync(script)) return at.includes('.asar') ? null : script
    if (dirname(at) === at) return null
  }
}

/** Inside Electron our own binary is no Node that Next could run on; whoever has a checkout has Node. */
function nodeBinary(): string {
  return process.versions['electron'] ? 'node' : process.execPath
}
