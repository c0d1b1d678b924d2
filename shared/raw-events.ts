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

/** Next is about to run the page's getServerSideProps. */
export interface CallStartEvent {
  readonly kind: 'call-start'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  readonly page: string | null
}

export interface CallEndEvent {
  readonly kind: 'call-end'
  readonly request: RequestNumber
  readonly at: MonotonicMs
  /** `other`: it returned something that is none of Next's answers. */
  readonly result: 'props' | 'redirect' | 'notFound' | 'error' | 'other'
  readonly redirect: RawRedirect | null
  readonly error: RawError | null
  /** Headers set on the response inside the call, in order; `null` as value means removed. */
  readonly setHeaders: readonly {
    readonly name: string
    readonly value: string | readonly string[] | null
    readonly at: MonotonicMs
  }[]
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
  | CallStartEvent
  | CallEndEvent
  | SpanEvent
  | RequestEndEvent
  | DescribedEvent
export type AgentEvent = HelloEvent | RequestEvent | StatsEvent

/** What our process asks of the agent over the pipe. */
export type AgentCommand =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'capture'; readonly on: boolean }
  /** Close the inspector in a later tick; only sent where we opened it and have disconnected. */
  | { readonly kind: 'close-inspector' }
  | { readonly kind: 'detach' }

/** Version of this exchange of events; an agent of another one is a stranger and left alone. */
export const AGENT_PROTOCOL = 1

/**
 * Frames on the pipe, both ways: u32 length of what follows (big endian), u8 type, payload.
 * `events`: UTF-8 JSON array of AgentEvent. `body`: u32 request number (big endian), then bytes of that response's body, in order.
 * `command`: UTF-8 JSON of one AgentCommand.
 */
export const FRAME = { events: 1, body: 2, command: 3 } as const
