import { relative } from 'node:path'
import type { BodyPart } from '../../shared/api.ts'
import type { Exchange, Mode } from '../../shared/exchange.ts'
import { anyOf } from '../../shared/json/path-pattern.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type {
  GroupRef,
  Outgoing,
  PageChange,
  ProfiledReplay,
  ReplayApi,
  ReplayPlan,
  ReplayRun,
} from '../../shared/replay.ts'
import type { HistoryApi } from '../../shared/replay-history.ts'
import { asData, asDocument, isDataUrl, type SiteFacts } from '../../shared/replay-request.ts'
import { assertNever } from '../../shared/units.ts'
import { createSourceMaps } from '../analysis/source-maps.ts'
import type { ReplayOverEvent, ReplaySentEvent } from '../correlate/replays.ts'
import { copyAs } from '../export/copy-as.ts'
import { readCurl } from '../export/read-curl.ts'
import { redactRequest } from '../export/redact.ts'
import { visit } from '../servers/visit.ts'
import { cautionsOf } from './cautions.ts'
import { compare, type Group } from './compare.ts'
import { pageFileOf, watchPageFile } from './page-file.ts'
import { forBuild, prepare, siteFacts } from './prepare.ts'
import { profiledReplay, profileWhile } from './profile.ts'
import { type AskReads, createReadsRecorder } from './record-reads.ts'
import { type Run, startRun } from './run.ts'
import type { BeforeFirst } from './send.ts'

/** How a server is reached for a replay. */
export interface Reached {
  /** Origin of the server itself. */
  readonly origin: string
  /** Where to send to: the server's own, or the tap's in front of it. */
  readonly to: string
  readonly over: 'server' | 'tap'
  /** An agent or a tap will tell of what is sent. */
  readonly watched: boolean
  readonly folder: string | null
  /** Of the attached process; null where none is. */
  readonly pid: number | null
  /** It is attached over its inspector's connection alone: its pid is one of another machine or container. */
  readonly isFar: boolean
  readonly mode: Mode | null
  /** As its answers told; null: not yet. */
  readonly buildId: string | null
  readonly notes: readonly string[]
  readonly tell: (event: ReplaySentEvent | ReplayOverEvent) => void
  readonly askReads: AskReads
}

export interface ReplaysOptions {
  readonly get: (id: string) => Exchange | null
  readonly requestBody: (id: string) => Promise<Uint8Array | null>
  /** `origin` null: the attached server. Problem: `not-attached`. */
  readonly reach: (origin: string | null) => Result<Reached>
  readonly onRun: (run: ReplayRun) => void
  /** A run to the server at `origin` has begun, whose props are compared. */
  readonly onBegun: (origin: string, over: Promise<unknown>) => void
  /** The captured props of an exchange, null where there are none (any more). */
  readonly props: (id: string) => Promise<Uint8Array | null>
  readonly onPage: (change: PageChange) => void
}

/** All runs of this session. Hears of the exchanges and props that are captured, since that is where a replay's own are found. */
export interface Replays extends Omit<ReplayApi, keyof HistoryApi> {
  run(id: string): Run | null
  seen(exchange: Exchange): void
  body(exchange: string, part: BodyPart, bytes: Uint8Array): void
  close(): void
}

const RUNS_AT_MOST = 100
const PROFILES_AT_MOST = 5
/** The inspector is ours for half a minute, see `visit`. */
const PROFILE_AT_MOST_MS = 25_000

export function createReplays({ get, requestBody, reach, onRun, onBegun, props, onPage }: ReplaysOptions): Replays {
  const runs = new Map<string, Run>()
  const maps = createSourceMaps()
  /** By the exchange that was profiled, as `.cpuprofile` files hold them. */
  const profiles = new Map<string, string>()
  /** While one is profiled: every exchange that was heard of. */
  let meanwhile: Set<string> | null = null
  /** Of exchanges that still run. */
  const runOf = new Map<string, Run>()

  let unwatch: (() => void) | null = null
  let watching = 0

  function group(ref: GroupRef): Group | null {
    if (ref.kind === 'exchanges') return { exchanges: ref.ids.flatMap(id => get(id) ?? []), first: null }
    const samples = runs.get(ref.run)?.samples
    if (!samples) return null
    const exchanges = samples.flatMap(({ exchange }) => (exchange === null ? [] : (get(exchange) ?? [])))
    return { exchanges, first: samples[0]?.exchange ?? null }
  }
  const factsOf = (reached: Reached) => siteFacts(reached.folder, reached.mode, reached.buildId)

  const startReplay = async (plan: ReplayPlan): Promise<Result<ReplayRun>> => {
    const run = await start(plan)
    return run.ok ? ok(run.value.state) : run
  }
  /** `before`: as `startRun`'s; it is sent to the server itself then. */
  async function start(plan: ReplayPlan, before?: BeforeFirst): Promise<Result<Run>> {
    const original = plan.of === null ? null : get(plan.of)
    const reached = reach(plan.origin ?? original?.server.origin ?? null)
    if (!reached.ok) return reached
    const server = reached.value
    const facts = await factsOf(server)
    const asked = requestsOf(plan, original, facts)
    if (!asked.ok) return asked
    const cautions = asked.value.requests.flatMap(request => cautionsOf(request, original))
    if (cautions.length > 0 && !plan.confirmed) {
      const why = [...new Set(cautions.map(caution => caution.why))].join(' ')
      return fail('needs-consent', why, 'Send it all the same if that is what you want.')
    }
    const run = startRun({
      plan,
      requests: asked.value.requests,
      to: before ? server.origin : server.to,
      origin: server.origin,
      over: before ? 'server' : server.over,
      ...(before ? { before } : {}),
      watched: server.watched,
      notes: [...server.notes, ...asked.value.notes],
      tell: server.tell,
      onChange: onRun,
    })
    runs.set(run.id, run)
    onBegun(server.origin, run.over)
    for (const id of runs.keys()) {
      if (runs.size <= RUNS_AT_MOST) break
      runs.delete(id)
    }
    return ok(run)
  }
  const reads = createReadsRecorder({ get, props, reach, factsOf, start, maps })

  async function profileReplay(of: string, request: Outgoing, confirmed: boolean): Promise<Result<ProfiledReplay>> {
    const original = get(of)
    if (!original) return fail('no-exchange', 'This exchange is not kept any more.', 'Choose one that is in the list.')
    const reached = reach(original.server.origin)
    if (!reached.ok) return reached
    const { pid, isFar, folder } = reached.value
    if (pid === null)
      return fail(
        'not-attached',
        'Only the wire of this server is seen, and a profile is made inside it.',
        'Attach to it first.',
      )
    if (isFar)
      return fail(
        'inspector-refused',
        'A profile needs an inspector’s connection of its own, and this server is reached over the one that events come by.',
        'Run Propscope where the server runs.',
      )
    if (meanwhile) return fail('request-failed', 'Another request is being profiled.', 'Wait until it is done.')
    const plan: ReplayPlan = {
      ...{ of, origin: original.server.origin, request, as: 'same', times: 1, forMs: null, concurrency: 1 },
      ...{ confirmed, ignore: [] },
    }
    let run: Run | null = null
    let refused: Result<never> | null = null
    meanwhile = new Set()
    try {
      const profiled = await visit(String(pid), session =>
        profileWhile(session, async () => {
          const started = await startReplay(plan)
          if (!started.ok) {
            refused = started
            return
          }
          run = runs.get(started.value.id) ?? null
          const patience = setTimeout(() => run?.cancel(), PROFILE_AT_MOST_MS)
          await run?.over
          clearTimeout(patience)
        }),
      )
      if (refused) return refused
      if (!profiled.ok) return profiled
      const sample = (run as Run | null)?.samples[0]
      const exchange = sample?.exchange == null ? null : get(sample.exchange)
      if (exchange?.state !== 'finished')
        return fail(
          'no-exchange',
          sample?.error ?? 'Nothing was told of the request, so its profile cannot be cut out.',
          'Look whether recording is paused, then try again.',
        )
      profiles.set(exchange.id, JSON.stringify(profiled.value.profile))
      for (const id of profiles.keys()) if (profiles.size > PROFILES_AT_MOST) profiles.delete(id)
      const others = [...meanwhile].filter(id => id !== exchange.id).length
      return ok(await profiledReplay(profiled.value, exchange, others, { maps, folder }))
    } finally {
      meanwhile = null
    }
  }

  return {
    async prepareReplay(id) {
      const exchange = get(id)
      if (!exchange)
        return fail('no-exchange', 'This exchange is not kept any more.', 'Choose one that is in the list.')
      const reached = reach(exchange.server.origin)
      const facts = reached.ok ? await factsOf(reached.value) : { buildId: null, locales: [], defaultLocale: null }
      return ok(prepare(exchange, await requestBody(id), facts))
    },
    startReplay,
    ...reads,
    async cancelReplay(id) {
      runs.get(id)?.cancel()
      return null
    },
    listRuns: async () => Array.from(runs.values(), run => run.state),
    async compareExchanges(left, right, ignore) {
      const patterns = anyOf(ignore)
      if (!patterns.ok)
        return fail('bad-pattern', patterns.why, 'Write a path such as list[*].at, or *.updatedAt for any depth.')
      return compare(left, right, { group, props, ignore })
    },
    async copyRequest(of, origin, request, format, secrets) {
      const exchange = of === null ? null : get(of)
      const { page = null, params = null, query = {} } = exchange?.request ?? {}
      const context = {
        status: exchange?.response?.status ?? null,
        page,
        params,
        query,
        outcome: exchange?.outcome ?? 'none',
      }
      return copyAs(format, origin, secrets ? request : redactRequest(request), context)
    },
    readCurl: async text => readCurl(text),
    profileReplay,
    readProfile: async exchange => profiles.get(exchange) ?? null,
    async watchPage(id) {
      unwatch?.()
      unwatch = null
      watching += 1
      const mine = watching
      const exchange = id === null ? null : get(id)
      const page = exchange?.request.page ?? null
      if (!exchange || page === null) return null
      const reached = reach(exchange.server.origin)
      const folder = reached.ok ? reached.value.folder : null
      const file = folder === null ? null : await pageFileOf(folder, page, exchange.call?.source?.file ?? null)
      if (folder === null || file === null || mine !== watching) return null
      const short = relative(folder, file)
      unwatch = watchPageFile(file, at => onPage({ exchange: exchange.id, page, file: short, at }))
      return short
    },
    run: id => runs.get(id) ?? null,
    seen(exchange) {
      meanwhile?.add(exchange.id)
      if (exchange.replayRun === null) return
      const run = runs.get(exchange.replayRun.id)
      if (!run) return
      run.seen(exchange)
      if (exchange.state === 'running') runOf.set(exchange.id, run)
      else runOf.delete(exchange.id)
    },
    body(exchange, part, bytes) {
      if (part === 'props') runOf.get(exchange)?.props(exchange, bytes)
    },
    close() {
      unwatch?.()
      for (const run of runs.values()) run.cancel()
    },
  }
}

/** What is sent in turn. A data request for a build that is not served any more is sent for the one that is, unless it was written so. */
function requestsOf(
  { as, request }: ReplayPlan,
  original: Exchange | null,
  facts: SiteFacts,
): Result<{ readonly requests: readonly Outgoing[]; readonly notes: readonly string[] }> {
  const page = original?.request.page ?? null
  const data = (): Result<Outgoing> =>
    facts.buildId === null
      ? fail(
          'request-failed',
          'The build that the server serves is not known yet, and a data request names it.',
          'Send the page as a document first: its answer tells the build.',
        )
      : ok(asData(request, page, facts, facts.buildId))
  switch (as) {
    case 'same': {
      const fresh = request.url === original?.request.url ? forBuild(request, facts.buildId) : request
      const notes =
        fresh === request
          ? []
          : [`The server serves another build now: ${facts.buildId} is asked for, not ${original?.request.buildId}.`]
      return ok({ requests: [fresh], notes })
    }
    case 'document':
      return ok({ requests: [isDataUrl(request.url) ? asDocument(request, page, facts) : request], notes: [] })
    case 'data': {
      const built = data()
      return built.ok ? ok({ requests: [built.value], notes: [] }) : built
    }
    case 'both': {
      const built = data()
      if (!built.ok) return built
      // A form's POST has no data request: both ask for the page.
      const document = {
        ...(isDataUrl(request.url) ? asDocument(request, page, facts) : request),
        method: 'GET',
        body: null,
      }
      return ok({ requests: [document, built.value], notes: [] })
    }
    default:
      return assertNever(as)
  }
}
