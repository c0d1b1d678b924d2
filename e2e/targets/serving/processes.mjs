import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * Starts a program in a process group of its own, so that it can be ended with all its children, and passes every line it
 * prints to our stderr behind a prefix.
 * @param {string} name the prefix
 * @param {string[]} command
 * @param {{ cwd: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void }} options
 */
export function run(name, [file = '', ...args], { cwd, env = process.env, onLine }) {
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      process.stderr.write(`[${name}] ${line}\n`)
      onLine?.(line)
    })
  }
  return child
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | null>} its exit code, null where a signal ended it
 */
export function exitOf(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve, reject) => {
    child.once('exit', code => resolve(code))
    child.once('error', reject)
  })
}

/**
 * Ends a process of `run` and all its children: politely, and after `graceMs` for good.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function end(child, graceMs = 4_000) {
  if (child.pid === undefined) return
  signalGroup(child.pid, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child.pid ?? 0, 'SIGKILL'), graceMs)
  await exitOf(child)
  clearTimeout(timer)
  // The leader is gone; whoever of its group is still there is not wanted.
  signalGroup(child.pid, 'SIGKILL')
}

/** Ends everything that `run` started and that still runs, an installation or a build among it. */
export const endAll = () => Promise.all([...running].map(child => end(child)))

/**
 * @param {number} pid
 * @param {'SIGTERM' | 'SIGKILL'} signal
 */
function signalGroup(pid, signal) {
  if (pid <= 0) return
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => {})
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // The group has no process left.
  }
}
