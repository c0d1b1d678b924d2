import { z } from 'zod'
import { type Exchange, type ExchangeSummary, ModeSchema } from './exchange.ts'
import { type Problem, ProblemSchema, type Result } from './problem.ts'

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

/** The server that we are attached to. */
export const AttachedServerSchema = FoundServerSchema.pick({
  origin: true,
  pid: true,
  next: true,
  mode: true,
  folder: true,
  name: true,
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

/** The HTTP tap, which may be open with an agent, before one and without one. */
export type TapState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' }
  | {
      readonly kind: 'open'
      /** Where to go instead of the target, e.g. `http://localhost:4000`. */
      readonly origin: string
      readonly port: number
      readonly target: string
      /** Connections that are open now, and requests so far. */
      readonly connections: number
      readonly requests: number
      /** Why the last connection to the target failed (`ECONNREFUSED`); null where it did not. */
      readonly down: string | null
    }
  | { readonly kind: 'failed'; readonly problem: Problem }

export type CaptureMode = 'recording' | 'paused'

/** All that is not an exchange; pushed whole when any of it changed. */
export interface AppState {
  readonly connection: Connection
  readonly tap: TapState
  readonly capture: CaptureMode
  readonly demo: { readonly kind: 'unavailable' | 'stopped' | 'starting' | 'running'; readonly step: string | null }
  readonly counts: {
    readonly exchanges: number
    /** Events that the agent let go because we did not read fast enough, and requests over the tap of which nothing was recorded for the same reason. */
    readonly droppedEvents: number
    /** Bytes of bodies let go for the same reason, or to keep the store within its bound. */
    readonly droppedBytes: number
    /** Bodies or props that came but could not be read. */
    readonly unreadable: number
    /** Old exchanges let go to keep the store within its bound. */
    readonly evicted: number
    /** Errors inside the agent or the tap, caught there; the last one's text goes with them (`In the tap: …`). */
    readonly agentFaults: number
    readonly lastAgentFault: string | null
    /** Mean time in ms of the agent on the server's thread for each request; null before the first. */
    readonly agentMsPerRequest: number | null
  }
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

export type BodyPart = 'props' | 'response'

/** A piece of a captured body. */
export interface BodySlice {
  readonly bytes: Uint8Array
  readonly offset: number
  /** Of the whole body, in bytes. */
  readonly total: number
}

/** What the renderer may ask; the schemas check the arguments at the border. */
export interface BackendApi {
  appInfo(): Promise<AppInfo>
  state(): Promise<AppState>
  listServers(): Promise<readonly FoundServer[]>
  /** `target`: an HTTP origin or port, a pid, or an inspector URL. */
  attach(target: string): Promise<Result<AttachedServer>>
  /** Also gives up an attach, or a start of the demo shop, that is under way; that call then fails with `not-attached`. */
  detach(): Promise<Result<null>>
  /** Starts the demo shop of this checkout and attaches to it. */
  startDemo(): Promise<Result<AttachedServer>>
  /**
   * Opens the tap in front of `target`, an HTTP origin; null: of the attached server. `port` null: the one that this project had the last time, or any that is free.
   * It stays while agents come and go, until `closeTap`. Problems: `bad-target`, `tap-failed`, `not-attached` (no target, and none attached).
   */
  openTap(target: string | null, port: number | null): Promise<Result<Extract<TapState, { kind: 'open' }>>>
  closeTap(): Promise<null>
  /** Opens a path of the tap, or of the server where there is no tap, in the system's browser. */
  openInBrowser(path: string): Promise<Result<null>>
  setCapture(mode: CaptureMode): Promise<AppState>
  clear(): Promise<null>
  /** Everything so far, as one batch. */
  listExchanges(): Promise<ExchangeBatch>
  /** null: not there (any more). */
  getExchange(id: string): Promise<Exchange | null>
  /** At most 4 MiB at a time; null: not captured, or let go. */
  readBody(id: string, part: BodyPart, offset: number, length: number): Promise<BodySlice | null>
  /** Sends a GET to the attached server as a browser would. */
  sendTestRequest(path: string): Promise<Result<{ readonly status: number }>>
}

/** What the renderer is told. */
export interface FrontendApi {
  stateChanged(state: AppState): void
  /** At most once a frame (16 ms). */
  exchangesChanged(batch: ExchangeBatch): void
}

export const READ_BODY_LIMIT = 4 * 1024 * 1024

/** The allow-list: exactly these names may be called, with exactly these arguments. */
export const backendArguments = {
  appInfo: z.tuple([]),
  state: z.tuple([]),
  listServers: z.tuple([]),
  attach: z.tuple([z.string().min(1).max(500)]),
  detach: z.tuple([]),
  startDemo: z.tuple([]),
  openTap: z.tuple([z.string().min(1).max(500).nullable(), z.number().int().min(1).max(65_535).nullable()]),
  closeTap: z.tuple([]),
  openInBrowser: z.tuple([z.string().startsWith('/').max(8000)]),
  setCapture: z.tuple([z.enum(['recording', 'paused'])]),
  clear: z.tuple([]),
  listExchanges: z.tuple([]),
  getExchange: z.tuple([z.string().max(64)]),
  readBody: z.tuple([
    z.string().max(64),
    z.enum(['props', 'response']),
    z.number().int().nonnegative(),
    z.number().int().nonnegative().max(READ_BODY_LIMIT),
  ]),
  sendTestRequest: z.tuple([z.string().startsWith('/').max(8000)]),
} satisfies { [K in keyof BackendApi]: z.ZodType<Parameters<BackendApi[K]>> }

export const frontendNames = ['stateChanged', 'exchangesChanged'] as const satisfies readonly (keyof FrontendApi)[]

/** What a host (Electron window, browser host) is given: `electron/backend.ts` makes it, and hosts know nothing else. */
export interface Backend {
  readonly api: BackendApi
  /** Tells `frontend` of every change from now on; returns the way to stop. */
  subscribe(frontend: FrontendApi): () => void
  /** Detaches from the server and lets everything go. */
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
