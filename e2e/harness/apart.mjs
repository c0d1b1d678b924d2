import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'

/**
 * Runs inside a network of its own (e2e/harness/apart.ts): the command that is given, and for each `port=path` before `--` a Unix socket at `path` that leads to that port in here.
 */
const dashes = process.argv.indexOf('--')
const doors = process.argv.slice(2, dashes)
const [command = '', ...args] = process.argv.slice(dashes + 1)

for (const door of doors) {
  const [port, path] = door.split('=')
  createServer({ allowHalfOpen: true }, outside => {
    const inside = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true })
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ])
      from?.on('error', () => to?.destroy())
    outside.pipe(inside).pipe(outside)
  }).listen(path)
}
spawn(command, args, { stdio: 'inherit' }).on('exit', code => process.exit(code ?? 1))
