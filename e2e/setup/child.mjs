import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { QUIET_ENV, ROOT } from './say.mjs'

/** The tools of node_modules by name, as in an npm script. */
const PATH = [join(ROOT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter)

/**
 * Runs a tool in the checkout to its end, its output passed on. Ends with us: a signal to us is passed to it.
 * @param {string[]} command
 * @param {{ env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<number>} its exit code; 1 where it could not be started or a signal ended it
 */
export function runTool([file = '', ...args], { env = {} } = {}) {
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { ...QUIET_ENV, PATH, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    // npm and the tools are .cmd files on Windows.
    shell: process.platform === 'win32',
  })
  const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  return new Promise(resolve => {
    const done = (/** @type {number} */ code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      resolve(code)
    }
    child.on('error', error => {
      process.stderr.write(`${file} could not be started: ${error.message}\n`)
      done(1)
    })
    child.on('exit', code => done(code ?? 1))
  })
}
