import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { ancestorsOf, type LocatedServer, locateServers } from './find.ts'
import { DEEPEST, startedBy, tellOutlived } from './outlived.ts'
import { type System, thisSystem } from './system.ts'

export interface Launched {
  /** Called as soon as the first Next server of the command's process tree listens. */
  readonly onServer: (server: LocatedServer['server']) => void
  /** What the command is started with, beside our own environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly system?: System
}

/** Where the terminal sends SIGINT to the whole group the command has it already, and would take a second one for impatience. */
const passedOn = (): NodeJS.Signals[] => (process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'])
const LOOK_MS = 150

/**
 * `propscope -- next dev`: runs a command at this terminal, and looks for the Next server that it starts. Resolves to the command's exit code,
 * 128 and the signal's number where a signal ended it. A signal that ends us is the command's, and that of all that it leaves behind. Problem: `request-failed` where the command cannot be started.
 */
export async function launch(command: string, args: readonly string[], options: Launched): Promise<Result<number>> {
  const { onServer, env = {}, system = thisSystem() } = options
  // npx and the like are batch files on Windows, which only a shell can run.
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...withBinaries(), ...env },
    shell: process.platform === 'win32',
  })
  let outlived: Promise<void> | null = null
  const pass = (signal: NodeJS.Signals) => {
    const tree = child.pid === undefined ? Promise.resolve([]) : startedBy(child.pid, system).catch(() => [])
    // Whom it has started must be known before it is gone.
    void tree.then(() => child.kill(signal))
    if (signal !== 'SIGINT') outlived ??= tree.then(all => tellOutlived(all, signal, system))
  }
  const ignore = () => {}
  for (const signal of passedOn()) process.on(signal, pass)
  process.on('SIGINT', ignore)

  const looking = new AbortController()
  const { pid } = child
  const search = pid === undefined ? Promise.resolve() : lookFor(pid, system, onServer, looking.signal)
  try {
    return await new Promise<Result<number>>(resolve => {
      child.once('error', error =>
        resolve(
          fail(
            'request-failed',
            `“${[command, ...args].join(' ')}” could not be started: ${error.message}.`,
            'Check the command, and that it is on the PATH (or use npx, npm run …).',
          ),
        ),
      )
      child.once('exit', (code, signal) => resolve(ok(code ?? 128 + (signal ? constants.signals[signal] : 0))))
    })
  } finally {
    looking.abort()
    for (const signal of passedOn()) process.off(signal, pass)
    process.off('SIGINT', ignore)
    await Promise.all([search, outlived])
  }
}

async function lookFor(
  root: number,
  system: System,
  onServer: Launched['onServer'],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const started = await locateServers(system)
    const processes = started.length > 0 ? await system.processes() : []
    const own = started.find(({ server }) => {
      const process = processes.find(({ pid }) => pid === server.pid)
      return (
        server.pid === root || (process && ancestorsOf(process, processes, DEEPEST).some(({ pid }) => pid === root))
      )
    })
    if (own && !signal.aborted) return onServer(own.server)
    await delay(LOOK_MS, undefined, { signal }).catch(() => {})
  }
}

/** `propscope -- next dev` finds the project's own `next`, as an npm script would. */
function withBinaries(): NodeJS.ProcessEnv {
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...process.env, PATH: ['node_modules/.bin', process.env['PATH']].filter(Boolean).join(separator) }
}
