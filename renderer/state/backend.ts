import type {
  AttachedServer,
  BodyPart,
  BodySlice,
  CaptureMode,
  EditorName,
  FindStep,
  FoundServer,
  SourcePlace,
  TapState,
} from '../../shared/api.ts'
import type { CacheSimulation } from '../../shared/cache-simulation.ts'
import type { Exchange } from '../../shared/exchange.ts'
import type { Layout } from '../../shared/layout.ts'
import { fail, ProblemSchema, type Result } from '../../shared/problem.ts'
import type { KeptReads, RecordedReads } from '../../shared/props-reading.ts'
import type {
  Compared,
  CopyFormat,
  GroupRef,
  Outgoing,
  PreparedReplay,
  ProfiledReplay,
  ReadCurl,
  ReplayPlan,
  ReplayRun,
} from '../../shared/replay.ts'
import type { KeptRequest } from '../../shared/replay-history.ts'
import { ExchangeFeed } from './feed.ts'
import { type Link, openLink, type Rpc } from './link.ts'
import { putPageChange, putRun, putRuns } from './runs.ts'
import { useStore } from './store.ts'

/*
 * The only file that talks to the contract. Started once by main.tsx; components use the functions below and the store.
 */

let link: Link | null = null
let frameAsked = false

/** The rows; read them in components through `useRows`. */
export const feed = new ExchangeFeed(after => rpc().listExchanges(after), tellReact)

export type Attached = AttachedServer & { readonly id: string }
export type OpenTap = Extract<TapState, { kind: 'open' }>

/** So many changed rows fill a screen with others; nobody reads more of those than one in so many ms, and the machine is needed by what makes them. */
const MANY = 8
const CALM_MS = 40
/** While a long list comes part by part: each part shows other rows, and drawing them costs as much as reading the part does. */
const FETCHING_CALM_MS = 250
let lastTold = 0
let changesTold = 0

/** At most one React update a frame, and fewer while many rows change; a hidden window gets none, and the data is still kept up to date. */
function tellReact() {
  if (frameAsked) return
  frameAsked = true
  requestAnimationFrame(function tell(now) {
    if (now - lastTold < (feed.fetching ? FETCHING_CALM_MS : CALM_MS) && feed.changes - changesTold > MANY) {
      requestAnimationFrame(tell)
      return
    }
    frameAsked = false
    lastTold = now
    changesTold = feed.changes
    useStore.setState(({ rowsVersion, selected }) => ({
      rowsVersion: rowsVersion + 1,
      // What was cleared or let go cannot stay selected.
      ...(selected !== null && !feed.all.get(selected) ? { selected: null, detailsOpen: false } : {}),
    }))
  })
}

function rpc(): Rpc {
  if (!link) throw new Error('startBackend() was not called')
  return link.rpc
}

export function startBackend(): void {
  if (link) return
  link = openLink(
    {
      stateChanged: app => useStore.setState({ app }),
      exchangesChanged: batch => feed.push(batch),
      runChanged: putRun,
      pageChanged: putPageChange,
    },
    status => {
      useStore.setState({ link: status })
      if (status.kind === 'open') void loadAll()
    },
  )
}

/** After every (re)connection: what was pushed meanwhile is lost. */
async function loadAll(): Promise<void> {
  try {
    let first: () => void = () => {}
    const begun = new Promise<void>(resolve => {
      first = resolve
    })
    const rows = feed.sync(() => first())
    const [info, app, runs] = await Promise.all([
      rpc().appInfo(),
      rpc().state(),
      rpc().listRuns(),
      Promise.race([begun, rows]),
    ])
    putRuns(runs)
    useStore.setState({ info, app })
    await rows
  } catch (error) {
    // The connection went away again; its return comes here anew.
    if (useStore.getState().link.kind === 'open') console.error(error)
  }
}

/** A call whose expected failures are values: also a lost connection becomes one. */
async function asResult<T>(call: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call
  } catch (error) {
    // The host answers a refused call and a bug of its own with a Problem.
    const problem = ProblemSchema.safeParse(error)
    if (problem.success) return { ok: false, problem: problem.data }
    return fail(
      'internal',
      'Propscope’s main process did not answer.',
      'Look at the terminal that Propscope runs in, and start it again if it has stopped.',
      error instanceof Error ? error.message : String(error),
    )
  }
}

export const backend = {
  /** Rejects where the main process cannot be reached. */
  listServers: (): Promise<readonly FoundServer[]> => rpc().listServers(),
  attach: (target: string): Promise<Result<Attached>> => asResult(rpc().attach(target)),
  /** `server`, here and below: its id among `AppState.servers`. */
  detach: (server: string): Promise<Result<null>> => asResult(rpc().detach(server)),
  startDemo: (): Promise<Result<Attached>> => asResult(rpc().startDemo()),
  async stopDemo(): Promise<void> {
    await rpc().stopDemo()
  },
  openInEditor: (server: string, place: SourcePlace): Promise<Result<null>> =>
    asResult(rpc().openInEditor(server, place)),
  async setEditor(editor: EditorName): Promise<void> {
    await rpc().setEditor(editor)
  },
  sendTestRequest: (server: string, path: string): Promise<Result<{ readonly status: number }>> =>
    asResult(rpc().sendTestRequest(server, path)),
  /** In front of `target`, an origin; `port` null: the one of the last time, or any that is free. */
  openTap: (target: string, port: number | null): Promise<Result<OpenTap>> => asResult(rpc().openTap(target, port)),
  async closeTap(server: string): Promise<void> {
    await rpc().closeTap(server)
  },
  /** A path of the server's tap, or of itself where there is no tap, in the system's browser. */
  openInBrowser: (server: string, path: string): Promise<Result<null>> => asResult(rpc().openInBrowser(server, path)),
  prepareReplay: (id: string): Promise<Result<PreparedReplay>> => asResult(rpc().prepareReplay(id)),
  startReplay: (plan: ReplayPlan): Promise<Result<ReplayRun>> => asResult(rpc().startReplay(plan)),
  compareExchanges: (left: GroupRef, right: GroupRef, ignore: readonly string[]): Promise<Result<Compared>> =>
    asResult(rpc().compareExchanges(left, right, ignore)),
  /** Rejects where the main process cannot be reached. */
  copyRequest: (
    of: string | null,
    origin: string,
    request: Outgoing,
    format: CopyFormat,
    secrets: boolean,
  ): Promise<string> => rpc().copyRequest(of, origin, request, format, secrets),
  profileReplay: (of: string, request: Outgoing, confirmed: boolean): Promise<Result<ProfiledReplay>> =>
    asResult(rpc().profileReplay(of, request, confirmed)),
  readProfile: (exchange: string): Promise<string | null> => rpc().readProfile(exchange),
  recordReads: (of: string, request: Outgoing, confirmed: boolean): Promise<Result<RecordedReads>> =>
    asResult(rpc().recordReads(of, request, confirmed)),
  /** null: nothing was recorded of it, or it is not kept any more. Rejects where the main process cannot be reached. */
  readReads: async (exchange: string): Promise<KeptReads | null> => rpc().readReads(exchange),
  /** These three reject where the main process cannot be reached. */
  readHistory: (origin: string): Promise<readonly KeptRequest[]> => rpc().readHistory(origin),
  rememberRequest: (
    origin: string,
    page: string | null,
    request: Outgoing,
    secrets: boolean,
  ): Promise<readonly KeptRequest[]> => rpc().rememberRequest(origin, page, request, secrets),
  forgetRequests: (origin: string, id: string | null): Promise<readonly KeptRequest[]> =>
    rpc().forgetRequests(origin, id),
  readCurl: (text: string): Promise<Result<ReadCurl>> => asResult(rpc().readCurl(text)),
  watchPage: (exchange: string | null): Promise<string | null> => rpc().watchPage(exchange),
  async cancelReplay(run: string): Promise<void> {
    await rpc().cancelReplay(run)
  },
  async setCapture(mode: CaptureMode): Promise<void> {
    useStore.setState({ app: await rpc().setCapture(mode) })
  },
  async clear(): Promise<void> {
    await rpc().clear()
  },
  async silenceRule(exchange: string, rule: string, silent: boolean): Promise<void> {
    await rpc().silenceRule(exchange, rule, silent)
  },
  /** null: not there any more. Rejects where the main process cannot be reached. */
  simulateCache: (exchange: string): Promise<CacheSimulation | null> => rpc().simulateCache(exchange),
  /** null: not there any more. Rejects where the main process cannot be reached. */
  getExchange: (id: string): Promise<Exchange | null> => rpc().getExchange(id),
  /** At most 4 MiB (`READ_BODY_LIMIT`) at a time; null: not captured, or let go. */
  readBody: (id: string, part: BodyPart, offset: number, length: number): Promise<BodySlice | null> =>
    rpc().readBody(id, part, offset, length),
  /** One step of a search through all captured props; see the contract. */
  findInProps: (box: string, matchCase: boolean, after: string | null): Promise<Result<FindStep>> =>
    asResult(rpc().findInProps(box, matchCase, after)),
  /** As the contract's; at most `MATCH_PROPS_LIMIT` ids. */
  readLayout: (project: string): Promise<Layout | null> => rpc().readLayout(project),
  async rememberLayout(project: string, layout: Layout): Promise<void> {
    await rpc().rememberLayout(project, layout)
  },
  matchProps: (path: string, ids: readonly string[]): Promise<readonly (boolean | null)[]> =>
    rpc().matchProps(path, ids),
}
