import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Load, load } from './load.ts'
import { createPeers, type Peer } from './peers/start.ts'
import { besideStalled, firstBytes } from './stalls.ts'
import { median, table } from './statistics.ts'

/**
 * `npm run bench tap [-- rounds seconds]`: the tap while it records, held against proxies and the direct path. In each round all of them are measured for each size and number of connections,
 * in an order that changes from round to round; shares are of the direct path in the same round, and a second direct path is the A/A row, which is the noise of this machine.
 * A tap that records works on after its load: it is waited for before the next is measured, and that is told. Then memory: 10,000 answers of 128 kB and 200 of 5 MB at 16 connections; and stalls.
 * Some five minutes.
 */
const [rounds = 5, seconds = 0.6] = process.argv.slice(2).map(Number)
const SIZES = [
  ['1 kB', 1000],
  ['128 kB', 128_000],
  ['5 MB', 5_000_000],
] as const
const CONNECTIONS = [1, 16]
const folder = await mkdtemp(join(tmpdir(), 'propscope-bench-'))
const peers = createPeers(folder)
const say = (text: string) => process.stderr.write(`${text}\n`)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const loads: number[] = []

try {
  const newTap = await peers.builtTap()
  const origin = await peers.origin()
  const target = `http://127.0.0.1:${origin.port}`
  await compare(origin, target, newTap)
  await memory(await newTap(target))
  await stalls(origin, await newTap(target))
} finally {
  await peers.close()
  await rm(folder, { recursive: true, force: true })
}

async function compare(origin: Peer, target: string, newTap: (target: string, ...args: string[]) => Promise<Peer>) {
  const measured = new Map([
    ['direct', origin.port],
    ['A/A: direct again', origin.port],
  ])
  const recorders = new Map<string, Recorded>()
  for (const [name, ...args] of [['**this tap, recording**'], ['this tap, keeping every body', '--all']] as const) {
    const { port, child } = await newTap(target, ...args)
    measured.set(name, port)
    recorders.set(name, { child, behind: [], kept: new Map() })
  }
  const others: [string, () => Promise<Peer>][] = [
    ['this tap, keeping nothing', () => newTap(target, '--deaf')],
    ['a bare pump in Node', () => peers.pump(target)],
    ['nginx (not recording)', () => peers.nginx(target)],
    ['http-proxy-3 (not recording)', () => peers.proxy('http-proxy-3', target)],
    ['httpxy (not recording)', () => peers.proxy('httpxy', target)],
    ['mockttp, bodies recorded', () => peers.mockttp(target)],
  ]
  for (const [name, open] of others) {
    try {
      measured.set(name, (await open()).port)
    } catch (error) {
      say(`WITHOUT ${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  for (const port of measured.values()) for (const [, size] of SIZES) await load(port, `/${size}`, 16, 300)
  say('warmed up')
  const shares = new Map<string, number[]>()
  const added = new Map<string, { p50: number[]; p99: number[] }>()
  const put = (key: string, value: number) => shares.set(key, [...(shares.get(key) ?? []), value])
  for (let round = 0; round < rounds; round += 1) {
    for (const [label, size] of SIZES) {
      for (const connections of CONNECTIONS) {
        const names = [...measured.keys()]
        const order = names.map((_, index) => names[(index + round) % names.length] ?? '')
        if (round % 2 === 1) order.reverse()
        const got = new Map<string, Load>()
        for (const name of order) {
          const recorder = recorders.get(name)
          const before = recorder && (await told(recorder.child))
          got.set(name, await load(measured.get(name) ?? 0, `/${size}`, connections, seconds * 1000))
          if (recorder && before) await caughtUp(recorder, before, `${label} ×${connections}`)
        }
        loads.push(loadavg()[0] ?? 0)
        const direct = got.get('direct')
        if (!direct) continue
        for (const [name, one] of got) {
          put(`${name} ${label} ×${connections}`, one.throughput / direct.throughput)
          if (size !== 1000 || connections !== 1) continue
          const both = added.get(name) ?? { p50: [], p99: [] }
          both.p50.push((quantile(one.latencies, 0.5) - quantile(direct.latencies, 0.5)) * 1000)
          both.p99.push((quantile(one.latencies, 0.99) - quantile(direct.latencies, 0.99)) * 1000)
          added.set(name, both)
        }
      }
    }
    say(`round ${round + 1} of ${rounds}`)
  }
  const columns = SIZES.flatMap(([label]) => CONNECTIONS.map(connections => `${label} ×${connections}`))
  const rows = [...measured.keys()]
    .filter(name => name !== 'direct')
    .map(name => [
      name,
      ...columns.map(column => median(shares.get(`${name} ${column}`) ?? []).toFixed(2)),
      `${median(added.get(name)?.p50 ?? []).toFixed(0)} / ${median(added.get(name)?.p99 ?? []).toFixed(0)} µs`,
    ])
  process.stdout.write(`${table(['', ...columns, 'added p50 / p99 at 1 kB ×1'], rows)}\n\n`)
  process.stdout.write(
    `Throughput as share of the direct path; medians of ${rounds} rounds of ${seconds} s. Node ${process.version}, ${cpus().length} cores, load average ${mean(loads).toFixed(1)} ` +
      '(the benchmark itself makes about 2 to 3).\n\n',
  )
  const kept = [...recorders].map(([name, { kept: shares, behind }]) => [
    name,
    ...columns.map(column => `${(100 * median(shares.get(column) ?? [])).toFixed(0)} %`),
    `${median(behind).toFixed(0)} ms, at most ${Math.max(...behind).toFixed(0)} ms`,
  ])
  process.stdout.write(`${table(['bodies kept whole', ...columns, 'recording done after the load'], kept)}\n\n`)
}

/** What was seen of a tap that records. */
interface Recorded {
  readonly child: ChildProcess
  /** How long after each load it had recorded all of it, in ms. */
  readonly behind: number[]
  /** Shares of the exchanges that have no gap, by column. */
  readonly kept: Map<string, number[]>
}

async function caughtUp({ child, behind, kept }: Recorded, before: Told, column: string): Promise<void> {
  const began = performance.now()
  const { finished, gaps } = await told(child)
  behind.push(performance.now() - began)
  const whole = 1 - (gaps - before.gaps) / (finished - before.finished)
  kept.set(column, [...(kept.get(column) ?? []), whole])
}

/** In MB of resident memory. */
async function memory({ port, child }: Peer) {
  await load(port, '/1000', 16, 500)
  const before = await told(child)
  let peak = before.rss
  const parts: string[] = []
  let last = before
  for (const [size, count, label] of [
    [128_000, 10_000, '10,000 answers of 128 kB'],
    [5_000_000, 200, '200 of 5 MB'],
  ] as const) {
    let over = false
    const watching = (async () => {
      while (!over) {
        peak = Math.max(peak, (await told(child, '.')).rss)
        await new Promise(done => setTimeout(done, 50))
      }
    })()
    const { throughput } = await load(port, `/${size}`, 16, 120_000, count)
    over = true
    await watching
    const now = await told(child)
    parts.push(`${label} at ${((throughput * size) / 1e6).toFixed(0)} MB/s: ${now.gaps - last.gaps} gaps`)
    last = now
  }
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0)
  process.stdout.write(
    `Memory of the recording tap, 16 connections: ${mb(before.rss)} MB at the start, ${mb(peak)} MB at most, ${mb(last.rss)} MB at the end. ${parts.join('; ')}; ${last.faults} faults.\n\n`,
  )
}

async function stalls(origin: Peer, tap: Peer) {
  await load(tap.port, '/1000', 4, 300)
  const [direct, through] = [await firstBytes(origin.port, 200), await firstBytes(tap.port, 200)]
  const alone = await load(tap.port, '/1000', 1, 1000)
  const beside = await besideStalled(tap.port, 16, 1000)
  const ms = (values: readonly number[], share: number) => `${quantile(values, share).toFixed(2)} ms`
  process.stdout.write(
    `First byte of a stalled stream, server to client: median ${ms(through, 0.5)}, longest of 200 ${ms(through, 1)} (direct ${ms(direct, 0.5)}, ${ms(direct, 1)}). ` +
      `1 kB ×1 alone: ${ms(alone.latencies, 0.5)} and p99 ${ms(alone.latencies, 0.99)}; beside 16 clients that stall in 5 MB: ${ms(beside.latencies, 0.5)} and ${ms(beside.latencies, 0.99)}.\n`,
  )
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
interface Told {
  readonly rss: number
  readonly finished: number
  readonly gaps: number
  readonly faults: number
}
/** `?` waits until all is recorded, `.` does not. */
function told(child: ChildProcess, ask = '?'): Promise<Told> {
  return new Promise((done, failed) => {
    const ended = () => failed(new Error('the tap ended'))
    child.once('exit', ended)
    child.stdout?.once('data', text => {
      child.off('exit', ended)
      done(JSON.parse(String(text)))
    })
    child.stdin?.write(ask)
  })
}
