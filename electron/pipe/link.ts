import type { Result } from '../../shared/problem.ts'
import type { AgentCommand, HelloEvent, RequestEvent, RequestNumber, StatsEvent } from '../../shared/raw-events.ts'
import type { ClientOptions } from '../agent/client.ts'
import type { AskedReads } from './reads-asked.ts'

/** Where the events of one attached agent go. Called on our own thread, in the order in which the agent spoke. */
export interface PipeSink {
  events(events: readonly (RequestEvent | StatsEvent)[]): void
  /** A piece of a response body, in order; `bytes` belongs to the sink. */
  body(request: RequestNumber, bytes: Uint8Array): void
  /** Nothing more comes: the pipe is gone. Called once. */
  closed?(): void
}

/** One agent that has said hello over the pipe. */
export interface AgentLink {
  readonly hello: HelloEvent
  send(command: AgentCommand): void
  /** Asks for what the render of a request reads of its props: the one that comes from our `port`, after `ordinal` others on its connection. */
  askReads(port: number, ordinal: number): AskedReads
  /** Resolves when the pipe to the agent is gone, for whatever reason. */
  readonly closed: Promise<void>
  /** Tears the pipe down; an agent that loses its pipe takes itself out of the server. */
  close(): void
}

/** A local socket (a named pipe on Windows) that only agents which we put in can use. */
export interface Pipe {
  /** What agents connect to. */
  readonly path: string
  /**
   * Waits for the agent that presents `secret`, having been put in with `settings`. `sinkFor` is called once, with its hello, before any event.
   * Problems: `pipe-failed` (timed out, wrong protocol, wrong secret).
   */
  expect(
    secret: string,
    sinkFor: (hello: HelloEvent) => PipeSink,
    timeoutMs: number,
  ): { readonly settings: ClientOptions; readonly link: Promise<Result<AgentLink>> }
  /** Lets in every agent that presents `secret`, as those of a launched command do. `sinkFor` as above; `onLink` comes after it. */
  welcome(secret: string, sinkFor: (hello: HelloEvent) => PipeSink, onLink: (link: AgentLink) => void): void
  close(): Promise<void>
}
