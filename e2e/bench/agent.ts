import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import autocannon from 'autocannon'
import { type Recording, startRecording } from '../harness/propscope.ts'
import { startTarget } from '../harness/target.ts'
import { median, spread, table } from './statistics.ts'

/**
 * `npm run bench agent [-- rounds seconds]`: what the attached agent costs a real Next server. The demo shop under `next start`, its page `/bench` with about 100 kB of
 * props; each round runs without, with, with, without on the same process (attached and detached again each time, and warmed up before each phase, so drift
 * falls on both alike), and the same four phases with the agent never there: the A/A row, which is the noise of this machine. Where the system tells it (Linux), the
 * processor time of the server's process for each request too: what the agent costs there, without what the recorder beside it takes from the same machine.
 */
const [rounds = 6, seconds = 3] = process.argv.slice(2).map(Number)
const PAGE = '/bench'
const WARM_UP_S = 0.5

interface Phase {
  /** Requests answered in a second. */
  readonly throughput: number
  /** Median latency in ms. */
  readonly latency: number
  /** Processor time of the server's process for each request, in ms; null where the system does not tell. */
  readonly cpu: number | null
}

const target = await startTarget({ name: 'shop', mode: 'start' })
const longest: number[] = []
const perRequest: number[] = []
let dropped = 0

/** User and system time of the server so far, in ms: clock ticks of 10 ms on every Linux that Node runs on. */
function cpuMs(): number | null {
  try {
    const fields = readFileSync(`/proc/${target.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}

async function load(connections: number, duration: number): Promise<Phase> {
  const before = cpuMs()
  const result = await autocannon({ url: target.origin + PAGE, connections, duration, excludeErrorStats: true })
  const after = cpuMs()
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`)
  // Latency in whole ms is too coarse; with one connection the mean follows from the count.
  return {
    throughput: result.requests.total / result.duration,
    latency: (connections * 1000 * result.duration) / result.requests.total,
    cpu: before === null || after === null ? null : (after - before) / result.requests.total,
  }
}

async function phase(connections: number, watched: boolean): Promise<Phase> {
  let recording: Recording | null = null
  if (watched) recording = await startRecording(target.origin, ['--out', '/dev/null'])
  await load(connections, WARM_UP_S)
  const measured = await load(connections, seconds)
  if (recording) {
    await recording.stop()
    const told = /(\d+) events and (\d+) bytes dropped; agent ([\d.]+) ms a request, at most ([\d.]+) ms/.exec(
      recording.child.stderr,
    )
    if (!told) throw new Error(`no summary in: ${recording.child.stderr}`)
    dropped += Number(told[2])
    perRequest.push(Number(told[3]))
    longest.push(Number(told[4]))
  }
  return measured
}

async function round(connections: number, watched: boolean): Promise<Phase> {
  const phases: Phase[] = []
  for (const on of [false, true, true, false]) phases.push(await phase(connections, on && watched))
  const [a, b, c, d] = phases as [Phase, Phase, Phase, Phase]
  return {
    throughput: (b.throughput + c.throughput) / (a.throughput + d.throughput),
    latency: (b.latency + c.latency) / (a.latency + d.latency),
    cpu:
      a.cpu === null || b.cpu === null || c.cpu === null || d.cpu === null ? null : (b.cpu + c.cpu) / (a.cpu + d.cpu),
  }
}

try {
  process.stderr.write('warming up\n')
  await load(16, seconds)
  const rows: string[][] = []
  for (const connections of [1, 16]) {
    const none: Phase[] = []
    const agent: Phase[] = []
    for (let index = 0; index < rounds; index += 1) {
      none.push(await round(connections, false))
      agent.push(await round(connections, true))
      process.stderr.write(
        `${connections} connections, round ${index + 1} of ${rounds}: ${agent.at(-1)?.throughput.toFixed(3)}\n`,
      )
    }
    for (const [name, measured] of [
      ['A/A: nothing attached', none],
      ['agent attached, recording', agent],
    ] as const) {
      rows.push([
        name,
        String(connections),
        spread(measured.map(one => one.throughput)),
        spread(measured.map(one => one.latency)),
        measured.some(one => one.cpu === null) ? 'not told here' : spread(measured.map(one => one.cpu ?? 0)),
      ])
    }
  }
  process.stdout.write(
    `${table(['', 'connections', 'throughput, share of without', 'time a request, share of without', 'processor time of the server a request, share of without'], rows)}\n\n` +
      `Medians of ${rounds} rounds (middle half in brackets), ${seconds} s a phase, page of 100 kB props under next start, Node ${process.version}, ${cpus().length} cores.\n` +
      `Agent: ${median(perRequest).toFixed(3)} ms a request on the server's thread; longest hold at once: median of runs ${median(longest).toFixed(2)} ms, ` +
      `worst ${Math.max(...longest).toFixed(2)} ms; ${dropped} bytes dropped.\n`,
  )
} finally {
  await target.end()
}
