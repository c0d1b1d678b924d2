import { createAnswerReader } from '../../../electron/analysis/answer-reader.ts'
import { createTapCapture } from '../../../electron/capture/tap-capture.ts'
import { type CorrelationEvent, correlate, newCorrelation } from '../../../electron/correlate/correlation.ts'
import { FIRST_SOURCE } from '../../../electron/correlate/state.ts'
import { createBodyStore } from '../../../electron/exchanges/bodies.ts'
import { openTap } from '../../../electron/tap/tap.ts'
import { epochMs, monotonicMs } from '../../../shared/units.ts'

/** The tap as it records without a window: exchanges made, bodies decoded, read and kept on disk. `tap.mjs TARGET [--deaf]`. */
const target = process.argv[2] ?? ''
const deaf = process.argv[3] === '--deaf'
const clock = { epochMs: epochMs(Date.now()), monotonicMs: monotonicMs(performance.now()) }
const state = newCorrelation({ origin: target, next: null, mode: null, pid: null }, null, 'BENCH', clock, false)
const bodies = await createBodyStore()
let finished = 0
let gaps = 0
const tell = (event: CorrelationEvent) => {
  for (const exchange of correlate(state, event)) {
    if (exchange.state !== 'finished') continue
    finished += 1
    gaps += exchange.gaps.length
  }
}
const capture = createTapCapture(request => state.taps.get(FIRST_SOURCE)?.wires.get(request), tell, createAnswerReader(), {
  body: (id, part, bytes) => bodies.put(id, part, bytes),
})
const sink = deaf ? { event() {}, body: () => true } : capture
const tap = await openTap({ target, port: null, sink })
if (!tap.ok) throw new Error(tap.problem.message)
process.stdout.write(`${tap.value.port}\n`)
process.stdin.on('data', () => {
  const { rss, heapUsed, external } = process.memoryUsage()
  process.stdout.write(`${JSON.stringify({ rss, heapUsed, external, finished, gaps, faults: tap.value.faults })}\n`)
})
