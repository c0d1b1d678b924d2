import { z } from 'zod'
import type { CacheSimulation } from './cache-simulation.ts'
import { type Exchange, type ExchangeSummary, ModeSchema } from './exchange.ts'
import { type Layout, LayoutSchema } from './layout.ts'
import { type Problem, ProblemSchema, type Result } from './problem.ts'
import { type ReplayApi, type ReplayEvents, replayArguments } from './replay.ts'

/**
 * The one contract between the renderer and the main process. Both sides, the runtime allow-list and the checks at the border
 * derive from it; it runs unchanged over Electron IPC and over a WebSocket.
 */

/** A Next server found on this machine. */
export const FoundServerSchema = z.object({
  origin: z.string(),
  pid: z.number().int(),
  /** Of Next itself, as far as it can be told from outside. */
  next: z.string().nullable(),
  mode: ModeSchema.nullable(),
  /** The project's folder, and its name for people. */
  folder: z.string().nullable(),
  name: z.string(),
  attachable: z.boolean(),
  /** Why not, and what to do; null where attachable. */
  problem: ProblemSchema.nullable(),
})
export type FoundServer = Readonly<z.infer<typeof FoundServerSchema>>

/** A server that we are attached to. */
export const AttachedServerSchema = FoundServerSchema.pick({
  origin: true,
  pid: true,
  next: true,
  mode: true,
  folder: true,
  name: true,
}).extend({
  /** How its events come; `inspector`: over that connection itself, which is slower. Left out: over a local socket. */
  via: z.literal('inspector').optional(),
})
export type AttachedServer = Readonly<z.infer<typeof AttachedServerSchema>>

export type Connection =
  | { readonly kind: 'idle' }
  /** `step` says in words what is being done. */
  | { readonly kind: 'attaching'; readonly target: string; readonly step: string }
  | { readonly kind: 'attached'; readonly server: AttachedServer; readonly since: number }
  /** The server went away; it is attached again when it listens. */
  | { readonly kind: 'waiting'; readonly server: AttachedServer; readonly since: number; readonly why: string }
  | { readonly kind: 'failed'; readonly target: string; readonly problem: Problem }

/** A server's HTTP tap, which may be open with an agent, before one and without one. */
export type TapState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' }
  | {
      readonly kind: 'open'
      /** Where to go instead of the target, e.g. `http://localhost:4000`. */
      readonly origin: string
      readonly port: number
      /** Where the project's tap was the last time and could not be now, since another program has that port; null where there is nothing to say. */
      readonly missedPort: number | null
      readonly target: string
      /** Connections that are open now, and requests so far. */
      readonly connections: number
      readonly requests: number
      /** Why the last connection to the target failed (`ECONNREFUSED`); null where it did not. */
      readonly down: string | null
    }
  | { readonly kind: 'failed'; readonly problem: Problem }

export type CaptureMode = 'recording' | 'paused'

/** What was captured, and all that was not. */
export interface Counts {
  readonly exchanges: number
  /** Events that the agent let go because we did not read fast enough, and requests over the tap of which nothing was recorded for the same reason. */
  readonly droppedEvents: number
  /** How many of these were requests over the tap. */
  readonly droppedByTap: number
  /** Bytes of bodies let go for the same reason, or (of all servers together only) to keep the store within its bound. */
  readonly droppedBytes: number
  /** Bodies or props that came but could not be read. */
  readonly unreadable: number
  /** Errors inside the agent or the tap, caught there; the last one's text goes with them (`In the tap: …`). */
  readonly agentFaults: number
  /** How many of these were the tap's. */
  readonly tapFaults: number
  readonly lastAgentFault: string | null
  /** Mean time in ms of the agent on the server's thread for each request; null before the first. */
  readonly agentMsPerRequest: number | null
  /** The same of the last hundred requests or so, without the first ones after an attach (they run cold code); null while these are too few. */
  readonly agentMsLately: number | null
}

/** One server that is looked at by an agent, a tap or both, or was and has exchanges left. */
export interface WatchedServer {
  /** Names it in the calls below, through every restart of the server. */
  readonly id: string
  /** What its exchanges have as `server.origin`, and their rows as `server`; null until it is found. */
  readonly origin: string | null
  /** As it was last seen from inside; null where no agent was in it yet. */
  readonly server: AttachedServer | null
  /** `idle`: no agent is asked for. */
  readonly connection: Connection
  readonly tap: TapState
  readonly counts: Counts
}

/** All that is not an exchange; pushed whole when any of it changed. */
export interface AppState {
  /** In the order in which they were first asked for. */
  readonly servers: readonly WatchedServer[]
  readonly capture: CaptureMode
  readonly demo: { readonly kind: 'unavailable' | 'stopped' | 'starting' | 'running'; readonly step: string | null }
  /** Of all servers together. `evicted`: old exchanges let go to keep the store within its bound. */
  readonly counts: Counts & { readonly evicted: number }
}

export interface AppInfo {
  readonly version: string
  readonly host: 'electron' | 'browser'
  readonly platform: string
}

/** A change to the list of exchanges; `revision` counts up by one with every batch. */
export interface ExchangeBatch {
  readonly revision: number
  /** New or changed rows. */
  readonly upserts: readonly ExchangeSummary[]
  readonly removed: readonly string[]
  /** The list was cleared before the upserts. */
  readonly cleared: boolean
}

/** A part of the whole list: the rows after those asked for, in the order of their starts. */
export interface ExchangePage extends ExchangeBatch {
  /** What to ask for next; null: that was the last part. */
  readonly next: string | null
}

/** `request`: the body that came with it, where one was captured. */
export type BodyPart = 'props' | 'response' | 'request'

/** A piece of a captured body. */
export interface BodySlice {
  readonly bytes: Uint8Array
  readonly offset: number
  /** Of the whole body, in bytes. */
  readonly total: number
}

/** A key or a value that was found, with the beginning of its text. */
export interface FoundHit {
  readonly path: string
  readonly inKey: boolean
  readonly text: string
}
export interface FoundIn {
  /** Of the exchange. */
  readonly id: string
  readonly page: string | null
  readonly url: string
  readonly count: number
  /** The first few. */
  readonly hits: readonly FoundHit[]
}
/** A step of a search through all captured props, newest first. */
export interface FindStep {
  readonly found: readonly FoundIn[]
  /** Exchanges of this step whose props are not kept (any more), are no JSON, or took too long. */
  readonly notKept: number
  readonly unreadable: number
  readonly slow: number
  /** Exchanges looked at so far, of those that have props. */
  readonly searched: number
  readonly of: number
  /** To go on with; null at the end. */
  readonly next: string | null
}

/** Editors whose windows can be opened at a line; `auto`: the one that runs. */
export const EDITORS = ['auto', 'code', 'cursor', 'webstorm', 'idea', 'zed', 'subl'] as const
export type EditorName = (typeof EDITORS)[number]

/** A place in a project's sources; a relative file is one of the project's folder. */
export interface SourcePlace {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

/** What the renderer may ask; the schemas check the arguments at the border. */
export interface BackendApi extends ReplayApi {
  appInfo(): Promise<AppInfo>
  state(): Promise<AppState>
  listServers(): Promise<readonly FoundServer[]>
  /**
   * `target`: an HTTP origin or port, a pid, or an inspector URL. The servers that are attached stay so; one of them is not attached to twice, and that is no failure.
   * `id` is the server's among `AppState.servers`.
   */
  attach(target: string): Promise<Result<AttachedServer & { readonly id: string }>>
  /** Takes the agent out of that server and its tap stays. Also gives up an attach that is under way (that call then fails with `not-attached`), and forgets one that failed. */
  detach(server: string): Promise<Result<null>>
  /** Starts the demo shop of this checkout and attaches to it. */
  startDemo(): Promise<Result<AttachedServer & { readonly id: string }>>
  /** Ends the demo shop, also while it is starting: that call then fails with `not-attached`. */
  stopDemo(): Promise<null>
  /**
   * Opens the tap of `target`, an HTTP origin, which need not be watched yet. `port` null: the one that this project had the last time, or any that is free; an open tap moves to `port`.
   * It stays while agents come and go, until `closeTap`. Problems: `bad-target`, `tap-failed`.
   */
  openTap(target: string, port: number | null): Promise<Result<Extract<TapState, { kind: 'open' }>>>
  closeTap(server: string): Promise<null>
  /** Opens a path of that server's tap, or of the server itself where there is no tap, in the system's browser. */
  openInBrowser(server: string, path: string): Promise<Result<null>>
  setCapture(mode: CaptureMode): Promise<AppState>
  clear(): Promise<null>
  /**
   * Everything so far, in parts, so that none of them holds the window up: first with null, then with `next` of the part before. The first one alone is `cleared`; each says its own revision, and
   * what was pushed after the first one's is to be put on top of all.
   */
  listExchanges(after: string | null): Promise<ExchangePage>
  /** null: not there (any more). */
  getExchange(id: string): Promise<Exchange | null>
  /** At most 4 MiB at a time; null: not captured, or let go. */
  readBody(id: string, part: BodyPart, offset: number, length: number): Promise<BodySlice | null>
  /**
   * Whether the props of each of these exchanges have such a place (`user.email`, `list.*.id`, `user.role=admin`; see `shared/filter/prop-path.ts`), in the order of `ids`. null: they are not
   * kept, not whole, too large to be searched, or the path is none.
   */
  matchProps(path: string, ids: readonly string[]): Promise<readonly (boolean | null)[]>
  /**
   * Looks through the props of all captured exchanges for what a search box says (`shared/json/search/query.ts`), some hundred ms at a time: ask again with `next`
   * until that is null, or no more. Problems: `bad-query`.
   */
  findInProps(box: string, matchCase: boolean, after: string | null): Promise<Result<FindStep>>
  /** Silences a rule of findings for the project that this exchange is of, or lets it speak again; its rows are pushed anew. */
  silenceRule(exchange: string, rule: string, silent: boolean): Promise<null>
  /** What a shared cache would have made of the requests of this exchange's server so far, in production; null: it is not there (any more). */
  simulateCache(exchange: string): Promise<CacheSimulation | null>
  /** How the window was set up for this project (a folder, or an origin) the last time; null where nothing is remembered. */
  readLayout(project: string): Promise<Layout | null>
  rememberLayout(project: string, layout: Layout): Promise<null>
  /** Sends a GET to that server as a browser would, through its tap where it has one. */
  sendTestRequest(server: string, path: string): Promise<Result<{ readonly status: number }>>
  /** Opens a file of that server's project in the developer's editor, and none outside it. Problems: `editor-refused`, `editor-failed`. */
  openInEditor(server: string, place: SourcePlace): Promise<Result<null>>
  /** Which editor that is, from now on and for later sessions. */
  setEditor(editor: EditorName): Promise<null>
}

/** What the renderer is told. */
export interface FrontendApi extends ReplayEvents {
  stateChanged(state: AppState): void
  /** At most once a frame (16 ms). */
  exchangesChanged(batch: ExchangeBatch): void
}

/** Rows in one part of the list. */
export const ROWS_IN_PAGE = 4000
export const READ_BODY_LIMIT = 4 * 1024 * 1024
/** Exchanges that `matchProps` searches in one call. */
export const MATCH_PROPS_LIMIT = 100

const project = z.string().min(1).max(4096)
const serverId = z.string().min(1).max(64)
const path = z.string().startsWith('/').max(8000)

/** The allow-list: exactly these names may be called, with exactly these arguments. */
export const backendArguments = {
  appInfo: z.tuple([]),
  state: z.tuple([]),
  listServers: z.tuple([]),
  attach: z.tuple([z.string().min(1).max(500)]),
  detach: z.tuple([serverId]),
  startDemo: z.tuple([]),
  stopDemo: z.tuple([]),
  openTap: z.tuple([z.string().min(1).max(500), z.number().int().min(1).max(65_535).nullable()]),
  closeTap: z.tuple([serverId]),
  openInBrowser: z.tuple([serverId, path]),
  setCapture: z.tuple([z.enum(['recording', 'paused'])]),
  clear: z.tuple([]),
  listExchanges: z.tuple([z.string().max(64).nullable()]),
  getExchange: z.tuple([z.string().max(64)]),
  readBody: z.tuple([
    z.string().max(64),
    z.enum(['props', 'response', 'request']),
    z.number().int().nonnegative(),
    z.number().int().nonnegative().max(READ_BODY_LIMIT),
  ]),
  matchProps: z.tuple([z.string().max(500), z.array(z.string().max(64)).max(MATCH_PROPS_LIMIT)]),
  findInProps: z.tuple([z.string().max(2000), z.boolean(), z.string().max(64).nullable()]),
  silenceRule: z.tuple([z.string().max(64), z.string().min(1).max(100), z.boolean()]),
  simulateCache: z.tuple([z.string().max(64)]),
  readLayout: z.tuple([project]),
  rememberLayout: z.tuple([project, LayoutSchema]),
  sendTestRequest: z.tuple([serverId, path]),
  openInEditor: z.tuple([
    serverId,
    z.object({
      file: z.string().min(1).max(4096),
      line: z.number().int().min(1).nullable(),
      column: z.number().int().min(1).nullable(),
    }),
  ]),
  setEditor: z.tuple([z.enum(EDITORS)]),
  ...replayArguments,
} satisfies { [K in keyof BackendApi]: z.ZodType<Parameters<BackendApi[K]>> }

export const frontendNames = [
  'stateChanged',
  'exchangesChanged',
  'runChanged',
  'pageChanged',
] as const satisfies readonly (keyof FrontendApi)[]

/** What a host (Electron window, browser host) is given: `electron/backend.ts` makes it, and hosts know nothing else. */
export interface Backend {
  readonly api: BackendApi
  /** Tells `frontend` of every change from now on; returns the way to stop. */
  subscribe(frontend: FrontendApi): () => void
  /** Detaches from every server and lets everything go. */
  close(): Promise<void>
}

/**
 * The transport under birpc. Browser host: WebSocket at `RPC_PATH`, every message one binary frame of MessagePack. Electron: structured
 * clone over the channel `RPC_CHANNEL`; the preload exposes `HostBridge` as `window.propscopeHost`.
 */
export const RPC_PATH = '/rpc'
export const RPC_CHANNEL = 'propscope:rpc'
export interface HostBridge {
  post(message: unknown): void
  /** Returns the way to stop listening. */
  listen(handler: (message: unknown) => void): () => void
}
