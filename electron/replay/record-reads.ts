import { setTimeout as delay } from 'node:timers/promises'
import type { Exchange } from '../../shared/exchange.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { KeptReads, ReadsApi, RecordedReads } from '../../shared/props-reading.ts'
import type { PropsReadEvent } from '../../shared/raw-events.ts'
import type { Outgoing, ReplayPlan } from '../../shared/replay.ts'
import { asDocument, isDataUrl, type SiteFacts, withHeader } from '../../shared/replay-request.ts'
import type { AskedReads } from '../pipe/reads-asked.ts'
import { type ReadingSource, readingOf } from './reading.ts'
import type { Reached } from './replays.ts'
import type { Run } from './run.ts'
import type { SentOn } from './send.ts'

export type AskReads = (port: number, ordinal: number) => AskedReads | null

export interface RecordReadsOptions {
  readonly get: (id: string) => Exchange | null
  readonly props: (id: string) => Promise<Uint8Array | null>
  readonly reach: (origin: string | null) => Result<Reached>
  readonly factsOf: (reached: Reached) => Promise<SiteFacts>
  /** Begins a run to the server itself, also where a tap is in front of it: the agent knows its requests by our port. */
  readonly start: (plan: ReplayPlan, before: (on: SentOn) => Promise<void>) => Promise<Result<Run>>
  readonly maps: ReadingSource['maps']
}

/** The agent writes down what was read after its answer is out, in small steps. */
const TOLD_MS = 10_000
const KEPT_AT_MOST = 20

/** Replays with reading recorded, and what the last ones of them told. */
export function createReadsRecorder({ get, props, reach, factsOf, start, maps }: RecordReadsOptions): ReadsApi {
  const kept = new Map<string, KeptReads>()

  return {
    readReads: async exchange => kept.get(exchange) ?? null,
    async recordReads(of, asked, confirmed) {
      const original = get(of)
      if (!original)
        return fail('no-exchange', 'This exchange is not kept any more.', 'Choose one that is in the list.')
      const reached = reach(original.server.origin)
      if (!reached.ok) return reached
      const { pid, folder, origin, over, watched, askReads } = reached.value
      if (pid === null)
        return fail(
          'not-attached',
          'Only the wire of this server is seen, and what is read is seen inside it.',
          'Attach to it first.',
        )
      if (!watched)
        return fail('request-failed', 'Recording is paused, and a paused agent watches nothing.', 'Go on recording.')
      const { request, notes: changes } = asDocumentToRender(asked, original.request.page, await factsOf(reached.value))
      const notes = over === 'tap' ? [...changes, 'Sent to the server itself, past the tap.'] : changes
      const plan: ReplayPlan = {
        ...{ of, origin, request, as: 'document', times: 1, forMs: null, concurrency: 1 },
        ...{ confirmed, ignore: [] },
      }
      const sent = await sendWithReads(before => start(plan, before), askReads)
      if (!sent.ok) return sent
      const { run, event } = sent.value
      const sample = run.samples[0]
      const exchange = sample?.exchange == null ? null : get(sample.exchange)
      if (exchange === null || exchange.state !== 'finished') {
        const why = sample?.error ?? 'Nothing was told of the request, so that it is not known what was read.'
        return ok({ exchange: exchange?.id ?? null, reading: null, why, notes })
      }
      const found = await readingOf(event, exchange, await props(exchange.id), { maps, folder })
      const recorded: RecordedReads =
        'reading' in found
          ? { exchange: exchange.id, reading: found.reading, why: null, notes }
          : { exchange: exchange.id, reading: null, why: found.why, notes }
      kept.set(exchange.id, { recorded, signs: recorded.reading ? (event?.reads ?? null) : null })
      for (const id of kept.keys()) if (kept.size > KEPT_AT_MOST) kept.delete(id)
      return ok(recorded)
    },
  }
}

/** Sends a run's request once the agent knows which it is, and waits for what it tells of it. */
export async function sendWithReads(
  start: (before: (on: SentOn) => Promise<void>) => Promise<Result<Run>>,
  askReads: AskReads,
): Promise<Result<{ readonly run: Run; readonly event: PropsReadEvent | null }>> {
  let asked: AskedReads | null = null
  const started = await start(async ({ port, ordinal }) => {
    asked = askReads(port, ordinal)
    await asked?.expected
  })
  if (!started.ok) return started
  const run = started.value
  await run.over
  const waiting = asked as AskedReads | null
  const patience = new AbortController()
  const event = await Promise.race([
    waiting?.read ?? null,
    delay(TOLD_MS, null, { signal: patience.signal }).catch(() => null),
  ])
  patience.abort()
  waiting?.forget()
  return ok({ run, event })
}

/** The request in a way that has the page rendered and sent whole. `notes`: what was changed for that. */
export function asDocumentToRender(
  request: Outgoing,
  page: string | null,
  facts: SiteFacts,
): { readonly request: Outgoing; readonly notes: readonly string[] } {
  const notes: string[] = []
  let sent = request
  if (isDataUrl(sent.url)) {
    sent = asDocument(sent, page, facts)
    notes.push('A data request renders nothing: its page was asked for as a document.')
  }
  if (sent.method === 'HEAD') {
    sent = { ...sent, method: 'GET' }
    notes.push('The answer to HEAD carries no props: it was sent as GET.')
  }
  for (const name of ['if-none-match', 'if-modified-since', 'range']) {
    if (!sent.headers.some(([other]) => other.toLowerCase() === name)) continue
    sent = { ...sent, headers: withHeader(sent.headers, name, null) }
    notes.push(`Sent without ${name}, so that the answer comes whole.`)
  }
  return { request: sent, notes }
}
