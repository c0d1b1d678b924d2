import { randomBytes } from 'node:crypto'
import type { AttachedServer, BodyPart } from '../../shared/api.ts'
import type { Exchange } from '../../shared/exchange.ts'
import { ok, type Result } from '../../shared/problem.ts'
import type { HelloEvent, StatsEvent } from '../../shared/raw-events.ts'
import { epochMs, readBothClocks } from '../../shared/units.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import { type CallSource, createCallSources } from '../analysis/call-source.ts'
import { createFindings } from '../analysis/findings/findings.ts'
import { createSourceMaps } from '../analysis/source-maps.ts'
import { watchConfig } from '../config/watch-config.ts'
import {
  type Correlation,
  type CorrelationEvent,
  correlate,
  newCorrelation,
  type SourceNumber,
} from '../correlate/correlation.ts'
import type { Draft, WireReadEvent } from '../correlate/draft.ts'
import { seedFrom } from '../correlate/ids.ts'
import type { ReplayOverEvent, ReplaySentEvent } from '../correlate/replays.ts'
import { isIdle } from '../correlate/state.ts'
import { isWireOver } from '../correlate/wire-exchange.ts'
import type { GrowingBody } from '../exchanges/bodies.ts'
import type { PipeSink } from '../pipe/link.ts'
import { createAgentCapture } from './agent-capture.ts'
import { openRecordingTap, type RecordingTap, type RecordingTapOptions } from './recording-tap.ts'

/** Who hears what is captured. A body comes before the exchange that says it is there. */
export interface CaptureListener {
  exchange(exchange: Exchange): void
  /** What it gives resolves when the bytes have left the heap. */
  body(id: string, part: BodyPart, bytes: Uint8Array): Promise<void> | void
  /** `BodyStore.begin`, where bodies are kept: large ones go there while they come. */
  begin?(): GrowingBody
}

export interface SessionOptions {
  readonly origin: string
  /** Shared by all sessions; not closed here. */
  readonly reader: AnswerReader
  readonly listener: CaptureListener
  /** `finished`: exchanges that still run are not told, and cost nothing. */
  readonly wanted: Correlation['wanted']
  /** Where the project's config is looked for until an agent tells the project's folder; without it nowhere. */
  readonly configFolder?: string
}

/** The capture of one server, through whatever sees it: agents, one after the other as its processes come and go, and a tap. */
export interface CaptureSession {
  readonly origin: string
  /** Takes in what one agent tells, until its link is gone. `onStats`: its counters, since it was put in. */
  agent(server: AttachedServer, hello: HelloEvent, onStats: (stats: StatsEvent) => void): PipeSink
  /** Puts a tap in front of `target`, which is this server. Problems: as `openRecordingTap`'s. */
  openTap(options: Pick<RecordingTapOptions, 'target' | 'port' | 'onChange'>): Promise<Result<SessionTap>>
  /** The build that the server serves, as its own answers told; null: not known. */
  readonly buildId: string | null
  /** A request of our own goes out, or has been answered. */
  replay(event: ReplaySentEvent | ReplayOverEvent): void
  /** Closes what still runs, saying why: nothing more of it will be heard. */
  cut(why: string): void
  /** Resolves when the bytes of all that has ended so far have been read. */
  settled(): Promise<void>
  close(): void
}

export interface SessionTap {
  readonly tap: RecordingTap
  /** Ends every connection, and says of what still ran how it ended. Twice does no harm. */
  close(): Promise<void>
}

const TICK_MS = 500
/** Held up for longer than this is asleep; the server, which slept too, is given so long to say what it had to. */
const ASLEEP_MS = 5000
const WAKING_MS = 2000

export function createSession({ origin, reader, listener, wanted, configFolder }: SessionOptions): CaptureSession {
  const unknown = { origin, next: null, mode: null, pid: null }
  const state = newCorrelation(unknown, null, seedFrom(randomBytes(8)), readClock(), false, wanted)
  const sourceMaps = createSourceMaps()
  const callSources = createCallSources()
  const findings = createFindings()
  /** Work on what has been heard that is not over. */
  const pending = new Set<Promise<void>>()
  /** Requests whose other half, over the wire, is waited for. */
  const untilWire = new Map<Draft, () => void>()
  /** The newest of each exchange whose error is led back to its sources. */
  const mapping = new Map<string, Exchange>()
  let folder: string | null = null
  /** Whose config is watched. */
  let configured: string | null = null
  let config: { readonly close: () => void } | null = null
  let sources: SourceNumber = 0
  let ticking: NodeJS.Timeout | null = null

  const tell = (event: CorrelationEvent, source: SourceNumber) => {
    hear(event, source)
    wake()
  }
  function hear(event: CorrelationEvent, source?: SourceNumber): void {
    for (const exchange of correlate(state, event, source)) publish(exchange)
    for (const [draft, go] of untilWire) if (draft.wire === null || isWireOver(draft.wire)) go()
  }
  function wireAnswer(draft: Draft): Promise<WireReadEvent | null> {
    const { wire } = draft
    if (!wire || isWireOver(wire)) return Promise.resolve(wire?.answer ?? null)
    return new Promise(resolve => {
      untilWire.set(draft, () => {
        untilWire.delete(draft)
        resolve(wire.answer)
      })
    })
  }
  /** The frames of an error and of upstream calls are led back to the sources, and the call to its place in them, before it is final. */
  function publish(exchange: Exchange): void {
    const hasFrames = Boolean(exchange.call?.error ?? exchange.renderError ?? exchange.call?.calls?.some(isCalledFrom))
    const source = sourceOf(exchange)
    if (exchange.state === 'running' || (!hasFrames && source !== undefined)) {
      mapping.delete(exchange.id)
      return listener.exchange(findings.of(withSource(exchange, source ?? null)))
    }
    mapping.set(exchange.id, exchange)
    track(
      Promise.all([
        hasFrames ? sourceMaps.mapExchange(exchange, folder) : exchange,
        source === undefined ? findSource(exchange) : source,
      ]).then(([mapped, found]) => {
        if (mapping.get(exchange.id) !== exchange) return
        mapping.delete(exchange.id)
        listener.exchange(findings.of(withSource(mapped, found)))
      }),
    )
  }
  /** undefined: it must be looked for. */
  function sourceOf({ call, request: { page } }: Exchange): CallSource | null | undefined {
    return call === null || page === null || folder === null ? null : callSources.known(folder, page)
  }
  function findSource({ request: { page }, server }: Exchange): Promise<CallSource | null> {
    return page === null || folder === null ? Promise.resolve(null) : callSources.find(folder, page, server.mode)
  }
  /** What the project says of itself, and says anew when its file changes. */
  function configure(of: string): void {
    if (of === configured) return
    configured = of
    config?.close()
    // Nothing waits for it: a request that is over before the file is read is not held against it.
    config = watchConfig(of, read => {
      if (!read.ok) {
        const { message, detail } = read.problem
        return findings.configure({ budgets: [], problem: [message, detail ?? ''].join(' ').trim() })
      }
      findings.configure({ budgets: read.value?.budgets ?? [], problem: null })
    })
  }
  function track(work: Promise<void>): void {
    const tracked = work.finally(() => pending.delete(tracked))
    pending.add(tracked)
  }
  /** Time passes for the correlation as long as anything waits for it. */
  function wake(): void {
    if (ticking) return
    let last = Date.now()
    let awakeAt = 0
    ticking = setInterval(() => {
      const late = Date.now() - last - TICK_MS
      last = Date.now()
      if (late > ASLEEP_MS) awakeAt = performance.now() + WAKING_MS
      // We were held up ourselves, or the machine slept: what came meanwhile is heard first.
      if (late > TICK_MS || performance.now() < awakeAt) return
      hear({ kind: 'tick', now: epochMs(Date.now()) })
      if (isIdle(state)) rest()
    }, TICK_MS)
  }
  function rest(): void {
    if (ticking) clearInterval(ticking)
    ticking = null
  }
  const nextSource = () => {
    sources += 1
    return sources
  }

  if (configFolder !== undefined) configure(configFolder)
  return {
    origin,
    agent(server, hello, onStats) {
      const source = nextSource()
      const { next, mode, pid } = server
      folder = server.folder
      if (folder !== null) configure(folder)
      // Whatever name somebody attached by, the session's requests are of one origin.
      const known = { origin, next, mode, pid }
      tell({ kind: 'agent-opened', server: known, folder, clock: hello.clock, far: server.via === 'inspector' }, source)
      return createAgentCapture({
        draftOf: request => state.agents.get(source)?.drafts.get(request),
        tell: event => tell(event, source),
        wireAnswer,
        reader,
        listener,
        onStats,
        track,
      })
    },
    async openTap(options) {
      const source = nextSource()
      const opened = await openRecordingTap({
        ...options,
        wireOf: request => state.taps.get(source)?.wires.get(request),
        tell: event => tell(event, source),
        reader,
        listener,
      })
      if (!opened.ok) return opened
      const tap = opened.value
      // From now on the agent's requests may have another half.
      tell({ kind: 'tap-clock', clock: readClock() }, source)
      let closing: Promise<void> | null = null
      async function close(): Promise<void> {
        await tap.close()
        tell({ kind: 'tap-closed', why: 'The tap was closed before this request ended.' }, source)
      }
      return ok({
        tap,
        close() {
          closing ??= close()
          return closing
        },
      })
    },
    get buildId() {
      return state.context.builds.serves
    },
    replay(event) {
      hear(event)
    },
    cut(why) {
      hear({ kind: 'cut', why })
    },
    async settled() {
      // Reading one may lead to mapping one.
      while (pending.size > 0) await Promise.all(pending)
    },
    close() {
      rest()
      config?.close()
    },
  }
}

const isCalledFrom = ({ frames }: { readonly frames: readonly unknown[] }) => frames.length > 0

const readClock = () => readBothClocks(Date.now, () => performance.now())

const withSource = (exchange: Exchange, source: CallSource | null): Exchange =>
  source === null || exchange.call === null ? exchange : { ...exchange, call: { ...exchange.call, source } }
