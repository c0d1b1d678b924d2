import { setTimeout as delay } from 'node:timers/promises'
import type { AttachedServer, Connection } from '../../shared/api.ts'
import { fail, ok, type ProblemCode, type Result } from '../../shared/problem.ts'
import type { AgentLink, Pipe } from '../pipe/link.ts'
import { openPipe } from '../pipe/pipe.ts'
import type { AskedReads } from '../pipe/reads-asked.ts'
import { type Attachment, type AttachOptions, attach, type SinkFor } from './attach.ts'
import { createLookPace, type LookPace } from './look-pace.ts'
import { type System, thisSystem } from './system.ts'

/** The life of one connection to a server: attached as long as that is wished, through every restart of the server. */
export interface Connector {
  readonly connection: Connection
  /** Called after every change of `connection`; returns the way to stop. */
  onChange(listener: (connection: Connection) => void): () => void
  /** Lets go of the server before, if any. Resolves when attached or failed; a later `attach` or `detach` makes it fail with `not-attached`. */
  attach(target: string): Promise<Result<AttachedServer>>
  /** Goes on with an agent that is in already (of a command that we started), unless there is one: then this one is turned away, and it gives false. */
  adopt(attachment: Attachment): boolean
  /** Resolves when nothing of us is left in the server. */
  detach(): Promise<Result<null>>
  /** Something says that the server may be back: where it is waited for, it is looked for at once, and often for a while. */
  lookNow(): void
  /** `AgentLink.askReads`, of the agent that is there; null where none is. */
  askReads(port: number, ordinal: number): AskedReads | null
  /** Whether the agent captures; kept through restarts. */
  setCapture(on: boolean): void
  /** Has the bodies of all answers handed over, whatever that costs the server, until what it gives is called; kept through restarts. */
  wantEveryBody(): () => void
  /** Detaches and lets everything go: no socket and no timer is left. */
  close(): Promise<void>
}

export interface ConnectorOptions {
  readonly sinkFor: SinkFor
  /** As `attach`'s. */
  readonly admit?: AttachOptions['admit']
  readonly log?: (line: string) => void
  readonly system?: System
}

/** Looking costs the server nothing, but the machine: what listens there and is no server to attach to (yet) is asked again no sooner than this. */
const ASK_AGAIN_MS = 400
/** After an attempt that failed, and after a link that broke early, the next one waits twice as long, up to this. */
const LONGEST_WAIT_MS = 5000
/** A link that stood this long was sound. */
const SOUND_MS = 10_000
/** What will not be otherwise at the next look. */
const FINAL: readonly ProblemCode[] = ['other-user', 'no-pages-router', 'unsupported-next', 'signal-refused']

/** One wish to be attached: from `attach` until it failed, or the next `attach`, `detach` or `close`. */
interface Wish {
  readonly cancel: AbortController
  /** Resolves when nothing of this wish is at work any more. */
  over: Promise<void>
}

export function createConnector(options: ConnectorOptions): Connector {
  const { sinkFor, admit, log = () => {}, system = thisSystem() } = options
  let connection: Connection = { kind: 'idle' }
  let capture = true
  /** How many want every body. */
  let every = 0
  let wish: Wish | null = null
  let link: AgentLink | null = null
  /** Of the server that is waited for. */
  let pace: LookPace | null = null
  let pipe: Promise<Pipe> | null = null
  const listeners = new Set<(connection: Connection) => void>()

  function become(next: Connection): void {
    connection = next
    log(describe(next))
    for (const listener of listeners) listener(next)
  }

  async function attachOnce(target: string, onStep: (step: string) => void): Promise<Result<Attachment>> {
    try {
      pipe ??= openPipe()
      return await attach(target, { pipe: await pipe, sinkFor, onStep, admit, system })
    } catch (error) {
      if (!link) pipe = null
      return fail(
        'internal',
        `Attaching to ${target} failed for a reason that was not foreseen: ${String(error)}`,
        'This is a fault of Propscope: please report it.',
        error instanceof Error ? (error.stack ?? null) : null,
      )
    }
  }

  /** Takes the agent out; the server has a moment to answer, and loses its pipe in any case. */
  async function letGo(attachment: Attachment): Promise<void> {
    attachment.link.send({ kind: 'detach' })
    const patience = new AbortController()
    await Promise.race([attachment.link.closed, delay(1500, undefined, { signal: patience.signal }).catch(() => {})])
    patience.abort()
    attachment.link.close()
    link = null
    await attachment.settled
  }

  /** Stays with one link until it breaks or the wish is over. Resolves to how it ended. */
  async function stay(attachment: Attachment, signal: AbortSignal): Promise<'lost' | 'over'> {
    link = attachment.link
    if (!capture) link.send({ kind: 'capture', on: false })
    if (every > 0) link.send({ kind: 'bodies', every: true })
    if (!signal.aborted) become({ kind: 'attached', server: attachment.server, since: Date.now() })
    const ended = new AbortController()
    await Promise.race([attachment.link.closed, aborted(signal, ended.signal)])
    // A wish outlives many links: nothing of this one stays with it.
    ended.abort()
    if (!signal.aborted) {
      link = null
      return 'lost'
    }
    await letGo(attachment)
    return 'over'
  }

  /** Waits until something listens on the port again and attaches to it; null when the wish is over or has become hopeless. */
  async function attachAgain(
    { server, again }: Attachment,
    firstWaitMs: number,
    signal: AbortSignal,
  ): Promise<Attachment | null> {
    const since = Date.now()
    const { port, target } = again ?? placeOf(server.origin)
    const wait = (why: string) => become({ kind: 'waiting', server, since, why })
    const looks = createLookPace()
    pace = looks
    let silent = system.isAlive(server.pid)
    let wasThere = silent
    const ended = `Pid ${server.pid} ended; waiting for a server on port ${port}.`
    wait(silent ? `The agent in pid ${server.pid} fell silent; attaching again.` : ended)
    await pause(firstWaitMs, signal)
    for (let waitMs = firstWaitMs; ; ) {
      while (!signal.aborted && !(await system.isListening(port))) {
        wasThere = false
        // Its connection goes down a moment before the process that dies does.
        if (silent && !system.isAlive(server.pid)) {
          silent = false
          looks.hint()
          wait(ended)
        }
        await looks.due(signal)
      }
      if (signal.aborted) return null
      // Whatever has begun to listen there is mostly it, not ready yet.
      if (!wasThere) looks.hint()
      wasThere = true
      const attached = await attachOnce(target, () => {})
      if (attached.ok) return attached.value
      if (signal.aborted) return null
      const { code, message } = attached.problem
      if (FINAL.includes(code)) {
        become({ kind: 'failed', target: server.origin, problem: attached.problem })
        return null
      }
      if (connection.kind !== 'waiting' || connection.why !== message) wait(message)
      const longer = Math.max(waitMs * 2, 100)
      // What reached into it and failed is not repeated at the pace of looks, whatever hints at it.
      const onlyLooked = code === 'no-server' || code === 'not-next' || code === 'process-gone'
      waitMs = Math.min(longer, onlyLooked ? ASK_AGAIN_MS : LONGEST_WAIT_MS)
      await (onlyLooked ? looks.due(signal, waitMs) : pause(waitMs, signal))
    }
  }

  /** From the first link on, until the wish is over. */
  async function keep(first: Attachment, signal: AbortSignal): Promise<void> {
    let attachment: Attachment | null = first
    let waitMs = 0
    while (attachment) {
      const begun = performance.now()
      if ((await stay(attachment, signal)) === 'over') return
      const { server }: Attachment = attachment
      // A process that ended is replaced by another, whose beginning should be seen; in one that lives on something of ours does not hold.
      const isSound = performance.now() - begun > SOUND_MS || !system.isAlive(server.pid)
      waitMs = isSound ? 0 : Math.min(Math.max(waitMs * 2, 50), LONGEST_WAIT_MS)
      attachment = await attachAgain(attachment, waitMs, signal)
    }
  }

  async function endWish(): Promise<void> {
    const ending = wish
    wish = null
    ending?.cancel.abort()
    await ending?.over
  }

  return {
    get connection() {
      return connection
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    async attach(target) {
      const before = wish
      const own: Wish = { cancel: new AbortController(), over: Promise.resolve() }
      const { signal } = own.cancel
      wish = own
      before?.cancel.abort()
      const step = (text: string) => {
        if (!signal.aborted) become({ kind: 'attaching', target, step: text })
      }
      step('Looking for the server')
      const attempt = (async () => {
        await before?.over
        return signal.aborted ? cancelled(target) : await attachOnce(target, step)
      })()
      own.over = attempt.then(async attached => {
        if (!attached.ok) return
        if (signal.aborted) await letGo(attached.value)
        else await keep(attached.value, signal)
      })
      const attached = await attempt
      if (signal.aborted) return cancelled(target)
      if (!attached.ok) {
        wish = null
        become({ kind: 'failed', target, problem: attached.problem })
        return attached
      }
      return ok(attached.value.server)
    },

    adopt(attachment) {
      if (connection.kind === 'attached') {
        attachment.link.close()
        return false
      }
      const before = wish
      const own: Wish = { cancel: new AbortController(), over: Promise.resolve() }
      const { signal } = own.cancel
      wish = own
      before?.cancel.abort()
      own.over = (async () => {
        await before?.over
        if (signal.aborted) await letGo(attachment)
        else await keep(attachment, signal)
      })()
      return true
    },

    async detach() {
      await endWish()
      if (!wish && connection.kind !== 'idle') become({ kind: 'idle' })
      return ok(null)
    },

    lookNow() {
      if (connection.kind === 'waiting') pace?.hint()
    },

    askReads: (port, ordinal) => link?.askReads(port, ordinal) ?? null,

    setCapture(on) {
      capture = on
      link?.send({ kind: 'capture', on })
    },

    wantEveryBody() {
      const count = (by: 1 | -1) => {
        const was = every > 0
        every += by
        if (every > 0 !== was) link?.send({ kind: 'bodies', every: every > 0 })
      }
      let wanted = true
      count(1)
      return () => {
        if (wanted) count(-1)
        wanted = false
      }
    },

    async close() {
      await endWish()
      const opened = await pipe?.catch(() => null)
      pipe = null
      await opened?.close()
      if (connection.kind !== 'idle') become({ kind: 'idle' })
      listeners.clear()
    },
  }
}

function cancelled(target: string): Result<never> {
  return fail('not-attached', `Attaching to ${target} was given up.`, 'Attach again when you want to.')
}

/** Resolves when `signal` is aborted; listens until then, or until `ended` is. */
function aborted(signal: AbortSignal, ended: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true, signal: ended }))
}

/** Resolves after `ms`, or at once when the wish is over; no timer is left then. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {})
}

function placeOf(origin: string): { readonly port: number; readonly target: string } {
  const url = new URL(origin)
  const port = url.port ? Number(url.port) : url.protocol === 'https:' ? 443 : 80
  return { port, target: `http://localhost:${port}` }
}

function describe(connection: Connection): string {
  switch (connection.kind) {
    case 'idle':
      return 'detached'
    case 'attaching':
      return `attaching to ${connection.target}: ${connection.step}`
    case 'attached':
      return `attached to ${connection.server.origin} (pid ${connection.server.pid})`
    case 'waiting':
      return `waiting: ${connection.why}`
    case 'failed':
      return `failed: ${connection.problem.message}`
  }
}
