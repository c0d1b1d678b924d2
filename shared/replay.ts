import { z } from 'zod'
import type { Comparison } from './json/compare/comparison.ts'
import type { Result } from './problem.ts'
import type { ReadsApi } from './props-reading.ts'
import type { HistoryApi } from './replay-history.ts'

/**
 * The part of the contract about sending requests of our own: replaying one that was captured, edited or not, once or often, and comparing what came of it. A replay goes to the
 * attached server (or through the tap in front of it) and nowhere else, and follows no redirect.
 */

/** A body of more than this is neither captured nor sent, in bytes. */
export const REQUEST_BODY_LIMIT = 1024 * 1024
export const TIMES_LIMIT = 1000
export const CONCURRENCY_LIMIT = 16

/** A field's name and method's name, as HTTP has them (RFC 9110, 5.6.2). */
export const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header value must not hold
export const NOT_IN_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/
/** A path and query as a request line holds them: no space, no control character. */
export const REQUEST_TARGET = /^\/[\u0021-\u007e\u0080-\u00ff]*$/

export const BodySchema = z.object({
  encoding: z.enum(['utf8', 'base64']),
  text: z.string().max(REQUEST_BODY_LIMIT * 2),
})

/** A request as it is sent: names, their case and their order as they stand. `content-length` is set by whoever sends it. */
export const OutgoingSchema = z.object({
  method: z.string().max(40).regex(TOKEN),
  /** Path and query, exactly as sent. */
  url: z.string().max(16_000).regex(REQUEST_TARGET),
  headers: z
    .array(
      z.tuple([
        z.string().max(200).regex(TOKEN),
        z
          .string()
          .max(64_000)
          .refine(value => !NOT_IN_VALUE.test(value)),
      ]),
    )
    .max(300),
  body: BodySchema.nullable(),
})
export type Outgoing = Readonly<{
  method: string
  url: string
  headers: readonly (readonly [string, string])[]
  body: Readonly<z.infer<typeof BodySchema>> | null
}>

/** `same`: as it stands; `document`, `data`: the page of it asked for that way; `both`: as document, then as data, their props compared. */
export const ReplayAsSchema = z.enum(['same', 'document', 'data', 'both'])
export type ReplayAs = z.infer<typeof ReplayAsSchema>

/** How a CPU profile is wanted: none, or of a single request. */
export const ReplayPlanSchema = z.object({
  /** Id of the exchange that is repeated; null: a request made by hand. */
  of: z.string().max(64).nullable(),
  /** Origin of the server that it is for; null: the attached one, or the one of `of`. */
  origin: z.string().max(500).nullable(),
  request: OutgoingSchema,
  as: ReplayAsSchema,
  times: z.number().int().min(1).max(TIMES_LIMIT),
  /** Goes on for so long, at most `TIMES_LIMIT` times, in ms; null: `times` says. */
  forMs: z.number().int().min(1).max(600_000).nullable(),
  concurrency: z.number().int().min(1).max(CONCURRENCY_LIMIT),
  /** The user was told what speaks against it (`cautions`) and wants it all the same. */
  confirmed: z.boolean(),
  /** Paths of the props whose differences do not count, as the comparison writes them. */
  ignore: z.array(z.string().max(500)).max(100),
})
export type ReplayPlan = Readonly<Omit<z.infer<typeof ReplayPlanSchema>, 'request' | 'ignore'>> & {
  readonly request: Outgoing
  readonly ignore: readonly string[]
}

/** Why a replay asks first: sending it again may do something again. */
export interface Caution {
  readonly kind: 'unsafe-method' | 'sets-cookie'
  /** In one sentence. */
  readonly why: string
}

/** An exchange's request ready to be sent again, and what there is to know of it. */
export interface PreparedReplay {
  readonly of: string | null
  readonly origin: string
  readonly request: Outgoing
  /** Next's route, null where none is known. */
  readonly page: string | null
  /** What stands in front of the page's own path: base path, and locale. */
  readonly prefix: string
  /** Of the running server; null where it is not known, and then the document tells. */
  readonly buildId: string | null
  /** Locales that the page can be asked in; empty where the project has none. */
  readonly locales: readonly string[]
  readonly defaultLocale: string | null
  readonly locale: string | null
  readonly cautions: readonly Caution[]
  /** What of the original cannot be sent again, one sentence each: a body that was not captured. */
  readonly notes: readonly string[]
}

/** How one of the requests of a run ended. Times in ms. */
export interface ReplaySample {
  readonly index: number
  /** The exchange that it became; null where neither agent nor tap told of it. */
  readonly exchange: string | null
  readonly status: number | null
  readonly outcome: string | null
  /** Of getServerSideProps, as the agent measured it; null where none ran or no agent is attached. */
  readonly callMs: number | null
  /** From the request being written until the head of the answer, and until its last byte. */
  readonly ttfbMs: number | null
  readonly totalMs: number | null
  /** Of the answer's body as sent. */
  readonly bytes: number | null
  /** Which of the run's different props it had, counted from 0 in the order of their first; null where none are known. */
  readonly props: number | null
  /** Why there was no whole answer. */
  readonly error: string | null
}

/** Values of one measure. A histogram of equal steps: `bins[i]` counts from `from + i * step`, below `from + (i + 1) * step` (the last one includes its end). */
export interface Distribution {
  readonly count: number
  readonly min: number
  readonly p50: number
  readonly p95: number
  readonly max: number
  readonly from: number
  readonly step: number
  readonly bins: readonly number[]
}

export const MEASURES = ['callMs', 'ttfbMs', 'totalMs', 'bytes'] as const
export type Measure = (typeof MEASURES)[number]

export type RunState = 'running' | 'done' | 'cancelled'

/** A run: one replay or many of the same request. Pushed when it changed, at most ten times a second. */
export interface ReplayRun {
  readonly id: string
  readonly of: string | null
  readonly origin: string
  readonly request: Outgoing
  readonly as: ReplayAs
  readonly state: RunState
  /** Epoch ms. */
  readonly startedAt: number
  readonly concurrency: number
  readonly times: number
  readonly forMs: number | null
  readonly done: number
  /** How many got no whole answer, and of the rest by status. */
  readonly errors: number
  readonly statuses: readonly { readonly status: number; readonly count: number }[]
  /** The first one that was sent, set apart: it may have found nothing compiled and nothing warm. */
  readonly first: ReplaySample | null
  /** Newest last, the last fifty. */
  readonly latest: readonly ReplaySample[]
  /** Of all but the first; of a single one there is none. */
  readonly spread: Readonly<Record<Measure, Distribution | null>>
  /** How many different props came, and at which paths they differ; null: not known (yet). */
  readonly props: PropsSpread | null
  /** What is to be known of the run as a whole, one sentence each: no agent, recording paused. */
  readonly notes: readonly string[]
}

export interface PropsSpread {
  readonly known: number
  readonly variants: number
  readonly paths: readonly { readonly path: string; readonly kind: string; readonly runs: number }[]
  /** There were more differences or variants than are looked at. */
  readonly truncated: boolean
}

export const COPY_FORMATS = ['curl-bash', 'curl-powershell', 'fetch', 'httpie', 'playwright', 'next-test'] as const
export const CopyFormatSchema = z.enum(COPY_FORMATS)
export type CopyFormat = z.infer<typeof CopyFormatSchema>

/** One side of a comparison. */
export const GroupRefSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exchanges'), ids: z.array(z.string().max(64)).min(1).max(TIMES_LIMIT) }),
  z.object({ kind: z.literal('run'), run: z.string().max(64) }),
])
export type GroupRef =
  | { readonly kind: 'exchanges'; readonly ids: readonly string[] }
  | { readonly kind: 'run'; readonly run: string }

/** What two groups of measurements say of each other; `p`: how likely chance alone would have them differ so. */
export type Verdict =
  | { readonly kind: 'too-few'; readonly needed: number }
  | { readonly kind: 'no-difference'; readonly p: number }
  /** The right side has more, or less; `difference`: of the medians. */
  | { readonly kind: 'more' | 'less'; readonly p: number; readonly difference: number }

export interface ComparedGroup {
  readonly count: number
  /** Id of the exchange that stands for the group where one must. */
  readonly shown: string
  readonly method: string
  readonly url: string
  readonly startedAt: number
  readonly replayOf: string | null
}

export interface ComparedPart {
  readonly name: string
  readonly left: string | null
  readonly right: string | null
  readonly same: boolean
}

export interface UpstreamCount {
  /** Method and URL. */
  readonly name: string
  readonly left: number
  readonly right: number
  /** Of all of them together, in ms. */
  readonly leftMs: number
  readonly rightMs: number
}

export interface Compared {
  readonly left: ComparedGroup
  readonly right: ComparedGroup
  readonly measures: readonly {
    readonly measure: Measure
    readonly left: Distribution | null
    readonly right: Distribution | null
    readonly verdict: Verdict
  }[]
  readonly parts: readonly ComparedPart[]
  /** Only those that differ, names in lower case. */
  readonly requestHeaders: readonly ComparedPart[]
  readonly responseHeaders: readonly ComparedPart[]
  /** null: not seen on one of the sides. */
  readonly upstream: readonly UpstreamCount[] | null
  /** Those that only one side has. */
  readonly findings: readonly { readonly rule: string; readonly message: string; readonly only: 'left' | 'right' }[]
  readonly props:
    | { readonly kind: 'none' }
    | { readonly kind: 'unknown'; readonly why: string }
    | { readonly kind: 'compared'; readonly comparison: Comparison }
}

/** A function on the stack for a while. Times in ms from the start of the exchange. */
export interface FlameBar {
  readonly name: string
  /** File and line, led back to the sources where a map is there; null: V8's own. */
  readonly place: string | null
  /** Of the project itself. */
  readonly own: boolean
  readonly depth: number
  readonly startMs: number
  readonly durationMs: number
}

export interface FlameTotal {
  readonly name: string
  readonly place: string | null
  readonly own: boolean
  /** Itself alone, and with all that it called, in ms. */
  readonly selfMs: number
  readonly totalMs: number
}

/** What the server's thread did during one replay. */
export interface ProfiledReplay {
  readonly exchange: string
  readonly durationMs: number
  /** The getServerSideProps call; null where none ran. */
  readonly call: { readonly startMs: number; readonly durationMs: number | null } | null
  readonly bars: readonly FlameBar[]
  /** Bars that are too narrow to be drawn. */
  readonly leftOut: number
  /** By their own time, the greatest first. */
  readonly totals: readonly FlameTotal[]
  readonly idleMs: number
  /** V8's own: garbage, compiling. */
  readonly engineMs: number
  readonly intervalUs: number
  /** Other requests that ran meanwhile, and whose work is in it too. */
  readonly others: number
}

export interface ReplayApi extends ReadsApi, HistoryApi {
  /** What it takes to send the exchange again. Problem: `no-exchange`. */
  prepareReplay(id: string): Promise<Result<PreparedReplay>>
  /**
   * Begins a run; it goes on by itself, and `runChanged` tells of it. Problems: `not-attached`, `needs-consent` (cautions, not confirmed), `request-failed` (the plan cannot be sent).
   */
  startReplay(plan: ReplayPlan): Promise<Result<ReplayRun>>
  /** Nothing more is sent, and what is under way is broken off. */
  cancelReplay(run: string): Promise<null>
  /** The runs of this session, oldest first, the last hundred. */
  listRuns(): Promise<readonly ReplayRun[]>
  /** Two exchanges or groups of them. `ignore`: patterns of paths of the props (`json/path-pattern.ts`). Problem: `no-exchange`, `bad-pattern`. */
  compareExchanges(left: GroupRef, right: GroupRef, ignore: readonly string[]): Promise<Result<Compared>>
  /** The request as a command or as code. `of`: the exchange that it comes from; `secrets`: whether cookies, tokens and keys stand in it as they are. */
  copyRequest(
    of: string | null,
    origin: string,
    request: Outgoing,
    format: CopyFormat,
    secrets: boolean,
  ): Promise<string>
  /**
   * Sends the request of the exchange `of` once while the server's CPU is profiled through its inspector. Problems: as `startReplay`'s and those of opening an inspector; `no-exchange` where
   * nothing was told of the request.
   */
  profileReplay(of: string, request: Outgoing, confirmed: boolean): Promise<Result<ProfiledReplay>>
  /** The profile behind an exchange as a `.cpuprofile` file has it; the last five are kept. */
  readProfile(exchange: string): Promise<string | null>
  /** A request out of a curl command. Problem: `request-failed`, which says what was not understood. */
  readCurl(text: string): Promise<Result<ReadCurl>>
  /** Tells, by `pageChanged`, when the file of this exchange's page changes, and of no other from now on; null: of none. Gives the file, null where it was not found. */
  watchPage(exchange: string | null): Promise<string | null>
}

/** A request that was written as a curl command. */
export interface ReadCurl {
  /** For which server it was written; it is sent to the attached one all the same. */
  readonly origin: string
  readonly request: Outgoing
  /** What of the command has no meaning here, one sentence each. */
  readonly notes: readonly string[]
}

export interface PageChange {
  readonly exchange: string
  readonly page: string
  /** From the project's folder on. */
  readonly file: string
  /** Epoch ms. */
  readonly at: number
}

export interface ReplayEvents {
  runChanged(run: ReplayRun): void
  pageChanged(change: PageChange): void
}

export const replayArguments = {
  prepareReplay: z.tuple([z.string().max(64)]),
  startReplay: z.tuple([ReplayPlanSchema]),
  cancelReplay: z.tuple([z.string().max(64)]),
  listRuns: z.tuple([]),
  compareExchanges: z.tuple([GroupRefSchema, GroupRefSchema, z.array(z.string().max(500)).max(100)]),
  copyRequest: z.tuple([
    z.string().max(64).nullable(),
    z.string().max(500),
    OutgoingSchema,
    CopyFormatSchema,
    z.boolean(),
  ]),
  profileReplay: z.tuple([z.string().max(64), OutgoingSchema, z.boolean()]),
  readProfile: z.tuple([z.string().max(64)]),
  recordReads: z.tuple([z.string().max(64), OutgoingSchema, z.boolean()]),
  readReads: z.tuple([z.string().max(64)]),
  readHistory: z.tuple([z.string().max(500)]),
  rememberRequest: z.tuple([z.string().max(500), z.string().max(2000).nullable(), OutgoingSchema, z.boolean()]),
  forgetRequests: z.tuple([z.string().max(500), z.string().max(40).nullable()]),
  readCurl: z.tuple([z.string().max(200_000)]),
  watchPage: z.tuple([z.string().max(64).nullable()]),
} satisfies { [K in keyof ReplayApi]: z.ZodType<Parameters<ReplayApi[K]>> }
