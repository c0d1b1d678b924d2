import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { propscope, startRecording } from '../harness/propscope.ts'
import { ask } from '../harness/requests.ts'
import { startTarget } from '../harness/target.ts'
import { askWithAutocannon } from './asked.ts'
import { median, spread, table } from './statistics.ts'

/**
 * `npm run bench replay [-- rounds]`: how fast and how exactly requests are replayed, against the demo shop under `next start`. Each round sends a page that does next to nothing 1,000 times
 * on 16 connections with autocannon, with autocannon while an agent records (which is what a replay is compared with, since it is recorded too), and four times by `propscope replay`: the first right after it has attached, when V8
 * compiles anew what that made it throw away in the server, the last as where a window has been attached for a while; then a page of
 * known latency 40 times, whose times as the replay measured them are set beside those that the agent measured inside.
 */
const [rounds = 5] = process.argv.slice(2).map(Number)
const TIMES = 1000
const CONNECTIONS = 16
const TRIVIAL = '/login'
const KNOWN_MS = 50
const SLOW = `/cases/slow?ms=${KNOWN_MS}`

const target = await startTarget({ name: 'shop', mode: 'start' })
const folder = mkdtempSync(join(tmpdir(), 'propscope-bench-replay-'))

/** Answers in a second. */
async function load(): Promise<number> {
  const { answers, tookMs } = await askWithAutocannon({
    url: target.origin + TRIVIAL,
    connections: CONNECTIONS,
    amount: TIMES,
  })
  return (answers * 1000) / tookMs
}
async function loadWhileRecorded(): Promise<number> {
  const recording = await startRecording(target.origin, ['--out', '/dev/null'])
  const measured = await load()
  await recording.stop()
  return measured
}
async function record(path: string, name: string, count: number): Promise<string> {
  const file = join(folder, name)
  const recording = await startRecording(target.origin, ['--out', file, '--count', String(count)])
  for (let at = 0; at < count; at += 1) await ask(target.origin, path, { headers: { accept: 'text/html' } })
  if ((await recording.child.exit) !== 0) throw new Error(recording.child.stderr)
  return file
}
interface Told {
  readonly sendMs: number
  readonly callMs: { readonly p50: number }
  readonly totalMs: { readonly p50: number }
  readonly insideMs: { readonly p50: number }
}
/** Of each of the recorded requests, in turn. */
async function replay(file: string, times: number, concurrency: number): Promise<Told[]> {
  const child = propscope([
    'replay',
    '--from',
    file,
    '--times',
    String(times),
    '--concurrency',
    String(concurrency),
    '--json',
  ])
  const code = await child.exit
  if (code !== 0) throw new Error(`propscope replay ended with ${code}:\n${child.stdout}\n${child.stderr}`)
  return child.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Told)
}

try {
  process.stderr.write('warming up\n')
  for (let at = 0; at < 3; at += 1) await load()
  const [trivial, slow] = [await record(TRIVIAL, 'trivial', 4), await record(SLOW, 'slow', 1)]
  const measured: Record<'plain' | 'recorded' | 'first' | 'replayed', number>[] = []
  for (let at = 0; at < rounds; at += 1) {
    const [plain, recorded] = [await load(), await loadWhileRecorded()]
    const told = (await replay(trivial, TIMES, CONNECTIONS)).map(({ sendMs }) => (TIMES * 1000) / sendMs)
    const [first, replayed] = [told.at(0) ?? Number.NaN, told.at(-1) ?? Number.NaN]
    measured.push({ plain, recorded, first, replayed })
    process.stderr.write(`round ${at + 1} of ${rounds}: ${JSON.stringify(measured.at(-1))}\n`)
  }
  const known: Told[] = []
  for (const concurrency of [1, 8]) known.push(...(await replay(slow, 40, concurrency)))
  const rate = (name: keyof (typeof measured)[number]) => median(measured.map(one => one[name])).toFixed(0)
  const ms = (value: number) => `${value.toFixed(2)} ms`
  process.stdout.write(
    `${table(
      ['1,000 requests, 16 connections', 'a second', 'share of autocannon', 'share of autocannon while recorded'],
      [
        ['autocannon', rate('plain'), '1', ''],
        [
          'autocannon, an agent recording',
          rate('recorded'),
          spread(measured.map(one => one.recorded / one.plain)),
          '1',
        ],
        [
          '`propscope replay`, right after it has attached',
          rate('first'),
          spread(measured.map(one => one.first / one.plain)),
          spread(measured.map(one => one.first / one.recorded)),
        ],
        [
          '**`propscope replay`, the fourth 1,000**',
          rate('replayed'),
          spread(measured.map(one => one.replayed / one.plain)),
          spread(measured.map(one => one.replayed / one.recorded)),
        ],
      ],
    )}\n\n${table(
      [`a page of ${KNOWN_MS} ms`, 'call, by the agent', 'whole, by the agent', 'whole, by the replay', 'apart'],
      known.map(({ callMs, insideMs, totalMs }, at) => [
        at === 0 ? 'one at a time' : '8 at once',
        ms(callMs.p50),
        ms(insideMs.p50),
        ms(totalMs.p50),
        ms(totalMs.p50 - insideMs.p50),
      ]),
    )}\n\nMedians of ${rounds} rounds (middle half in brackets), the page \`${TRIVIAL}\` of the demo shop under next start, Node ${process.version}, ${cpus().length} cores.\n`,
  )
} finally {
  await target.end()
  rmSync(folder, { recursive: true })
}
