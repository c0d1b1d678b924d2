import type { Exchange } from '../../shared/exchange.ts'
import { ok, type Result } from '../../shared/problem.ts'
import type { RecordedReads } from '../../shared/props-reading.ts'
import type { Outgoing, ReplayPlan } from '../../shared/replay.ts'
import type { SiteFacts } from '../../shared/replay-request.ts'
import type { AnswerReader } from '../analysis/answer-reader.ts'
import { createSourceMaps } from '../analysis/source-maps.ts'
import { createSessions } from '../capture/sessions.ts'
import { headerValue } from '../correlate/headers.ts'
import { siteFacts } from '../replay/prepare.ts'
import { readingOf } from '../replay/reading.ts'
import { asDocumentToRender, sendWithReads } from '../replay/record-reads.ts'
import { type Run, type RunOptions, startRun } from '../replay/run.ts'
import type { SentAnswer } from '../replay/send.ts'
import { createConnector } from '../servers/connector.ts'
import { readTapTarget } from '../tap/upstream.ts'

/** What came of sending one recorded request, once or often. */
export interface Sent {
  readonly run: Run
  /** How long the whole requests took inside the server, in ms. */
  readonly insideMs: readonly number[]
  /** The answers themselves, where nobody tells of them; by the number of the sample. */
  readonly answers: ReadonlyMap<number, { readonly headers: SentAnswer['headers']; readonly bodyBytes: number | null }>
  readonly reads: RecordedReads | null
}

/** How recorded requests are sent again. */
export interface Way {
  /** For people: where to. */
  readonly words: string
  readonly origin: string
  /** Whether an agent tells what happens inside. */
  readonly told: boolean
  facts(): Promise<SiteFacts>
  send(exchange: Exchange, request: Outgoing, plan: Pick<ReplayPlan, 'times' | 'concurrency' | 'ignore'>): Promise<Sent>
  cancel(): void
  close(): Promise<void>
}

const planOf = (of: string, origin: string, request: Outgoing, plan: Parameters<Way['send']>[2]): ReplayPlan => ({
  ...{ of, origin, request, as: 'same', forMs: null, confirmed: true },
  ...plan,
})

/** With an agent in the server. `reads`: what the render reads of the props is recorded, too. Problems: as `Connector.attach`'s. */
export async function attachedWay(target: string, reader: AnswerReader, reads: boolean): Promise<Result<Way>> {
  let run: Run | null = null
  const inside = new Map<string, number>()
  const seen = new Map<string, Exchange>()
  const sessions = createSessions({
    reader,
    wanted: 'changes',
    listener: {
      exchange(exchange) {
        if (exchange.replayRun?.id !== run?.id || !run) return
        run.seen(exchange)
        seen.set(exchange.id, exchange)
        if (exchange.state === 'finished' && exchange.durationMs !== null) inside.set(exchange.id, exchange.durationMs)
      },
      body(id, part, bytes) {
        if (part === 'props' && seen.has(id)) run?.props(id, bytes)
      },
    },
  })
  const connector = createConnector({
    sinkFor: (server, hello) => sessions.of(server.origin).agent(server, hello, () => {}),
  })
  // Props are compared.
  connector.wantEveryBody()
  async function close(): Promise<void> {
    await connector.close()
    sessions.close()
  }
  const attached = await connector.attach(target)
  if (!attached.ok) {
    await close()
    return attached
  }
  const { origin, next, mode, pid, folder } = attached.value
  const session = sessions.of(origin)
  const maps = createSourceMaps()
  const facts = () => siteFacts(folder, mode, session.buildId)
  function start(options: Pick<RunOptions, 'plan' | 'requests'> & Pick<Partial<RunOptions>, 'before'>): Run {
    inside.clear()
    seen.clear()
    const begun = startRun({
      ...{ to: origin, origin, over: 'server', watched: true, notes: [], onChange: () => {} },
      tell: event => session.replay(event),
      ...options,
    })
    run = begun
    return begun
  }
  async function sendRecorded(exchange: Exchange, asked: Outgoing, plan: Parameters<Way['send']>[2]): Promise<Sent> {
    const { request, notes } = asDocumentToRender(asked, exchange.request.page, await facts())
    const options = { plan: planOf(exchange.id, origin, request, plan), requests: [request] }
    const sent = await sendWithReads(
      async before => ok(start({ ...options, before })),
      (port, ordinal) => connector.askReads(port, ordinal),
    )
    // It is begun as it stands here, which does not fail.
    if (!sent.ok) throw new Error(sent.problem.message)
    const { run: begun, event } = sent.value
    const sample = begun.samples[0]
    const became = sample?.exchange == null ? null : (seen.get(sample.exchange) ?? null)
    const json = sample?.props == null ? null : begun.variants.get(sample.props)
    const found =
      became === null
        ? { why: sample?.error ?? 'The agent told nothing of it.' }
        : await readingOf(event, became, json, { maps, folder })
    const recorded = { exchange: became?.id ?? null, notes }
    const reading = 'reading' in found ? { reading: found.reading, why: null } : { reading: null, why: found.why }
    return { run: begun, insideMs: [...inside.values()], answers: new Map(), reads: { ...recorded, ...reading } }
  }
  return ok({
    words: `${origin} (next ${next ?? 'of unknown version'} ${mode ?? 'of unknown mode'}, pid ${pid})`,
    origin,
    told: true,
    facts,
    async send(exchange, request, plan) {
      if (reads) return sendRecorded(exchange, request, plan)
      const begun = start({ plan: planOf(exchange.id, origin, request, plan), requests: [request] })
      await begun.over
      return { run: begun, insideMs: [...inside.values()], answers: new Map(), reads: null }
    },
    cancel: () => run?.cancel(),
    close,
  })
}

/** With nothing put into the server: what its answers say is all there is. Problems: as `readTapTarget`'s. */
export function targetWay(target: string, reader: AnswerReader): Result<Way> {
  const read = readTapTarget(target)
  if (!read.ok) return read
  const { origin } = read.value
  let run: Run | null = null
  return ok({
    words: `${origin} (nothing attached: status, headers, and props or size of the body are compared)`,
    origin,
    told: false,
    facts: () => siteFacts(null, null, null),
    async send(exchange, request, plan) {
      const answers = new Map<number, { headers: SentAnswer['headers']; bodyBytes: number | null }>()
      const begun = startRun({
        plan: planOf(exchange.id, origin, request, plan),
        ...{ requests: [request], to: origin, origin, over: 'server', watched: false, notes: [] },
        tell: () => {},
        onChange: () => {},
        async read(answer, _, index) {
          const { headers, body } = answer
          const { propsJson, bodyBytes } = await reader.read({
            bytes: body ?? new Uint8Array(),
            contentEncoding: headerValue(headers, 'content-encoding'),
            contentType: headerValue(headers, 'content-type'),
            page: exchange.request.page,
            cut: false,
          })
          answers.set(index, { headers, bodyBytes })
          return { outcome: null, props: propsJson }
        },
      })
      run = begun
      await begun.over
      return { run: begun, insideMs: [], answers, reads: null }
    },
    cancel: () => run?.cancel(),
    close: async () => {},
  })
}
