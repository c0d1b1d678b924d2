import { ok, type Problem, type Result } from '../../shared/problem.ts'
import type { RequestNumber } from '../../shared/raw-events.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import type { CorrelationEvent } from '../correlate/correlation.ts'
import type { WireDraft } from '../correlate/draft.ts'
import type { TapSink } from '../tap/conversation.ts'
import { openTap } from '../tap/tap.ts'
import { createTapCapture, type TapBodyListener } from './tap-capture.ts'

export interface RecordingTapOptions {
  /** Origin of the one server that is forwarded to: `http://localhost:3000`. It need not be there. */
  readonly target: string
  /** To listen on, loopback only; null for any that is free. */
  readonly port: number | null
  /** Names besides loopback's and the target's under which the tap may be asked. */
  readonly hosts?: readonly string[]
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

const CHANGES_MS = 100

/** Problems: `bad-target` (no HTTP origin, or the tap itself), `tap-failed` (the port is taken or not allowed). */
export async function openRecordingTap(options: RecordingTapOptions): Promise<Result<RecordingTap>> {
  const { target, port, hosts = [], wireOf, tell, reader, listener, onChange } = options
  const capture = createTapCapture(wireOf, tell, reader, listener)
  let recording = true
  let requests = 0
  let droppedBytes = 0
  const unheard = new Set<number>()
  const sink: TapSink = {
    event(event) {
      if (event.kind === 'tap-request-start') {
        requests += 1
        if (!recording) unheard.add(event.request)
      }
      if (event.kind === 'tap-end') droppedBytes += event.received?.dropped ?? 0
      const about = event.kind === 'tap-clock' ? null : event.request
      if (about === null || !unheard.has(about)) capture.event(event)
      if (event.kind === 'tap-end') unheard.delete(event.request)
    },
    body: (request, part, bytes) => unheard.has(request) || capture.body(request, part, bytes),
  }
  const opened = await openTap({ target, port, sink, hosts })
  if (!opened.ok) {
    capture.close()
    return opened
  }
  const tap = opened.value
  let told = ''
  const watching = setInterval(() => {
    const now = `${tap.connections} ${requests} ${droppedBytes} ${tap.down} ${tap.faults}`
    if (now !== told) onChange?.()
    told = now
  }, CHANGES_MS)
  watching.unref()
  let closing: Promise<void> | null = null
  async function close(): Promise<void> {
    clearInterval(watching)
    await tap.close()
    await capture.settled()
    capture.close()
  }
  return ok({
    port: tap.port,
    origin: tap.origin,
    target: tap.target,
    get connections() {
      return tap.connections
    },
    get requests() {
      return requests
    },
    droppedRequests: 0,
    get droppedBytes() {
      return droppedBytes
    },
    get down() {
      return tap.down
    },
    problem: null,
    get faults() {
      return tap.faults
    },
    get lastFault() {
      return tap.lastFault
    },
    setRecording(on) {
      recording = on
    },
    settled: () => capture.settled(),
    close() {
      closing ??= close()
      return closing
    },
  })
}
