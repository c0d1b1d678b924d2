import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { agentPlugin } from '../../electron.vite.config.ts'
import { type Load, load } from './load.ts'
import { median, table } from './statistics.ts'

/**
 * `npm run bench tap [-- rounds seconds]`: the tap while it records, held against proxies and the direct path. In each round all of them are measured for each size and number of connections,
 * in an order that changes from round to round; shares are of the direct path in the same round, and a second direct path is the A/A row, which is the noise of this machine.
 * Then memory: 10,000 answers of 128 kB and 200 of 5 MB at 16 connections.
 */
const [rounds = 5, seconds = 1] = process.argv.slice(2).map(Number)
const SIZES = [
  ['1 kB', 1000],
  ['128 kB', 128_000],
  ['5 MB', 5_000_000],
] as const
const CONNECTIONS = [1, 16]
const PEERS = resolve(import.meta.dirname, 'peers')
const folder = await mkdtemp(join(tmpdir(), 'propscope-bench-'))
const children: ChildProcess[] = []

/** Resolves with the port that it says first. */
async function start(command: string, args: readonly string[]): Promise<{ port: number; child: ChildProcess }> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
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
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise(done => server.close(done))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}
async function startNginx(target: string): Promise<number> {
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
    http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; keepalive_requests 10000000; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      upstream origin { server ${new URL(target).host}; keepalive 64; keepalive_requests 10000000; }
      server { listen 127.0.0.1:${port}; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  )
  const child = spawn('nginx', ['-c', config, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  children.push(child)
  await new Promise<void>((done, failed) => {
    child.once('error', failed)
    child.once('exit', () => failed(new Error('nginx ended')))
    const ask = () =>
      load(port, '/10', 1, 1000, 1).then(
        () => done(),
        () => setTimeout(ask, 50),
      )
    ask()
  })
  return port
}

try {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [agentPlugin()],
    build: {
      ssr: join(PEERS, 'tap.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'tap.mjs' } },
    },
    ssr: { noExternal: true },
  })
  const origin = await start(process.execPath, [join(PEERS, 'origin.mjs')])
  const target = `http://127.0.0.1:${origin.port}`
  const tap = await start(process.execPath, [join(folder, 'tap.mjs'), target])
  const deaf = await start(process.execPath, [join(folder, 'tap.mjs'), target, '--deaf'])
  const ports = new Map([
    ['direct', origin.port],
    ['A/A: direct again', origin.port],
    ['**this tap, recording**', tap.port],
    ['this tap, keeping nothing', deaf.port],
  ])
  const proxy = (name: string) =>
    start(process.execPath, [join(PEERS, 'proxy.mjs'), name, target]).then(one => one.port)
  const peers: [string, () => Promise<number>][] = [
    ['nginx (not recording)', () => startNginx(target)],
    ['http-proxy-3 (not recording)', () => proxy('http-proxy-3')],
    ['httpxy (not recording)', () => proxy('httpxy')],
    ['mockttp, bodies recorded', () => proxy('mockttp')],
  ]
  for (const [name, open] of peers) {
    try {
      ports.set(name, await open())
    } catch (error) {
      process.stderr.write(`without ${name}: ${error instanceof Error ? error.message : error}\n`)
    }
  }
  for (const [name, port] of ports) {
    for (const [, size] of SIZES) await load(port, `/${size}`, 16, 400)
    process.stderr.write(`warmed up ${name}\n`)
  }
  const shares = new Map<string, number[]>()
  const added = new Map<string, { p50: number[]; p99: number[] }>()
  const put = (key: string, value: number) => shares.set(key, [...(shares.get(key) ?? []), value])
  for (let round = 0; round < rounds; round += 1) {
    for (const [label, size] of SIZES) {
      for (const connections of CONNECTIONS) {
        const names = [...ports.keys()]
        const order = names.map((_, index) => names[(index + round) % names.length] ?? '')
        if (round % 2 === 1) order.reverse()
        const measured = new Map<string, Load>()
        for (const name of order) {
          measured.set(name, await load(ports.get(name) ?? 0, `/${size}`, connections, seconds * 1000))
        }
        const direct = measured.get('direct')
        if (!direct) continue
        for (const [name, one] of measured) {
          put(`${name} ${label} ×${connections}`, one.throughput / direct.throughput)
          if (size !== 1000 || connections !== 1) continue
          const both = added.get(name) ?? { p50: [], p99: [] }
          both.p50.push((quantile(one.latencies, 0.5) - quantile(direct.latencies, 0.5)) * 1000)
          both.p99.push((quantile(one.latencies, 0.99) - quantile(direct.latencies, 0.99)) * 1000)
          added.set(name, both)
        }
      }
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`)
  }
  const columns = SIZES.flatMap(([label]) => CONNECTIONS.map(connections => `${label} ×${connections}`))
  const rows = [...ports.keys()]
    .filter(name => name !== 'direct')
    .map(name => [
      name,
      ...columns.map(column => median(shares.get(`${name} ${column}`) ?? []).toFixed(2)),
      `${median(added.get(name)?.p50 ?? []).toFixed(0)} / ${median(added.get(name)?.p99 ?? []).toFixed(0)} µs`,
    ])
  process.stdout.write(`${table(['', ...columns, 'added p50 / p99 at 1 kB ×1'], rows)}\n\n`)
  process.stdout.write(
    `Throughput as share of the direct path; medians of ${rounds} rounds of ${seconds} s, Node ${process.version}, ${cpus().length} cores.\n`,
  )

  const fresh = await start(process.execPath, [join(folder, 'tap.mjs'), target])
  await load(fresh.port, '/1000', 16, 500)
  const before = await memoryOf(fresh.child)
  let peak = before.rss
  for (const [size, count] of [
    [128_000, 10_000],
    [5_000_000, 200],
  ] as const) {
    let over = false
    const watching = (async () => {
      while (!over) {
        peak = Math.max(peak, (await memoryOf(fresh.child)).rss)
        await new Promise(done => setTimeout(done, 50))
      }
    })()
    await load(fresh.port, `/${size}`, 16, 120_000, count)
    over = true
    await watching
  }
  const after = await memoryOf(fresh.child)
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0)
  process.stdout.write(
    `Memory of the recording tap: ${mb(before.rss)} MB at the start, ${mb(peak)} MB at most, ${mb(after.rss)} MB after 10,000 answers of 128 kB and 200 of 5 MB at 16 connections; ` +
      `${after.finished} exchanges, ${after.gaps} gaps, ${after.faults} faults.\n`,
  )
} finally {
  for (const child of children) child.kill()
  await rm(folder, { recursive: true, force: true })
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
function memoryOf(child: ChildProcess): Promise<{ rss: number; finished: number; gaps: number; faults: number }> {
  return new Promise(done => {
    child.stdout?.once('data', text => done(JSON.parse(String(text))))
    child.stdin?.write('?')
  })
}
