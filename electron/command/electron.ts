import { spawn } from 'node:child_process'
import type { LaunchEndpoint } from '../servers/launch-endpoint.ts'
import type { Beginning } from './begin.ts'
import { say } from './say.ts'

/** A binary that ends this soon with a failure never showed its window. */
const STARTING_MS = 10_000

export interface ElectronRun {
  readonly binary: string
  /** Folder of our package.json, whose `main` is what Electron runs. */
  readonly app: string
  readonly beginning: Beginning
  readonly launched: LaunchEndpoint | null
}

/** Carries the `LaunchEndpoint` to the app: its secret is nobody else's to read, as a command line is. */
export const LAUNCHED_VARIABLE = 'PROPSCOPE_LAUNCHED'

/**
 * Runs Electron on our app until its window is closed or `ended`. Returns the exit code, or null where Electron could not start,
 * so that something else can show the app.
 */
export async function showInElectron(run: ElectronRun, ended: Promise<void>): Promise<number | null> {
  // With this variable, which some editors' terminals set, the binary would be a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const started = performance.now()
  const { attach, tap, target } = run.beginning
  const args = [run.app]
  for (const [name, value] of Object.entries({ attach, tap, target })) {
    if (value !== null) args.push(`--${name}`, String(value))
  }
  const launched = run.launched === null ? {} : { [LAUNCHED_VARIABLE]: JSON.stringify(run.launched) }
  const child = spawn(run.binary, args, { env: { ...env, ...launched }, stdio: ['ignore', 'inherit', 'inherit'] })
  let ending = false
  void ended.then(() => {
    ending = true
    child.kill('SIGTERM')
  })
  const outcome = await new Promise<{ code: number | null; why: string }>(resolve => {
    child.on('error', error => resolve({ code: null, why: error.message }))
    child.on('exit', (code, signal) => resolve({ code, why: signal ? `signal ${signal}` : `exit code ${code}` }))
  })
  if (ending || outcome.code === 0) return 0
  if (performance.now() - started > STARTING_MS) {
    say(`propscope: Electron ended with ${outcome.why}.`)
    return 1
  }
  say(`Electron could not start (${outcome.why}).`)
  return null
}
