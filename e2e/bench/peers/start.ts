import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { agentPlugin } from '../../../electron.vite.config.ts'
import { load } from '../load.ts'

/** A process that the benchmark measures. */
export interface Peer {
  readonly port: number
  readonly child: ChildProcess
}

const HERE = import.meta.dirname
/** mockttp does not pass `npm ci` in our lockfile (an optional dependency of its own is in no registry): it has a folder of its own. */
const MOCKTTP = 'mockttp@4.6.5'
const CACHE = resolve(HERE, '../../../node_modules/.cache/propscope-bench')
const INSTALL_MS = 90_000

/** Starts the peers that the benchmark asks for and ends them all; `folder` is where their files go. */
export function createPeers(folder: string) {
  const children: ChildProcess[] = []

  /** Resolves with the port that it says first. */
  async function node(...args: string[]): Promise<Peer> {
    const env = { ...process.env, BENCH_PEERS: CACHE }
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
    children.push(child)
    let said = ''
    child.stderr?.on('data', text => {
      said += text
    })
    const port = await new Promise<number>((done, failed) => {
      child.stdout?.once('data', text => done(Number.parseInt(String(text), 10)))
      child.once('error', failed)
      child.once('exit', () => failed(new Error(said.trim().split('\n').slice(-4).join(' ') || 'it ended')))
    })
    return { port, child }
  }

  return {
    origin: () => node(join(HERE, 'origin.mjs')),
    proxy: (name: string, target: string) => node(join(HERE, 'proxy.mjs'), name, target),
    pump: (target: string) => node(join(HERE, 'pump.mjs'), target),
    async mockttp(target: string) {
      if (!existsSync(join(CACHE, 'node_modules', 'mockttp'))) await install(MOCKTTP)
      return this.proxy('mockttp', target)
    },
    /** Built once; see `tap.ts` beside this. */
    async builtTap(): Promise<(target: string, ...args: string[]) => Promise<Peer>> {
      await build({
        configFile: false,
        logLevel: 'error',
        plugins: [agentPlugin()],
        build: {
          ssr: join(HERE, 'tap.ts'),
          outDir: folder,
          emptyOutDir: false,
          rolldownOptions: { output: { entryFileNames: 'tap.mjs' } },
        },
        ssr: { noExternal: true },
      })
      return (target, ...args) => node(join(folder, 'tap.mjs'), target, ...args)
    },
    async nginx(target: string): Promise<Peer> {
      const port = await freePort()
      const config = join(folder, 'nginx.conf')
      await writeFile(config, nginxConfig(folder, port, new URL(target).host))
      const path = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`
      const child = spawn('nginx', ['-c', config, '-p', folder], {
        stdio: ['ignore', 'ignore', 'ignore'],
        env: { ...process.env, PATH: path },
      })
      children.push(child)
      await new Promise<void>((done, failed) => {
        child.once('error', () => failed(new Error('it is not installed (apt-get install nginx-light)')))
        child.once('exit', () => failed(new Error('it ended at once')))
        const ask = () =>
          load(port, '/10', 1, 1000, 1).then(
            () => done(),
            () => setTimeout(ask, 50),
          )
        ask()
      })
      return { port, child }
    },
    async close(): Promise<void> {
      const gone = children.map(child =>
        child.exitCode !== null || child.signalCode !== null || child.pid === undefined
          ? null
          : new Promise(done => child.once('exit', done)),
      )
      for (const child of children) child.kill()
      await Promise.all(gone)
    },
  }
}

async function install(name: string): Promise<void> {
  process.stderr.write(`installing ${name} beside the others\n`)
  const args = ['install', '--prefix', CACHE, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', name]
  const child = spawn('npm', args, { stdio: 'ignore', timeout: INSTALL_MS, shell: process.platform === 'win32' })
  const code = await new Promise<number | null>(done => {
    child.once('error', () => done(null))
    child.once('exit', done)
  })
  if (code !== 0) throw new Error(`${name} could not be installed from the registry`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise(done => server.close(done))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

const nginxConfig = (folder: string, port: number, target: string) => `
daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
http {
  access_log off; keepalive_requests 10000000; client_body_temp_path ${folder}; proxy_temp_path ${folder};
  fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  upstream origin { server ${target}; keepalive 64; keepalive_requests 10000000; }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}`
