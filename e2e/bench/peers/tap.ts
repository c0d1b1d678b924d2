import { createAnswerReader } from '../../../electron/analysis/answer-reader.ts'
import { openRecordingTap } from '../../../electron/capture/recording-tap.ts'
import { type CorrelationEvent, correlate, newCorrelation } from '../../../electron/correlate/correlation.ts'
import { FIRST_SOURCE } from '../../../electron/correlate/state.ts'
import { createBodyStore } from '../../../electron/exchanges/bodies.ts'
import { openTap } from '../../../electron/tap/tap.ts'
import { epochMs, monotonicMs } from '../../../shared/units.ts'

/** The tap as it records without a window (`record`), and with the app's store: finished exchanges made, bodies decoded, read and kept on disk. `tap.mjs TARGET [--deaf | --all]`; `--all` keeps every body. */
const target = process.argv[2] ?? ''
const deaf = process.argv[3] === '--deaf'
const EVERYTHING = { atOnce: Number.POSITIVE_INFINITY, perSecond: 0 }
const budget = process.argv[3] === '--all' ? { budget: EVERYTHING } : {}
const clock = { epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) }
const state = newCorrelation(
  { origin: target, next: null, mode: null, pid: null },
  null,
  'BENCH',
  clock,
  false,
  'finished',
)
const bodies = await createBodyStore()
let finished = 0
let gaps = 0
const tell = (event: CorrelationEvent) => {
  for (const exchange of correlate(state, event)) {
    if (exchange.state !== 'finished') continue
    finished += 1
    if (exchange.gaps.length > 0) gaps += 1
  }
}

async function recording() {
  const opened = await openRecordingTap({
    target,
    port: null,
    ...budget,
    wireOf: request => state.taps.get(FIRST_SOURCE)?.wires.get(request),
    tell,
    reader: createAnswerReader(),
    listener: { body: (id, part, bytes) => bodies.put(id, part, bytes), begin: () => bodies.begin() },
  })
  if (!opened.ok) throw new Error(opened.problem.message)
  const tap = opened.value
  process.stdout.write(`${tap.port}\n`)
  process.stdin.on('data', async ask => {
    if (String(ask) === '?') await tap.settled()
    const { rss, heapUsed, external } = process.memoryUsage()
    const { faults, lastFault, droppedRequests } = tap
    const droppedBytes = tap.droppedBytes + bodies.droppedBytes
    const answer = { rss, heapUsed, external, finished, gaps, faults, lastFault, droppedRequests, droppedBytes }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  })
}
async function keepingNothing() {
  const tap = await openTap({ target, port: null, sink: { event() {}, body: () => true } })
  if (!tap.ok) throw new Error(tap.problem.message)
  process.stdout.write(`${tap.value.port}\n`)
}
// What is not removed is written to the disk after us, while others are measured.
process.once('SIGTERM', () => void bodies.close().finally(() => process.exit(0)))
await (deaf ? keepingNothing() : recording())
