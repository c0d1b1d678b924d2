import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * For tests: a real Node process that looks like a Next server from outside (title, folder, listening port) and starts in a tenth of the time.
 * Its inspector opens on a free port of its own, so that tests neither fight for 9229 nor disturb anybody who holds it.
 */
export interface SmallServer {
  readonly pid: number
  readonly port: number
  readonly inspectPort: number
  readonly folder: string
  readonly process: ChildProcess
  /** What it printed on stderr so far. */
  stderr(): string
  /** Ends it, by SIGKILL where it does not go by itself, and removes its folder. */
  stop(): Promise<void>
}

export interface SmallServerOptions {
  readonly title?: string | null
  readonly pages?: boolean
  /** The port to serve on; 0 is any. */
  readonly port?: number
  readonly inspectPort?: number | null
  readonly nodeArgs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** More code for the server, run once it listens. */
  readonly code?: string
  readonly node?: string
  readonly user?: number
}

export async function startSmallServer(options: SmallServerOptions = {}): Promise<SmallServer> {
  const { title = 'next-server (v16.4.6)', pages = true, port = 0, nodeArgs = [], env = {}, code = '' } = options
  const folder = await mkdtemp(join(tmpdir(), 'propscope-small-'))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'small-shop' }))
  if (pages) await mkdir(join(folder, 'pages'))
  const script = join(folder, 'a-long-enough-name-for-the-title-to-fit.cjs')
  await writeFile(
    script,
    `${title === null ? '' : `process.title = ${JSON.stringify(title)}`}
    const server = require('node:http').createServer((request, response) => response.end('small'))
    server.listen(${port}, () => { console.log(server.address().port); ${code} })
    process.on('SIGTERM', () => process.exit(0))`,
  )
  await chmod(folder, 0o755)
  const inspectPort = options.inspectPort ?? (await freePort())
  const nodeOptions = options.inspectPort === null ? '' : `--inspect-port=${inspectPort}`
  const child = spawn(options.node ?? process.execPath, [...nodeArgs, script], {
    cwd: folder,
    // NEXT_PRIVATE_WORKER is how the server of `next dev` can be told from that of `next start`.
    env: { PATH: process.env['PATH'], NODE_OPTIONS: nodeOptions, NEXT_PRIVATE_WORKER: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.user === undefined ? {} : { uid: options.user }),
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exited.then(() => [])])
  if (line === undefined || child.pid === undefined) throw new Error(`the small server did not start: ${stderr}`)
  return {
    pid: child.pid,
    port: Number(line),
    inspectPort,
    folder,
    process: child,
    stderr: () => stderr,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        const timer = setTimeout(() => child.kill('SIGKILL'), 2000)
        await exited
        clearTimeout(timer)
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** Waits until `condition` holds, looking often; throws with `what` when it does not within `ms`. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`it did not happen within ${ms} ms: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
