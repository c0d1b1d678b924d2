import type { Exchange } from '../../shared/exchange.ts'
import type { RecordedReads } from '../../shared/props-reading.ts'
import type { ReplaySample } from '../../shared/replay.ts'
import { ALWAYS_OTHER } from '../replay/compare.ts'
import { distributionOf } from '../replay/distribution.ts'
import { differencesOf, pathOfDifference } from '../replay/props-difference.ts'
import type { Run } from '../replay/run.ts'
import type { Recorded } from './recording.ts'
import type { Sent } from './replay-ways.ts'

/** What came of one exchange; a line of `--json`. */
export interface Outcome {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly times: number
  readonly errors: number
  /** Of the answers, how many were not as recorded, and how. */
  readonly differs: readonly {
    readonly what: 'status' | 'outcome' | 'headers' | 'props' | 'body' | 'error'
    readonly words: string
    readonly count: number
  }[]
  readonly callMs: { readonly recorded: number | null; readonly p50: number | null; readonly p95: number | null }
  readonly totalMs: { readonly recorded: number | null; readonly p50: number | null; readonly p95: number | null }
  /** The whole request as the server's process saw it, and how long all but the first took to be sent and answered. */
  readonly insideMs: { readonly p50: number | null; readonly p95: number | null }
  readonly sendMs: number
  readonly notes: readonly string[]
  /** With `--reads`. */
  readonly reads?: RecordedReads
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

/** Holds what came against what was recorded. `told`: an agent said what happened inside; else the answers are all there is. */
export async function outcomeOf(
  recorded: Recorded,
  { run, insideMs, answers, reads }: Sent,
  ignore: readonly string[],
  told: boolean,
): Promise<Outcome> {
  const { exchange } = recorded
  const whole = distributionOf(insideMs)
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
    const answer = answers.get(sample.index)
    if (answer) {
      for (const words of headerWords(exchange, answer.headers)) count('headers', words)
      const words = exchange.props === null ? bodyWords(exchange, answer.bodyBytes) : propsWords(sample)
      if (words !== null) count(exchange.props === null ? 'body' : 'props', words)
    } else if (sample.exchange === null && told)
      count('outcome', 'the agent told nothing of it, so outcome and props are not known')
    else if (sample.outcome !== exchange.outcome)
      count('outcome', `outcome ${sample.outcome}, recorded ${exchange.outcome}`)
    else {
      const words = propsWords(sample)
      if (words !== null) count('props', words)
    }
  }
  const { spread, first, errors } = run.state
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
    notes: [...notesOf(recorded), ...(reads?.notes ?? [])],
    ...(reads ? { reads } : {}),
  }
}

/** Headers of the answer that differ from the recorded ones; of cookies the names are compared, since their values seldom stay. */
function headerWords({ response }: Exchange, headers: readonly (readonly [string, string])[]): readonly string[] {
  if (response === null) return []
  const [before, now] = [comparable(response.headers), comparable(headers)]
  return [...new Set([...before.keys(), ...now.keys()])].flatMap(name => {
    const [was, is] = [before.get(name), now.get(name)]
    if (was === is) return []
    return `header ${name}: ${is === undefined ? 'absent' : quoted(is)}, recorded ${was === undefined ? 'absent' : quoted(was)}`
  })
}
function comparable(headers: readonly (readonly [string, string])[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const [given, value] of headers) {
    const name = given.toLowerCase()
    if (ALWAYS_OTHER.has(name)) continue
    const text = name === 'set-cookie' ? (value.split('=', 1)[0] ?? '') : value
    const before = found.get(name)
    found.set(name, before === undefined ? text : `${before}, ${text}`)
  }
  return found
}
const quoted = (value: string) => JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value)

function bodyWords({ response }: Exchange, bytes: number | null): string | null {
  const before = response?.bodyBytes ?? null
  if (before === null || bytes === null || before === bytes) return null
  return `body of ${bytes} bytes, recorded ${before}`
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
