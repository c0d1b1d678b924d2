import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A process that a test started, with all that it printed so far. */
export interface Child {
  readonly pid: number
  readonly stdout: string
  readonly stderr: string
  /** Its exit code once it has ended; null where a signal ended it. */
  readonly exit: Promise<number | null>
  /** Waits until `find` finds something in the child; fails with all output when the child ends first or `timeoutMs` pass. */
  until<T>(what: string, find: (child: Child) => T | null | undefined | false, timeoutMs?: number): Promise<T>
  kill(signal: NodeJS.Signals): void
  /** Reads no more of its output: what it prints from now on meets a closed pipe. */
  closeOutput(): void
  /** Ends it politely, and for good after ten seconds. */
  end(): Promise<void>
}

export interface ChildOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Starts a program; its output is kept, and shown only in the message of what fails. */
export function startChild(
  command: readonly [string, ...string[]],
  { cwd = ROOT, env = {} }: ChildOptions = {},
): Child {
  const [file, ...args] = command
  const process_ = spawn(file, args, {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return watchChild(process_, command.join(' '))
}

function watchChild(process_: ChildProcess, name: string): Child {
  const output = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watcher of watchers) watcher()
  }
  for (const stream of ['stdout', 'stderr'] as const)
    process_[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
      changed()
    })
  let ended: string | null = null
  // `close` comes after `exit` and after the last output.
  const exit = new Promise<number | null>(resolve => {
    process_.on('error', error => {
      ended = error.message
      changed()
      resolve(1)
    })
    process_.on('close', (code, signal) => {
      ended = signal ? `signal ${signal}` : `exit code ${code}`
      changed()
      resolve(code)
    })
  })
  const child: Child = {
    pid: process_.pid ?? -1,
    get stdout() {
      return output.stdout
    },
    get stderr() {
      return output.stderr
    },
    exit,
    until(what, find, timeoutMs = 60_000) {
      return new Promise((resolve, reject) => {
        const stop = () => {
          watchers.delete(look)
          clearTimeout(timer)
        }
        const give = (why: string) => {
          stop()
          reject(new Error(`${name}: no ${what} (${why})\nstdout:\n${output.stdout}\nstderr:\n${output.stderr}`))
        }
        const look = () => {
          const found = find(child)
          if (found !== null && found !== undefined && found !== false) {
            stop()
            resolve(found)
          } else if (ended !== null) give(`it ended: ${ended}`)
        }
        const timer = setTimeout(() => give(`waited ${timeoutMs} ms`), timeoutMs)
        watchers.add(look)
        look()
      })
    },
    kill: signal => void process_.kill(signal),
    closeOutput() {
      process_.stdout?.destroy()
      process_.stderr?.destroy()
    },
    async end() {
      if (ended !== null) return
      process_.kill('SIGTERM')
      const timer = setTimeout(() => process_.kill('SIGKILL'), 10_000)
      await exit
      clearTimeout(timer)
    },
  }
  return child
}

/** Resolves when no process has this pid any more. */
export async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await wait(20)
  }
}
