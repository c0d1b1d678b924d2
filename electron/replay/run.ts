import { randomBytes } from 'node:crypto'
import type { Exchange } from '../../shared/exchange.ts'
import type {
  Measure,
  Outgoing,
  PropsSpread,
  ReplayPlan,
  ReplayRun,
  ReplaySample,
  RunState,
} from '../../shared/replay.ts'
import { MEASURES, TIMES_LIMIT } from '../../shared/replay.ts'
import { epochMs } from '../../shared/units.ts'
import type { ReplayOverEvent, ReplaySentEvent } from '../correlate/replays.ts'
import { distributionOf } from './distribution.ts'
import { type BeforeFirst, createSender, type SentAnswer } from './send.ts'
import { createVariants, type Variants } from './variants.ts'

export interface RunOptions {
  readonly plan: ReplayPlan
  /** What is sent in turn: one request, or the document and its data request. */
  readonly requests: readonly Outgoing[]
  /** Origin to send to: of the server, or of the tap in front of it. */
  readonly to: string
  readonly origin: string
  readonly over: 'server' | 'tap'
  /** Agent or tap will tell of it: what is told is waited for. */
  readonly watched: boolean
  readonly notes: readonly string[]
  readonly tell: (event: ReplaySentEvent | ReplayOverEvent) => void
  /** Reads an answer of which nobody tells: its props, and what came of the call. */
  readonly read?: (
    answer: SentAnswer,
    request: Outgoing,
    index: number,
  ) => Promise<{ outcome: string | null; props: Uint8Array | null }>
  /** As `createSender`'s. */
  readonly before?: BeforeFirst
  /** At most ten times a second, and once at the end. */
  readonly onChange: (run: ReplayRun) => void
}

/** One run of replays, from its first request to the last word on it. */
export interface Run {
  readonly id: string
  /** What is known now. */
  readonly state: ReplayRun
  /** All samples, in the order of their numbers. */
  readonly samples: readonly ReplaySample[]
  readonly variants: Variants
  /** From the first request to the last answer, in ms; what is told of them afterwards is not in it. */
  readonly sendMs: number
  /** Resolves when the run is over. */
  readonly over: Promise<ReplayRun>
  /** An exchange of this run changed. */
  seen(exchange: Exchange): void
  /** The props of one of its exchanges have come. */
  props(exchange: string, json: Uint8Array): void
  cancel(): void
}

/** A server whose agent is busy tells late; after so long what it has not told is not waited for. */
const LATE_MS = 5000
const CHANGE_MS = 100
const LATEST = 50

interface Open extends ReplaySample {
  readonly index: number
  finished: boolean
}
type Mutable = { -readonly [K in keyof Open]: Open[K] }

export function startRun(options: RunOptions): Run {
  const { plan, requests, to, origin, over: by, watched, notes, tell, onChange } = options
  const id = randomBytes(8).toString('hex')
  const startedAt = Date.now()
  const total = plan.as === 'both' ? requests.length : plan.forMs === null ? plan.times : TIMES_LIMIT
  const sender = createSender(to, plan.concurrency, options.before)
  const samples: Mutable[] = []
  const ofExchange = new Map<string, Mutable>()
  const variants = createVariants()
  let state: RunState = 'running'
  let next = 0
  let sending = 0
  let done = 0
  let ended = false
  const began = performance.now()
  let sendMs = 0
  let spread: PropsSpread | null = null
  let timer: NodeJS.Timeout | null = null
  let lateTimer: NodeJS.Timeout | null = null
  let finish: (run: ReplayRun) => void = () => {}
  const over = new Promise<ReplayRun>(resolve => {
    finish = resolve
  })

  const changed = () => {
    timer ??= setTimeout(() => {
      timer = null
      if (state === 'running') onChange(read())
    }, CHANGE_MS)
  }
  const wantsMore = () =>
    state === 'running' && next < total && (plan.forMs === null || Date.now() - startedAt < plan.forMs)

  async function sendNext(): Promise<void> {
    const index = next
    next += 1
    const request = requests[index % requests.length]
    if (!request) return
    const sample: Mutable = {
      index,
      exchange: null,
      status: null,
      outcome: null,
      callMs: null,
      ttfbMs: null,
      totalMs: null,
      bytes: null,
      props: null,
      error: null,
      finished: false,
    }
    samples[index] = sample
    sending += 1
    const answer = await sender.send(request, {
      keepBody: options.read !== undefined,
      onSent: on => tell({ kind: 'replay-sent', over: by, ...on, at: now(), mark: { of: plan.of, run: id, index } }),
      onOver: on => tell({ kind: 'replay-over', over: by, ...on, at: now() }),
    })
    sending -= 1
    if (answer.ok) {
      const { status, ttfbMs, totalMs, bytes } = answer.value
      Object.assign(sample, { status, ttfbMs, totalMs, bytes })
      if (options.read) {
        const told = await options.read(answer.value, request, index)
        sample.outcome = told.outcome
        if (told.props) sample.props = variants.add(told.props)
      }
    } else sample.error = state === 'cancelled' ? 'cancelled' : answer.problem.message
    done += 1
    changed()
  }
  async function work(): Promise<void> {
    while (wantsMore()) await sendNext()
  }
  async function sendAll(): Promise<void> {
    // The first one alone: it may have the page compiled, and tells what a cold one costs.
    if (wantsMore()) await sendNext()
    await Promise.all(Array.from({ length: plan.concurrency }, work))
    sendMs = performance.now() - began
    sender.close()
    if (state === 'cancelled' || !watched || isTold()) return end()
    lateTimer = setTimeout(() => void end(), LATE_MS)
  }
  const isTold = () => samples.every(sample => sample.finished || sample.error !== null)
  async function end(): Promise<void> {
    if (lateTimer) clearTimeout(lateTimer)
    if (timer) clearTimeout(timer)
    lateTimer = null
    timer = null
    if (ended) return
    ended = true
    spread = await variants.spread(plan.ignore)
    if (state === 'running') state = 'done'
    const last = read()
    onChange(last)
    finish(last)
  }

  function read(): ReplayRun {
    const whole = samples.filter(sample => sample.error === null && sample.status !== null)
    const [first, ...rest] = whole
    const counted = new Map<number, number>()
    for (const { status } of whole) if (status !== null) counted.set(status, (counted.get(status) ?? 0) + 1)
    const spreadOf = (measure: Measure) =>
      distributionOf(rest.flatMap(sample => (sample[measure] === null ? [] : [sample[measure]])))
    return {
      id,
      of: plan.of,
      origin,
      request: requests[0] ?? plan.request,
      as: plan.as,
      state,
      startedAt,
      concurrency: plan.concurrency,
      times: total,
      forMs: plan.forMs,
      done,
      errors: samples.filter(({ error }) => error !== null && error !== 'cancelled').length,
      statuses: [...counted].map(([status, count]) => ({ status, count })).sort((a, b) => b.count - a.count),
      first: first ?? samples[0] ?? null,
      latest: samples.slice(-LATEST),
      spread: Object.fromEntries(MEASURES.map(measure => [measure, spreadOf(measure)])) as ReplayRun['spread'],
      props: spread,
      notes,
    }
  }

  void sendAll()
  return {
    id,
    over,
    samples,
    variants,
    get sendMs() {
      return sendMs
    },
    get state() {
      return read()
    },
    seen(exchange) {
      const sample = samples[exchange.replayRun?.index ?? -1]
      if (!sample) return
      sample.exchange = exchange.id
      ofExchange.set(exchange.id, sample)
      sample.callMs = exchange.call?.durationMs ?? null
      sample.outcome = exchange.outcome
      if (exchange.state === 'finished') sample.finished = true
      changed()
      if (lateTimer && isTold()) void end()
    },
    props(exchange, json) {
      const sample = ofExchange.get(exchange)
      if (sample && sample.props === null) sample.props = variants.add(json)
    },
    cancel() {
      if (state !== 'running') return
      state = 'cancelled'
      sender.close()
      if (sending === 0) void end()
    },
  }
}

const now = () => epochMs(Date.now())
