import type { Exchange } from '../../shared/exchange.ts'
import type { ReplaySample } from '../../shared/replay.ts'
import { createAnswerReader } from '../analysis/answer-reader.ts'
import { createSessions } from '../capture/sessions.ts'
import { cautionsOf } from '../replay/cautions.ts'
import { distributionOf } from '../replay/distribution.ts'
import { forBuild, requestOf, siteFacts } from '../replay/prepare.ts'
import { differencesOf, pathOfDifference } from '../replay/props-difference.ts'
import { type Run, startRun } from '../replay/run.ts'
import { createConnector } from '../servers/connector.ts'
import { type Recorded, readRecording } from './recording.ts'
import { say, sayProblem } from './say.ts'
import { untilSignal } from './until-signal.ts'

export interface ReplayOptions {
  /** Of one exchange of the recording; null: all. */
  readonly id: string | null
  readonly from: string
  /** TARGET; null: the server that was recorded. */
  readonly attach: string | null
  readonly times: number
  readonly concurrency: number
  /** Patterns of paths of the props that may differ. */
  readonly ignore: readonly string[]
  /** Also what may change something. */
  readonly yes: boolean
  readonly json: boolean
}

/** What came of one exchange; a line of `--json`. */
interface Outcome {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly times: number
  readonly errors: number
  /** Of the answers, how many were not as recorded, and how. */
  readonly differs: readonly {
    readonly what: 'status' | 'outcome' | 'props' | 'error'
    readonly words: string
    readonly count: number
  }[]
  readonly callMs: { readonly recorded: number | null; readonly p50: number | null; readonly p95: number | null }
  readonly totalMs: { readonly recorded: number | null; readonly p50: number | null; readonly p95: number | null }
  /** The whole request as the server's process saw it, and how long all but the first took to be sent and answered. */
  readonly insideMs: { readonly p50: number | null; readonly p95: number | null }
  readonly sendMs: number
  readonly notes: readonly string[]
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
  const target = options.attach ?? wanted[0]?.exchange.server.origin ?? ''
  const others = new Set(wanted.map(({ exchange }) => exchange.server.origin))
  if (options.attach === null && others.size > 1) {
    say(
      `propscope: ${options.from} holds requests to several servers (${[...others].join(', ')}): say which with --attach, or choose one by its id.`,
    )
    return USAGE_ERROR
  }
  return replayAll(wanted, target, options)
}

async function replayAll(wanted: readonly Recorded[], target: string, options: ReplayOptions): Promise<number> {
  const reader = createAnswerReader()
  let run: Run | null = null
  const known = new Map<string, Run>()
  const inside = new Map<string, number>()
  const sessions = createSessions({
    reader,
    wanted: 'changes',
    listener: {
      exchange(exchange) {
        if (exchange.replayRun?.id !== run?.id || !run) return
        run.seen(exchange)
        if (exchange.state === 'finished' && exchange.durationMs !== null) inside.set(exchange.id, exchange.durationMs)
        known.set(exchange.id, run)
      },
      body(id, part, bytes) {
        if (part === 'props') known.get(id)?.props(id, bytes)
      },
    },
  })
  const connector = createConnector({
    sinkFor: (server, hello) => sessions.of(server.origin).agent(server, hello, () => {}),
  })
  // Props are compared.
  connector.wantEveryBody()
  let stopped = false
  const stop = untilSignal().then(() => {
    stopped = true
    run?.cancel()
  })
  try {
    const attached = await connector.attach(target)
    if (!attached.ok) return failed(`attaching to ${target}`, attached.problem)
    const server = attached.value
    say(
      `replaying to ${server.origin} (next ${server.next ?? 'of unknown version'} ${server.mode ?? 'of unknown mode'}, pid ${server.pid})`,
    )
    const session = sessions.of(server.origin)
    let good = true
    for (const recorded of wanted) {
      if (stopped) break
      known.clear()
      inside.clear()
      const { exchange, body } = recorded
      const facts = await siteFacts(server.folder, server.mode, session.buildId)
      const request = forBuild(requestOf(exchange, body === null ? null : Buffer.from(body)), facts.buildId)
      const { times, concurrency, ignore } = options
      run = startRun({
        plan: {
          of: exchange.id,
          origin: server.origin,
          request,
          as: 'same',
          times,
          forMs: null,
          concurrency,
          confirmed: true,
          ignore,
        },
        requests: [request],
        to: server.origin,
        origin: server.origin,
        over: 'server',
        watched: true,
        notes: notesOf(recorded),
        tell: event => session.replay(event),
        onChange: () => {},
      })
      await run.over
      const outcome = await outcomeOf(recorded, run, ignore, [...inside.values()])
      good &&= outcome.differs.length === 0
      tell(outcome, options.json)
    }
    return good && !stopped ? 0 : 1
  } finally {
    void stop
    await connector.close()
    sessions.close()
    await reader.close()
  }
}

function notesOf({ exchange, body, redacted }: Recorded): string[] {
  const sent = exchange.request.body?.bytes ?? 0
  return [
    ...(redacted.length > 0 ? [`sent without ${redacted.join(', ')}, whose secrets the recording leaves out`] : []),
    ...(sent > 0 && body === null ? [`sent without its body of ${sent} bytes, which the recording does not hold`] : []),
    ...(exchange.props !== null && !('value' in exchange.props)
      ? ['props compared by their size: the recording does not hold them (record --props)']
      : []),
  ]
}

async function outcomeOf(
  { exchange }: Recorded,
  run: Run,
  ignore: readonly string[],
  inside: readonly number[],
): Promise<Outcome> {
  const whole = distributionOf(inside)
  const counts = new Map<string, { what: Outcome['differs'][number]['what']; words: string; count: number }>()
  const count = (what: Outcome['differs'][number]['what'], words: string) => {
    const before = counts.get(words)
    if (before) before.count += 1
    else counts.set(words, { what, words, count: 1 })
  }
  const propsWords = await propsCheck(exchange, run, ignore)
  for (const sample of run.samples) {
    if (sample.error !== null) {
      count('error', sample.error)
      continue
    }
    const status = exchange.response?.status ?? null
    if (sample.status !== status) count('status', `status ${sample.status}, recorded ${status ?? 'no answer'}`)
    if (sample.exchange === null) count('outcome', 'the agent told nothing of it, so outcome and props are not known')
    else if (sample.outcome !== exchange.outcome)
      count('outcome', `outcome ${sample.outcome}, recorded ${exchange.outcome}`)
    else {
      const words = propsWords(sample)
      if (words !== null) count('props', words)
    }
  }
  const { spread, first, errors, notes } = run.state
  const figures = (measure: 'callMs' | 'totalMs', recorded: number | null) => ({
    recorded,
    p50: spread[measure]?.p50 ?? first?.[measure] ?? null,
    p95: spread[measure]?.p95 ?? null,
  })
  return {
    id: exchange.id,
    method: exchange.request.method,
    url: exchange.request.url,
    times: run.samples.length,
    errors,
    differs: [...counts.values()],
    callMs: figures('callMs', exchange.call?.durationMs ?? null),
    totalMs: figures('totalMs', exchange.durationMs),
    insideMs: { p50: whole?.p50 ?? null, p95: whole?.p95 ?? null },
    sendMs: run.sendMs,
    notes,
  }
}

/** Says of a sample how its props differ from the recorded ones; each kind of props is compared once. */
async function propsCheck(
  exchange: Exchange,
  run: Run,
  ignore: readonly string[],
): Promise<(sample: ReplaySample) => string | null> {
  const { props } = exchange
  if (props === null) return () => null
  const words = new Map<number, string | null>()
  const kinds = new Set(run.samples.flatMap(({ props: kind }) => (kind === null ? [] : [kind])))
  for (const kind of kinds) words.set(kind, await wordsOf(kind))
  return sample => (sample.props === null ? 'the props were not seen' : (words.get(sample.props) ?? null))

  async function wordsOf(kind: number): Promise<string | null> {
    if (props === null) return null
    const json = run.variants.get(kind)
    if (json === null) return 'too many different props to keep and compare'
    if (!('value' in props))
      return json.byteLength === props.bytes ? null : `${json.byteLength} bytes of props, recorded ${props.bytes}`
    const comparison = await differencesOf(Buffer.from(JSON.stringify(props.value)), json, ignore)
    if (!comparison) return 'the props are no JSON'
    const { differences, counts } = comparison
    const all = counts.added + counts.removed + counts.changed + counts.moved
    if (all === 0) return null
    const some = differences.slice(0, 5).map(one => `${pathOfDifference(one) || 'the props themselves'} ${one.kind}`)
    return `props differ: ${some.join(', ')}${all > some.length ? ` and ${all - some.length} more` : ''}`
  }
}

function tell(outcome: Outcome, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
    return
  }
  const { method, url, differs, times, callMs, totalMs, notes } = outcome
  const ms = (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} ms`)
  const figures = `call ${ms(callMs.p50)} (recorded ${ms(callMs.recorded)}), in all ${ms(totalMs.p50)}`
  const write = (line: string) => process.stdout.write(`${printable(line)}\n`)
  write(`${differs.length === 0 ? 'same   ' : 'DIFFERS'}  ${method} ${url}  ${times} sent, ${figures}`)
  for (const { words, count } of differs) write(`         ${count} of ${times}: ${words}`)
  for (const note of notes) write(`         (${note})`)
}

function failed(tried: string, problem: Parameters<typeof sayProblem>[1]): number {
  sayProblem(tried, problem)
  return 1
}

/** What was captured must not steer the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const printable = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
