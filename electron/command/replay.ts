import { createAnswerReader } from '../analysis/answer-reader.ts'
import { cautionsOf } from '../replay/cautions.ts'
import { forBuild, requestOf } from '../replay/prepare.ts'
import { type Recorded, readRecording } from './recording.ts'
import { outcomeOf } from './replay-outcome.ts'
import { printOutcome } from './replay-print.ts'
import { attachedWay, targetWay } from './replay-ways.ts'
import { say, sayProblem } from './say.ts'
import { untilSignal } from './until-signal.ts'

export interface ReplayOptions {
  /** Of one exchange of the recording; null: all. */
  readonly id: string | null
  readonly from: string
  /** TARGET; null: the server that was recorded. */
  readonly attach: string | null
  /** Origin to send to without attaching; null: it is attached to. */
  readonly target: string | null
  /** What the render reads of the props is recorded, too. */
  readonly reads: boolean
  readonly times: number
  readonly concurrency: number
  /** Patterns of paths of the props that may differ. */
  readonly ignore: readonly string[]
  /** Also what may change something. */
  readonly yes: boolean
  readonly json: boolean
}

const USAGE_ERROR = 2

/** Sends recorded requests again and compares. Returns the exit code: 0 all as recorded, 1 not, 2 what was asked for cannot be done so. */
export async function replayCommand(options: ReplayOptions): Promise<number> {
  const read = await readRecording(options.from)
  if (!read.ok) return failed(`reading ${options.from}`, read.problem)
  const wanted = options.id === null ? read.value : read.value.filter(({ exchange }) => exchange.id === options.id)
  if (wanted.length === 0) {
    say(
      `propscope: ${options.id === null ? `${options.from} holds no exchange` : `${options.from} holds no exchange ${options.id}`}.`,
    )
    return USAGE_ERROR
  }
  const cautions = wanted.flatMap(({ exchange }) =>
    cautionsOf(exchange.request, exchange).map(
      ({ why }) => `${exchange.request.method} ${exchange.request.url}: ${why}`,
    ),
  )
  if (cautions.length > 0 && !options.yes) {
    say('propscope: some of these may change something when they are sent again:')
    for (const caution of cautions) say(`  ${caution}`)
    say('Add --yes to send them all the same, or choose one by its id.')
    return USAGE_ERROR
  }
  const given = options.attach ?? options.target
  const target = given ?? wanted[0]?.exchange.server.origin ?? ''
  const others = new Set(wanted.map(({ exchange }) => exchange.server.origin))
  if (given === null && others.size > 1) {
    say(
      `propscope: ${options.from} holds requests to several servers (${[...others].join(', ')}): say which with --attach or --target, or choose one by its id.`,
    )
    return USAGE_ERROR
  }
  return replayAll(wanted, target, options)
}

async function replayAll(wanted: readonly Recorded[], target: string, options: ReplayOptions): Promise<number> {
  const reader = createAnswerReader()
  const opened =
    options.target === null ? await attachedWay(target, reader, options.reads) : targetWay(options.target, reader)
  if (!opened.ok) {
    await reader.close()
    return failed(options.target === null ? `attaching to ${target}` : `replaying to ${options.target}`, opened.problem)
  }
  const way = opened.value
  let stopped = false
  const stop = untilSignal().then(() => {
    stopped = true
    way.cancel()
  })
  try {
    say(`replaying to ${way.words}`)
    let good = true
    for (const recorded of wanted) {
      if (stopped) break
      const { exchange, body } = recorded
      const { buildId } = await way.facts()
      const request = forBuild(requestOf(exchange, body === null ? null : Buffer.from(body)), buildId)
      const sent = await way.send(exchange, request, options)
      const outcome = await outcomeOf(recorded, sent, options.ignore, way.told)
      good &&= outcome.differs.length === 0
      printOutcome(outcome, options.json)
    }
    return good && !stopped ? 0 : 1
  } finally {
    void stop
    await way.close()
    await reader.close()
  }
}

function failed(tried: string, problem: Parameters<typeof sayProblem>[1]): number {
  sayProblem(tried, problem)
  return 1
}
