import { z } from 'zod'
import type { EpochMs, ExchangeId } from './units.ts'

/**
 * The exchange: one request that reached the SSR server and all that is known of it. The names are outward
 * (`propscope record` prints them, saved sessions hold them); docs: EXCHANGE.md of the founders, README "The record".
 * What is not known is `null`, never a guess; a `0` is a measured zero. Every time inside is an offset in ms from `startedAt`.
 */
const ms = z.number()
const bytes = z.number().int()
const HeadersSchema = z.array(z.tuple([z.string(), z.string()]))

export const KindSchema = z.enum(['document', 'data', 'prefetch', 'api', 'asset', 'other'])
export const OutcomeSchema = z.enum(['props', 'redirect', 'notFound', 'error', 'none'])
export const ModeSchema = z.enum(['dev', 'start'])

export const FrameSchema = z.object({
  function: z.string().nullable(),
  file: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  /** In the project's own code: not Node, not node_modules, not Next's bundles. */
  own: z.boolean(),
})

export interface CallError {
  /** `null` where something that is not an Error was thrown. */
  name: string | null
  message: string
  code: string | null
  cause: CallError | null
  stack: string | null
  frames: z.infer<typeof FrameSchema>[]
}
export const CallErrorSchema: z.ZodType<CallError> = z.object({
  name: z.string().nullable(),
  message: z.string(),
  code: z.string().nullable(),
  get cause() {
    return CallErrorSchema.nullable()
  },
  stack: z.string().nullable(),
  frames: z.array(FrameSchema),
})

export const RedirectSchema = z.object({
  destination: z.string(),
  statusCode: z.number().nullable(),
  permanent: z.boolean().nullable(),
  basePath: z.boolean().nullable(),
})

/** What of the browser's credentials an upstream call carried on. */
export const ForwardedSchema = z.object({
  /** Names of cookies that it sent with the value that the browser sent. */
  cookies: z.array(z.string()),
  /** Names of cookies of its own, or with another value. */
  otherCookies: z.array(z.string()),
  /** `same` as the browser's, a `different` one, or `none`. */
  authorization: z.enum(['same', 'different', 'none']),
})

/** One request that the call made of something else. */
export const UpstreamCallSchema = z.object({
  /**
   * How it was seen: `fetch` (also undici's other ways), `http` (node:http and https), `span` (a span of the application's own OpenTelemetry), `socket` (bytes on a TCP connection
   * that none of these account for: mostly a database's; from what was written to what came back).
   */
  via: z.enum(['fetch', 'http', 'span', 'socket']),
  /** Of a span the operation (`SELECT`), of a socket `TCP`. */
  method: z.string(),
  /** Of a span its name or statement, of a socket `tcp://host:port`, `tls://host:port` or `unix:/path`. */
  url: z.string(),
  status: z.number().nullable(),
  startMs: ms,
  /** Until the last byte of the answer, or the error; null: its end was not seen. */
  durationMs: ms.nullable(),
  /** Until the head of the answer; null where there is no head, or none came. */
  ttfbMs: ms.nullable(),
  /** Bytes of the bodies as they went over the connection; null where they were not counted. */
  requestBytes: bytes.nullable(),
  responseBytes: bytes.nullable(),
  /** Secret values (cookies, authorization, keys) are replaced by a digest: the same value has the same digest as long as the server runs. */
  requestHeaders: HeadersSchema,
  /** What of the browser's credentials it carried on; null where it has no headers. */
  forwarded: ForwardedSchema.nullable(),
  /** Who made it, the innermost first; empty where that was not seen. */
  frames: z.array(FrameSchema),
  /** Id of the exchange that this call caused, where it went to the attached server itself. */
  exchange: z.string().nullable(),
  error: z.string().nullable(),
})

/** A secret whose value stands in the props; the value itself stays where it is. */
export const SecretSchema = z.object({
  path: z.string(),
  /** `env`: of an environment variable; `cookie`: that the browser sent; `authorization`: of the request; `shape`: looks like one. */
  source: z.enum(['env', 'cookie', 'authorization', 'shape']),
  /** Name of the variable or the cookie; of a shape what it is (`JWT`, `private key`, `GitHub token`). */
  name: z.string(),
})

/** Something that a getServerSideProps does not do, as Next's documentation has it. */
export const MistakeSchema = z.object({
  kind: z.enum([
    'threw-non-error',
    'props-rejected',
    'no-answer',
    'no-props',
    'props-not-object',
    'extra-keys',
    'redirect-destination',
    'redirect-status',
    'not-found-and-redirect',
    'answer-and-props',
    'res-after-answer',
  ]),
  /** One sentence of what. */
  message: z.string(),
  /** One sentence of what to do. */
  advice: z.string(),
})

export const CallSchema = z.object({
  startMs: ms,
  /** `null` while it runs, and where its end was never seen. */
  durationMs: ms.nullable(),
  setHeaders: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.array(z.string())]), atMs: ms })),
  /** What of the request it looked at, as `cookies.theme`, `headers.user-agent`, `query.q`, in the order of the first look; null: not watched. */
  reads: z.array(z.string()).nullable(),
  /** Parts of the request of which it is not known whether the call looked at them (`url`, `method` …). */
  readsUnseen: z.array(z.string()),
  /** What it asked others for, in the order of their starts; null: not watched. */
  calls: z.array(UpstreamCallSchema).nullable(),
  /** Upstream calls beyond those in `calls`, which is bounded. */
  callsLeftOut: z.number().int(),
  /** How long at least one upstream call ran, within the call; the rest of its time none did. null: not watched, or the call has not ended. */
  waitingMs: ms.nullable(),
  /** What it did wrong in Next's own terms, whether or not Next complained. */
  mistakes: z.array(MistakeSchema),
  redirect: RedirectSchema.nullable(),
  error: CallErrorSchema.nullable(),
  source: z
    .object({ file: z.string(), line: z.number().int().nullable(), column: z.number().int().nullable() })
    .nullable(),
})

export const PropsSchema = z.object({
  /** UTF-8 length of the props as compact JSON; `null` where the answer carried none and they were too large to describe. */
  bytes: bytes.nullable(),
  /** Top level, largest first. `bytes` is the value's own JSON, without its key. */
  keys: z.array(z.object({ path: z.string(), bytes })),
  /** What JSON does not keep; `null` where it was not looked for (the server was too busy). */
  lost: z.array(z.object({ path: z.string(), type: z.string(), becomes: z.string() })).nullable(),
  /** The bytes that were captured are not all there were. */
  truncated: z.boolean(),
  value: z.unknown().optional(),
})

export const CacheSchema = z.object({
  declared: z.string().nullable(),
  sent: z.string().nullable(),
  inProduction: z.string().nullable(),
})

export const PhaseSchema = z.object({
  name: z.enum(['compile', 'getServerSideProps', 'render', 'send']),
  startMs: ms,
  durationMs: ms,
})

/** What a rule of `electron/analysis/findings/` has to say of an exchange. */
export const FindingSchema = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  /** One sentence of what. */
  message: z.string(),
  /** One sentence of what to do. */
  advice: z.string(),
  /** Where in the props, where it is about one place. */
  path: z.string().nullable(),
  /** Name of the page of Next's documentation that says more. */
  doc: z.string().nullable(),
})

/** Why a request was made, as far as its headers say; shown with what says so. */
export const ReasonSchema = z.object({
  name: z.enum([
    'document',
    'client-transition',
    'prefetch',
    'reload',
    'back-forward',
    'form',
    'fetch',
    'bot',
    'health-check',
    'favicon',
    'replay',
    'tool',
  ]),
  /** In one sentence, naming the headers that say so. */
  because: z.string(),
})

/** What went over the wire at the tap. */
export const WireSchema = z.object({
  /** The client's connection, counted from 1 for each tap. */
  connection: z.number().int(),
  /** Requests that went over the same connection before: 0 means that it was new. */
  ordinal: z.number().int(),
  /** As the request line says it: `HTTP/1.1`; null where that was not understood. */
  protocol: z.string().nullable(),
  /** Of our connection to the server. */
  encrypted: z.boolean(),
  /** Bytes as sent: heads with their empty line, bodies without and with chunk framing. null: not begun. */
  sent: z.object({ head: bytes, body: bytes, framed: bytes }),
  received: z.object({ head: bytes, body: bytes, framed: bytes }).nullable(),
  /** `content-encoding` of the answer; null where there was none. */
  encoding: z.string().nullable(),
  /** Until the last byte of the request had come; null where not all of it came. */
  requestSentMs: ms.nullable(),
  /** Status codes of the informational answers that came before the one that counts. */
  informational: z.array(z.number().int()),
  /** Trailer lines of the answer as sent. */
  trailers: z.string().nullable(),
  abortedBy: z.enum(['client', 'server']).nullable(),
  /** `tap`: the answer is a page of ours (server down, foreign host). */
  answeredBy: z.enum(['server', 'tap']),
  /** The connection was taken over by another protocol. */
  upgraded: z.boolean(),
})

/** Where the bytes of a document or data answer are. All in bytes; null where it is not known. */
export const LedgerSchema = z.object({
  /** The props as compact JSON. */
  props: bytes,
  /** The props as the document holds them: inside `__NEXT_DATA__`, escaped. Of a data answer, as they stand in it. */
  embedded: bytes.nullable(),
  /** The answer, decoded. */
  document: bytes,
  /** The answer's body as sent; of an exchange that only the agent saw, as the server's process handed it to the socket. */
  wire: bytes.nullable(),
  /**
   * How many bytes fewer the answer would have on the wire without its props: the decoded answer with and without them, both compressed anew in the encoding it was sent with,
   * as a share of the first, times `wire`. Equal to `embedded` where it was not compressed; null where that was not worked out.
   */
  wireProps: bytes.nullable(),
})

/** A data request asked for another build than the server serves. */
export const SkewSchema = z.object({ asked: z.string(), serves: z.string() })

export const ReplayRunSchema = z.object({ id: z.string(), index: z.number().int() })

export const ExchangeServerSchema = z.object({
  origin: z.string(),
  next: z.string().nullable(),
  mode: ModeSchema.nullable(),
  pid: z.number().int().nullable(),
})

export const ExchangeSchema = z.object({
  id: z.string(),
  kind: KindSchema,
  source: z.enum(['agent', 'tap', 'both']),
  server: ExchangeServerSchema,
  startedAt: z.number(),
  /** Until the last byte left, or the abort; `null` while the request runs. */
  durationMs: ms.nullable(),
  /** The client went away first. */
  aborted: z.boolean(),
  /** `running` until the answer is out and the call, if one ran, has ended. */
  state: z.enum(['running', 'finished']),
  request: z.object({
    method: z.string(),
    /** Path and query exactly as received. */
    url: z.string(),
    headers: HeadersSchema,
    /** Next's route, `null` where none matched. */
    page: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullable(),
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    /** Of a data request. */
    buildId: z.string().nullable(),
    /** That the project's i18n found for it; `null` without i18n, and where nothing tells. */
    locale: z.string().nullable(),
    /** Bytes of the body that came with it, and whether they were captured whole; `null` where nobody looked. */
    body: z.object({ bytes, captured: z.boolean() }).nullable(),
  }),
  /** `null` where no answer was begun. */
  response: z
    .object({
      status: z.number().int(),
      headers: HeadersSchema,
      /** Decoded; `null` where the bytes were not captured or could not be decoded. */
      bodyBytes: bytes.nullable(),
      /** As sent, after compression; `null` where only the agent saw it. */
      wireBytes: bytes.nullable(),
      ttfbMs: ms.nullable(),
    })
    .nullable(),
  outcome: OutcomeSchema,
  call: CallSchema.nullable(),
  props: PropsSchema.nullable(),
  /** Tells equal props from different ones; null where there are none, or their bytes were not read. */
  propsDigest: z.string().nullable(),
  /** Secrets that stand in the props; null where they were not looked for. */
  secrets: z.array(SecretSchema).nullable(),
  cache: CacheSchema,
  phases: z.array(PhaseSchema),
  /** Of rules that are not silenced for this project, the gravest first. */
  findings: z.array(FindingSchema),
  /** Of those that are. */
  silenced: z.array(FindingSchema),
  /** What could not be captured or read of this exchange, one sentence each; shown, never swallowed. */
  gaps: z.array(z.string()),
  /** Why the bytes of the answer, and the props in it, were not kept though they could be seen: the server was under `load`. */
  unkept: z.enum(['load']).nullable().default(null),
  /** What failed after the call had given its answer: rendering the page. `call.error` is the call's own. */
  renderError: CallErrorSchema.nullable(),
  /** `null` where the headers do not tell. */
  reason: ReasonSchema.nullable(),
  /** Id of the exchange that began the navigation which this one belongs to (its own id where it began one); `null` where none is known. */
  navigation: z.string().nullable(),
  /** `null` where the tap did not see it, and while the request runs. */
  wire: WireSchema.nullable(),
  /** `null` where the answer holds no props, or its bytes were not read. */
  ledger: LedgerSchema.nullable(),
  /** `null` where the build was the server's, none was asked for, or the server's is not known. */
  skew: SkewSchema.nullable(),
  replayOf: z.string().nullable(),
  /** Id of the exchange whose getServerSideProps sent this request; null where none is known. */
  causedBy: z.string().nullable(),
  /** The run of replays that sent it, and the how manieth of it (from 0); `null` where Propscope did not send it. */
  replayRun: ReplayRunSchema.nullable(),
})

export type Kind = z.infer<typeof KindSchema>
export type Outcome = z.infer<typeof OutcomeSchema>
export type Mode = z.infer<typeof ModeSchema>
export type Frame = Readonly<z.infer<typeof FrameSchema>>
export type Redirect = Readonly<z.infer<typeof RedirectSchema>>
export type Call = z.infer<typeof CallSchema>
export type Props = z.infer<typeof PropsSchema>
export type Cache = z.infer<typeof CacheSchema>
export type Phase = Readonly<z.infer<typeof PhaseSchema>>
export type Finding = Readonly<z.infer<typeof FindingSchema>>
export type UpstreamCall = DeepReadonly<z.infer<typeof UpstreamCallSchema>>
export type Secret = Readonly<z.infer<typeof SecretSchema>>
export type Mistake = Readonly<z.infer<typeof MistakeSchema>>
export type Reason = Readonly<z.infer<typeof ReasonSchema>>
export type Wire = DeepReadonly<z.infer<typeof WireSchema>>
export type Ledger = Readonly<z.infer<typeof LedgerSchema>>
export type Skew = Readonly<z.infer<typeof SkewSchema>>
export type ExchangeServer = Readonly<z.infer<typeof ExchangeServerSchema>>

/** Branded primitives are left alone; arrays and tuples are mapped as such. */
type DeepReadonly<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : { readonly [K in keyof T]: DeepReadonly<T[K]> }

/** An exchange as everyone but `correlate/` sees it. */
export type Exchange = DeepReadonly<
  Omit<z.infer<typeof ExchangeSchema>, 'id' | 'startedAt'> & { id: ExchangeId; startedAt: EpochMs }
>

/** What one row of the timeline shows or is filtered by, and nothing more. */
export const ExchangeSummarySchema = ExchangeSchema.pick({
  id: true,
  kind: true,
  source: true,
  startedAt: true,
  durationMs: true,
  aborted: true,
  state: true,
  outcome: true,
  unkept: true,
  phases: true,
  navigation: true,
  skew: true,
  replayOf: true,
  replayRun: true,
}).extend({
  /** The exchange's `server.origin`. */
  server: z.string(),
  /** Name of the reason, `null` where it is not known. */
  reason: ReasonSchema.shape.name.nullable(),
  wireBytes: bytes.nullable(),
  /** Of the wire: `tap` where the answer is a page of ours (server down, foreign host); `null` where the tap did not see it. */
  answeredBy: WireSchema.shape.answeredBy.nullable(),
  method: z.string(),
  url: z.string(),
  page: z.string().nullable(),
  status: z.number().int().nullable(),
  /** The call's duration, `null` where none ran or it has not ended; `calling` tells the two apart. */
  callMs: ms.nullable(),
  callStartMs: ms.nullable(),
  calling: z.boolean(),
  propsBytes: bytes.nullable(),
  bodyBytes: bytes.nullable(),
  cacheDeclared: z.string().nullable(),
  cacheSent: z.string().nullable(),
  /** The error's first line, where the call failed. */
  errorMessage: z.string().nullable(),
  /** Where a redirect goes. */
  location: z.string().nullable(),
  /** Rules of the findings that are not silenced, each once. */
  rules: z.array(z.string()),
  /** Number of findings of silenced rules. */
  silenced: z.number().int(),
  /** The upstream calls, for the bar: start and duration, null where the end was not seen. The first ones, where there are many. */
  upstream: z.array(z.tuple([ms, ms.nullable()])),
  /** Number of findings by severity. */
  findings: z.object({ error: z.number().int(), warning: z.number().int(), info: z.number().int() }),
  /** Something of it was not captured or could not be read. */
  incomplete: z.boolean(),
  /** What else a filter asks for: headers of the request, one of the answer, and props of which JSON lost something. */
  marks: z.array(z.enum(['cookie', 'authorization', 'set-cookie', 'lost'])),
})
export type ExchangeSummary = Readonly<z.infer<typeof ExchangeSummarySchema>>
