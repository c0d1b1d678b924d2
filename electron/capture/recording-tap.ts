import { ok, type Problem, type Result } from '../../shared/problem.ts'
import type { RequestNumber } from '../../shared/raw-events.ts'
import { monotonicMs } from '../../shared/units.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import type { CorrelationEvent } from '../correlate/correlation.ts'
import type { WireDraft } from '../correlate/draft.ts'
import { newSharedBlocks } from '../tap/thread/blocks.ts'
import { BUDGET, type BudgetLimits } from '../tap/thread/budget.ts'
import { NO_STATUS, type TapStatus } from '../tap/thread/messages.ts'
import { openTapThread, type TapThread } from '../tap/thread/open-thread.ts'
import { quietCollector } from './quiet-collector.ts'
import { createTapCapture, type TapBodyListener } from './tap-capture.ts'

export interface RecordingTapOptions {
  /** Origin of the one server that is forwarded to: `http://localhost:3000`. It need not be there. */
  readonly target: string
  /** To listen on, loopback only; null for any that is free. */
  readonly port: number | null
  /** Names besides loopback's and the target's under which the tap may be asked. */
  readonly hosts?: readonly string[]
  /** How much of the bodies is kept. */
  readonly budget?: BudgetLimits
  /** The request that the correlation has under this tap's number, as long as it is open. */
  readonly wireOf: (request: RequestNumber) => WireDraft | undefined
  /** Hands an event to the correlation; in the order in which things happened. Called from turns of the loop of their own, never from within a call of ours. */
  readonly tell: (event: CorrelationEvent) => void
  /** Shared by all captures; not closed here. */
  readonly reader: AnswerReader
  /** Keeps bodies. A promise that it gives must resolve when it needs `bytes` no more (`BodyStore.put`'s does): until then no more than a few MB are handed over. */
  readonly listener: TapBodyListener
  /** Any of the counters, `down` or `problem` may have changed; at most ten times a second. */
  readonly onChange?: () => void
}

/** A tap that listens, forwards and records. It never stops forwarding to record: what cannot be kept is counted. */
export interface RecordingTap {
  readonly port: number
  /** Where to go instead of the target: `http://localhost:4000`. */
  readonly origin: string
  readonly target: string
  /** Connections that are open now, and requests so far. */
  readonly connections: number
  readonly requests: number
  /** Requests of which nothing was recorded because too many waited already, and bytes of bodies that were let go. */
  readonly droppedRequests: number
  readonly droppedBytes: number
  /** Why the last connection to the target failed (`ECONNREFUSED`); null where it did not. */
  readonly down: string | null
  /** The tap is gone by itself, which is final: its connections have ended and its port is free. null while it listens. */
  readonly problem: Problem | null
  /** Errors of our own while recording, caught; the last one's text. */
  readonly faults: number
  readonly lastFault: string | null
  /** Off: goes on forwarding, and records nothing of requests that begin from now on. */
  setRecording(on: boolean): void
  /** Resolves when all that has ended so far is told, read and handed over. */
  settled(): Promise<void>
  /** Ends every connection, tells what is left, and lets everything go. Twice does no harm. */
  close(): Promise<void>
}

/** A thread that lives no longer than this is not started again. */
const SHORT_LIFE_MS = 2000
/** More than the connections or requests of one thread: the next one numbers its own from there. */
const NUMBERS_OF_ONE = 1e9

/**
 * The tap runs in a thread of its own, so that nothing that is made of what it hears can hold up what it forwards. A thread that dies (a bug of ours) takes its connections with it;
 * another one is started on the same port, and where that dies at once too, or cannot listen there, `problem` says so.
 * Problems: `bad-target` (no HTTP origin, or the tap itself), `tap-failed` (the port is taken or not allowed). `openThread` is another one in tests.
 */
export async function openRecordingTap(
  options: RecordingTapOptions,
  openThread: typeof openTapThread = openTapThread,
): Promise<Result<RecordingTap>> {
  const { target, hosts = [], budget = BUDGET, wireOf, tell, reader, listener, onChange } = options
  quietCollector()
  const shared = newSharedBlocks()
  const capture = createTapCapture(shared, wireOf, tell, reader, listener)
  /** Of the threads that died, together, and of the one that lives. */
  let before = NO_STATUS
  let now = NO_STATUS
  let deaths = 0
  let thread: TapThread | null = null
  let problem: Problem | null = null
  let closing: Promise<void> | null = null
  let restarting: Promise<void> | null = null

  async function start(port: number | null): Promise<Result<TapThread>> {
    const startedAt = performance.now()
    const after = { connections: deaths * NUMBERS_OF_ONE, requests: deaths * NUMBERS_OF_ONE }
    const opened = await openThread(
      { target, port, hosts, shared, budget, after },
      {
        batch: capture.batch,
        status(latest) {
          now = latest
          onChange?.()
        },
        died(why) {
          const again = performance.now() - startedAt > SHORT_LIFE_MS && closing === null
          restarting = died(why, again)
        },
      },
    )
    if (opened.ok) thread = opened.value
    return opened
  }
  async function died(why: string, again: boolean): Promise<void> {
    const { port } = listening
    capture.writerGone(monotonicMs(performance.now()))
    before = sum(before, { ...now, faults: now.faults + 1, lastFault: `The tap's thread died: ${why}` })
    now = NO_STATUS
    deaths += 1
    thread = null
    const started = again ? await start(port) : null
    if (started === null) problem = threadDied(port, why)
    else if (!started.ok) problem = started.problem
    else if (closing) await started.value.close()
    onChange?.()
  }
  async function close(): Promise<void> {
    await thread?.close()
    await restarting
    await capture.settled()
    capture.close()
  }

  const opened = await start(options.port)
  if (!opened.ok) {
    capture.close()
    return opened
  }
  const listening = opened.value
  const all = () => sum(before, now)
  return ok({
    port: listening.port,
    origin: listening.origin,
    target: listening.target,
    get connections() {
      return now.connections
    },
    get requests() {
      return all().requests
    },
    get droppedRequests() {
      return all().droppedRequests
    },
    get droppedBytes() {
      return all().droppedBytes
    },
    get down() {
      return now.down
    },
    get problem() {
      return problem
    },
    get faults() {
      return all().faults + capture.faults
    },
    get lastFault() {
      return all().lastFault ?? capture.lastFault
    },
    setRecording: on => capture.pause(!on),
    async settled() {
      await thread?.flush()
      await capture.settled()
    },
    close() {
      closing ??= close()
      return closing
    },
  })
}

function sum(a: TapStatus, b: TapStatus): TapStatus {
  return {
    connections: a.connections + b.connections,
    requests: a.requests + b.requests,
    droppedRequests: a.droppedRequests + b.droppedRequests,
    droppedBytes: a.droppedBytes + b.droppedBytes,
    down: b.down,
    faults: a.faults + b.faults,
    lastFault: b.lastFault ?? a.lastFault,
  }
}

const threadDied = (port: number, why: string): Problem => ({
  code: 'tap-failed',
  message: `The tap on port ${port} stopped by itself, and its connections with it: ${why}.`,
  next: 'Open the tap again; the server can be asked directly meanwhile.',
  detail: null,
})
