import { cpus } from 'node:os'
import { type Attached, createStand, type Measured, type Phase, type Served } from './agent-stand.ts'
import { median, spread, table } from './statistics.ts'

/**
 * `npm run bench agent [-- rounds seconds target]`: what the attached agent costs a real Next server under `next start`, whose page has about 100 kB of props. `target`: `shop` (Next 16, its page `/bench`), or one of
 * `next12` to `next16` of e2e/targets/cases (`/large?kb=100`).
 *
 * Each round goes there and back over the same process: nothing, nothing (the A/A row: the noise of this machine), the agent recording as it does by itself, recording with `--every-body`. Each time it is
 * attached anew, the first 400 requests are measured (`the burst`, whose bodies are all handed over), 2,500 more spend what is left of it and have V8 compile what it threw away with the attach, and then come `seconds` of sustained load. Without it, the same requests.
 */
const [rounds = 6, seconds = 3] = process.argv.slice(2, 4).map(Number)
const served = (process.argv[4] ?? 'shop') as Served
const stand = await createStand(served, seconds)

const WAYS = ['none', 'again', 'agent', 'every', 'every', 'agent', 'again', 'none'] as const
type Way = (typeof WAYS)[number]
const AS: Readonly<Record<Way, Attached>> = { none: null, again: null, agent: [], every: ['--every-body'] }

/** Each part of a round, the two phases of each way added up. */
async function round(connections: number): Promise<Record<Way, readonly Measured[]>> {
  const found: Record<Way, Measured[]> = { none: [], again: [], agent: [], every: [] }
  for (const way of WAYS) found[way].push(await stand.measure(connections, AS[way]))
  return found
}

type Part = 'burst' | 'sustained'
function shares(rounds: readonly Record<Way, readonly Measured[]>[], way: Way, part: Part): string[] {
  const of = (read: (phase: Phase) => number) =>
    spread(
      rounds.map(one => {
        const sum = (of: Way) => one[of].reduce((all, measured) => all + read(measured[part]), 0)
        return sum(way) / sum('none')
      }),
    )
  const recorder = rounds.flatMap(one => one[way].map(measured => measured[part].recorderMs))
  return [
    of(phase => phase.throughput),
    of(phase => phase.latency),
    of(phase => phase.serverMs ?? Number.NaN),
    AS[way] === null ? '' : `${median(recorder.map(ms => ms ?? Number.NaN)).toFixed(2)} ms`,
  ]
}

try {
  const rows: string[][] = []
  const all: Record<Way, readonly Measured[]>[] = []
  for (const connections of [1, 16]) {
    const measured: Record<Way, readonly Measured[]>[] = []
    for (let index = 0; index < rounds; index += 1) {
      measured.push(await round(connections))
      process.stderr.write(`${connections} connections, round ${index + 1} of ${rounds}\n`)
    }
    for (const [name, way, part] of [
      ['A/A: nothing attached', 'again', 'sustained'],
      ['**agent attached, recording**', 'agent', 'sustained'],
      ['… with --every-body', 'every', 'sustained'],
      ['A/A, the first 400 requests', 'again', 'burst'],
      ['agent attached, the first 400 requests', 'agent', 'burst'],
    ] as const)
      rows.push([name, String(connections), ...shares(measured, way, part)])
    all.push(...measured)
  }
  const held = await stand.undisturbed()
  const told = (way: Way) => all.flatMap(one => one[way].flatMap(measured => measured.told ?? []))
  const cost = (way: Way) => median(told(way).map(one => one.ms)).toFixed(3)
  const holds = (way: Way) =>
    `${median(told(way).map(one => one.longestMs)).toFixed(2)} ms, worst ${Math.max(...told(way).map(one => one.longestMs)).toFixed(2)} ms`
  const dropped = told('agent').reduce((sum, one) => sum + one.droppedBytes, 0)
  const droppedOfAll = told('every').reduce((sum, one) => sum + one.droppedBytes, 0)
  process.stdout.write(
    `${table(
      [
        '',
        'connections',
        'throughput, share of without',
        'median time of a request, share of without',
        'processor time of the server a request, share of without',
        'of the recorder, a request',
      ],
      rows,
    )}\n\n` +
      `Medians of ${rounds} rounds (middle half in brackets), ${seconds} s of sustained load a phase, page of 100 kB props, ${stand.what}, Node ${process.version}, ${cpus().length} cores.\n` +
      `Agent: ${cost('agent')} ms a request on the server's thread, ${cost('every')} ms with --every-body; longest hold at once, median of runs: ${holds('agent')} (${holds('every')}); ` +
      `${dropped} bytes dropped (${droppedOfAll}).\n` +
      (held === null
        ? 'Holds of a server that goes before all other processes were not measured: that takes root and chrt.\n'
        : `Longest hold where the server goes before all other processes (real-time scheduling, 16 connections), median of ${held.length} runs: ${median(held).toFixed(2)} ms, worst ${Math.max(...held).toFixed(2)} ms.\n`),
  )
} finally {
  await stand.end()
}
