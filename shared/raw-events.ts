import type { Bytes, ClockReading, MonotonicMs } from './units.ts'

/**
 * What the agent, inside the server, tells our process, before anything is understood of it. Times are the server process's
 * monotonic clock. Types only: the agent bundles nothing of ours, and what arrives is checked by `electron/pipe/`.
 */

/** Identity of a request within one server process: counts from 1, never used again. */
export type RequestNumber = number

/** Header pairs flattened, as Node's `rawHeaders`: name, value, name, value. */
export type RawHeaders = readonly string[]

export interface RawError {
  /** `null` where what was thrown is no object with a name. */
  readonly name: string | null
  readonly message: string
  readonly code: string | null
  readonly stack: string | null
  readonly cause: RawError | null
}

export interface RawRedirect {
  readonly destination: string
  readonly statusCode: number | null
  readonly permanent: boolean | null
  readonly basePath: boolean | null
}

/** First message on the pipe: who speaks. `secret` is the one that the injection handed over. */
export interface HelloEvent {
  readonly kind: 'hello'
  readonly secret: string
  readonly protocol: number
  readonly pid: number
  readonly nodeVersion: string
  readonly nextVersion: string | null
  readonly mode: 'dev' | 'start'
  readonly cwd: string
  /** URL of the inspector if it is open in the server, else null. */
  readonly inspectorUrl: string | null
  readonly clock: ClockReading
  /** Of an agent that was there when the server began to listen, since Propscope had started it; null: it was put in later. */
  readonly launched: { readonly port: number; readonly secure: boolean; readonly nextVersion: string } | null
}

export interface RequestStartEvent {
  readonly kind: 'request-start'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  readonly method: string
  /** Path and query exactly as received. */
  readonly url: string
  readonly headers: RawHeaders
  readonly encrypted: boolean
  readonly localPort: number | null
  readonly remotePort: number | null
  /** How many requests came over this connection before this one (keep-alive, pipelining). */
  readonly ordinal: number
}

/** The body that came with a request, as the server's process got it; told once, before `request-end`, and only where there was one. */
export interface RequestBodyEvent {
  readonly kind: 'request-body'
  readonly request: RequestNumber
  /** All of it, before any decoding. */
  readonly bytes: Bytes
  /** null where it was larger than is kept (256 KiB), or did not come whole. */
  readonly base64: string | null
}

/** Next is about to run the page's getServerSideProps. */
export interface CallStartEvent {
  readonly kind: 'call-start'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  readonly page: string | null
  /** As Next found them, also behind a rewrite; null where it does not tell. */
  readonly params: Readonly<Record<string, string | readonly string[]>> | null
  /** Of the project's i18n; null without one, and where Next does not tell. */
  readonly locale: string | null
}

export interface CallEndEvent {
  readonly kind: 'call-end'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  /** `other`: it returned something that is none of Next's answers. */
  readonly result: 'props' | 'redirect' | 'notFound' | 'error' | 'other'
  /** The head of the answer had been made by then: the call answers by itself. Compressed, its first byte may leave later. */
  readonly answered: boolean
  readonly redirect: RawRedirect | null
  readonly error: RawError | null
  /** Headers set on the response inside the call, in order; `null` as value means removed. */
  readonly setHeaders: readonly {
    readonly name: string
    readonly value: string | readonly string[] | null
    readonly at: MonotonicMs
  }[]
  /** What of the request it looked at (`cookies.theme`); null: not watched. */
  readonly reads: readonly string[] | null
  /** Parts of the request that could not be watched. */
  readonly readsUnseen: readonly string[]
  /** Upstream calls that were not told, there being too many. */
  readonly upstreamLeftOut: number
  /** What it gave back, if that is an object; else only what it is. */
  readonly returned: RawReturned | null
}

/** The shape of what a call returned, without its values. */
export interface RawReturned {
  /** `object`, `undefined`, `null`, `array`, `string` … */
  readonly type: string
  /** Own enumerable keys, the first 20; empty where it is no object. */
  readonly keys: readonly string[]
  /** `typeof` of `props`, `promise` where it is one, `null`, `array`; `absent` where there is none. */
  readonly props: string
  readonly notFound: boolean
  /** As `props`; and of the destination in it. */
  readonly redirect: string
  readonly destination: string
}

/** The call has ended, and what it left running uses its `res` all the same; the first time only. May come after `request-end`. */
export interface LateUseEvent {
  readonly kind: 'late-use'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  /** `setHeader`, `end` … */
  readonly member: string
}

export type Via = 'fetch' | 'http' | 'span' | 'socket'

/** The call sends a request to somebody else. */
export interface UpstreamStartEvent {
  readonly kind: 'upstream-start'
  readonly request: RequestNumber
  /** Counts from 1 within the request. */
  readonly call: number
  readonly at: MonotonicMs
  readonly via: Via
  readonly method: string
  readonly url: string
  /** Secret values are replaced by a digest. */
  readonly headers: RawHeaders
  /** What of the browser's credentials it carries on; null where it has no headers. */
  readonly forwarded: {
    readonly cookies: readonly string[]
    readonly otherCookies: readonly string[]
    readonly authorization: 'same' | 'different' | 'none'
  } | null
}

export interface UpstreamEndEvent {
  readonly kind: 'upstream-end'
  readonly request: RequestNumber
  readonly call: number
  readonly at: MonotonicMs
  readonly status: number | null
  readonly firstByteAt: MonotonicMs | null
  readonly requestBytes: Bytes | null
  readonly responseBytes: Bytes | null
  readonly error: string | null
}

/** Where the code is that made an upstream call: the lines of a V8 stack that are frames, without Node's own. */
export interface UpstreamCallerEvent {
  readonly kind: 'upstream-caller'
  readonly request: RequestNumber
  readonly call: number
  readonly stack: string
}

/** This request was sent by the call of another one; comes right after its start. */
export interface CausedEvent {
  readonly kind: 'caused'
  readonly request: RequestNumber
  readonly by: RequestNumber
  readonly call: number
}

/** A span of Next's own tracer that ended inside a request. */
export interface SpanEvent {
  readonly kind: 'span'
  readonly request: RequestNumber
  /** Next's span type, e.g. `NextNodeServer.findPageComponents`. */
  readonly span: string
  readonly page: string | null
  readonly from: MonotonicMs
  readonly to: MonotonicMs
  /** What the span's work failed with, null where it did not. */
  readonly error: RawError | null
}

/** The answer is out, or the client went away. */
export interface RequestEndEvent {
  readonly kind: 'request-end'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  readonly aborted: boolean
  /** 0 where no answer was begun. */
  readonly status: number
  /** The head as Node wrote it, status line and header lines with CRLF between them; empty where no answer was begun. */
  readonly head: string
  /** When the first byte (head or body) was handed to the socket; null where none was. */
  readonly firstByteAt: MonotonicMs | null
  /** Bytes of the body handed to the socket, after any compression by the server. */
  readonly bodyBytes: Bytes
  /** Whether chunks of this body were sent over the pipe, and how many bytes of it were let go instead. */
  readonly bodySent: boolean
  readonly bodyDropped: Bytes
  /** Bytes of a body that was not handed over at all, since the server was under load; 0: it was, or there was none. */
  readonly bodySpared: Bytes
}

/** What only the live value tells; comes after `request-end`, once for each call that returned props. */
export interface DescribedEvent {
  readonly kind: 'described'
  readonly request: RequestNumber
  /** `null`: not looked for, the agent's time allowance was used up. */
  readonly lost: readonly { readonly path: string; readonly type: string; readonly becomes: string }[] | null
  /** The props as JSON where the answer's bytes do not hold them (HEAD, 304, ended inside the call); else null. */
  readonly json: string | null
  /** The description stopped at its bounds. */
  readonly truncated: boolean
  /** The props were a promise, and it was rejected. */
  readonly rejected: boolean
  /** Where values stand that are secret in the server; null: not looked for. */
  readonly secrets: readonly RawSecret[] | null
}

/** A secret value found in the props. The value never leaves the server. */
export interface RawSecret {
  readonly path: string
  readonly source: 'env' | 'cookie' | 'authorization'
  /** Of the variable, or the cookie. */
  readonly name: string
}

/** The agent knows which request it is to record the reads of (`AgentCommand`, `expect-reads`). */
export interface ReadsExpectedEvent {
  readonly kind: 'reads-expected'
  readonly ask: number
}

/** What the render of that request read of its props; comes after its end. */
export interface PropsReadEvent {
  readonly kind: 'props-read'
  readonly ask: number
  /** A sign for each value that its JSON holds (agent/props/props-signs.ts); null where nothing was recorded, and `why` then. */
  readonly reads: string | null
  /**
   * `no-call`: none ran. `no-react`: React was not found in this process. `no-app`: nothing was rendered with them. `exceeded`: more was read, or there is more of it, than
   * is noted. `aborted`: the request ended early. `too-long`: it took longer than is waited for. `unsupported`: this version of Next is not watched in that way.
   */
  readonly why: 'no-call' | 'no-react' | 'no-app' | 'exceeded' | 'aborted' | 'too-long' | 'unsupported' | null
  /** Where a value was taken whole: by which function, and the lines of V8's stack above it. */
  readonly places: readonly { readonly by: string; readonly stack: string | null }[]
}

/** Counters of the agent since it was put in; sent with the batches, at most ten times a second. */
export interface StatsEvent {
  readonly kind: 'stats'
  readonly clock: ClockReading
  readonly requests: number
  readonly droppedEvents: number
  readonly droppedBytes: Bytes
  /** Time spent in the agent's own code on the server's thread, in ms. */
  readonly agentMs: number
  /** The longest that the agent held the server's thread at once since the stats before, in ms. */
  readonly longestMs: number
  /** Errors inside the agent, caught; the last one's text. */
  readonly faults: number
  readonly lastFault: string | null
}

export type RequestEvent =
  | RequestStartEvent
  | RequestBodyEvent
  | CallStartEvent
  | CallEndEvent
  | SpanEvent
  | RequestEndEvent
  | DescribedEvent
  | LateUseEvent
  | UpstreamStartEvent
  | UpstreamEndEvent
  | UpstreamCallerEvent
  | CausedEvent
export type ReadsEvent = ReadsExpectedEvent | PropsReadEvent
export type AgentEvent = HelloEvent | RequestEvent | StatsEvent | ReadsEvent

/** What our process asks of the agent over the pipe. */
export type AgentCommand =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'capture'; readonly on: boolean }
  /** Whether the bodies of all answers are handed over, whatever that costs the server; not so from the start. */
  | { readonly kind: 'bodies'; readonly every: boolean }
  /** Close the inspector in a later tick; only sent where we opened it and have disconnected. */
  | { readonly kind: 'close-inspector' }
  | { readonly kind: 'detach' }
  /** Records what the render reads of the props of one request: the one that comes from `port` (ours), as the one after `ordinal` others on that connection. */
  | { readonly kind: 'expect-reads'; readonly ask: number; readonly port: number; readonly ordinal: number }

/** Version of this exchange of events; an agent of another one is a stranger and left alone. */
export const AGENT_PROTOCOL = 5

/**
 * Frames on the pipe, both ways: u32 length of what follows (big endian), u8 type, payload.
 * `events`: UTF-8 JSON array of AgentEvent. `body`: u32 request number (big endian), then bytes of that response's body, in order.
 * `command`: UTF-8 JSON of one AgentCommand. `brief`: events as shared/brief/ has them: u32 how many numbers (big endian), these as doubles (little endian), UTF-8 text.
 * Where there is a ring (agent/outbox/ring.ts), the agent's frames lie there but for `hello` and `stats`, which come over the socket and have the reader look into the ring.
 */
export const FRAME = { events: 1, body: 2, command: 3, brief: 4 } as const

/**
 * What the tap tells, before anything is understood of it: a copy of what went over the wire, read by `electron/tap/`. Times are our own process's monotonic clock.
 * Requests count from 1 for each tap, in the order in which their heads were whole.
 */

/** A reading of both clocks of our process; the first event of a tap, and again where the last one has grown old. */
export interface TapClockEvent {
  readonly kind: 'tap-clock'
  readonly clock: ClockReading
}

/** The head of a request has come. */
export interface TapRequestStartEvent {
  readonly kind: 'tap-request-start'
  readonly request: RequestNumber
  /** Its first byte. */
  readonly at: MonotonicMs
  /** Counts from 1 for each tap: the client's connection, and ours to the server. */
  readonly connection: number
  /** Of our connection to the server, which is `remotePort` to the agent; null where the server could not be reached. */
  readonly localPort: number | null
  readonly clientPort: number | null
  /** How many requests went over this connection before this one: 0 means that the connection was new. */
  readonly ordinal: number
  /** To the server. */
  readonly encrypted: boolean
  /** The request line and the header lines as sent, without the empty line after them; latin1, as Node reads heads. */
  readonly head: string
  /** null where the request line was not understood. */
  readonly method: string | null
  readonly url: string | null
}

/** The head of an answer has come; informational ones (1xx) come before the one that counts. */
export interface TapResponseHeadEvent {
  readonly kind: 'tap-response-head'
  readonly request: RequestNumber
  /** Its first byte. */
  readonly at: MonotonicMs
  readonly status: number
  /** As the request's. */
  readonly head: string
}

/** Bytes of one message as they went over the wire. */
export interface TapMessageBytes {
  readonly head: Bytes
  /** The body without chunk framing, before any decoding: what Content-Length counts. */
  readonly body: Bytes
  /** All that came after the head: the body, its chunk framing and trailers. After an upgrade, everything. */
  readonly framed: Bytes
  /** The trailer lines as sent; null where there were none. */
  readonly trailers: string | null
  /** Bytes of the body that the sink did not take. */
  readonly dropped: Bytes
}

/** Both messages are over, or the connection is. */
export interface TapEndEvent {
  readonly kind: 'tap-end'
  readonly request: RequestNumber
  /** The last byte of the answer that counts, or the end of the connection. */
  readonly at: MonotonicMs
  readonly sent: TapMessageBytes
  /** null where no answer was begun. */
  readonly received: TapMessageBytes | null
  /** First byte of the answer that counts; null where none came. */
  readonly firstByteAt: MonotonicMs | null
  /** Last byte of the request; null where not all of it came. */
  readonly sentAt: MonotonicMs | null
  /** Who went away before both messages were whole; null where they are whole. */
  readonly abortedBy: 'client' | 'server' | null
  /** `tap`: the answer is a page of ours (server down, foreign host). */
  readonly answeredBy: 'server' | 'tap'
  /** The connection was taken over by another protocol (101, CONNECT). */
  readonly upgraded: boolean
}

/** Said once for each connection: from here on its bytes are forwarded and only counted. */
export interface TapNotUnderstoodEvent {
  readonly kind: 'tap-not-understood'
  /** null where it belongs to no request. */
  readonly request: RequestNumber | null
  readonly connection: number
  readonly at: MonotonicMs
  readonly from: 'client' | 'server'
  /** What was not understood, in a sentence. */
  readonly reason: string
}

export type TapEvent = TapClockEvent | TapRequestStartEvent | TapResponseHeadEvent | TapEndEvent | TapNotUnderstoodEvent
