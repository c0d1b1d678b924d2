import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { AttachedServer, FoundServer } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { HelloEvent } from '../../shared/raw-events.ts'
import agentSource from '../agent/index.ts?agent'
import { closeInspectorFromInside } from '../inspector/close-from-inside.ts'
import { type Failure, type OpenInspector, openInspector, processGone } from '../inspector/open.ts'
import { takeTurn } from '../inspector/turn.ts'
import type { AgentLink, Pipe, PipeSink } from '../pipe/link.ts'
import { attachFar } from './attach-far.ts'
import type { LocatedServer } from './find.ts'
import { packageVersion } from './project.ts'
import { type System, thisSystem } from './system.ts'
import { resolveTarget } from './target.ts'

export type SinkFor = (server: AttachedServer, hello: HelloEvent) => PipeSink

export interface AttachOptions {
  readonly pipe: Pipe
  readonly sinkFor: SinkFor
  /** Says in words what is being done. */
  readonly onStep?: (step: string) => void
  /** Asked as soon as the server is found, before anything is done to it; a failure ends the attach with it. */
  readonly admit?: ((server: FoundServer) => Result<null>) | undefined
  readonly system?: System
  /** The code to put in; the product's own agent unless a test says otherwise. */
  readonly agent?: string
}

/** How long the parts of an attach took, in ms. */
export interface AttachTimes {
  readonly findMs: number
  /** Waiting for other attaches of this user. */
  readonly turnMs: number
  readonly openMs: number
  readonly injectMs: number
  readonly totalMs: number
}

export interface Attachment {
  readonly server: AttachedServer
  readonly link: AgentLink
  readonly times: AttachTimes
  /** Resolves when the inspector is closed again (where we opened it) and the next attach may go; never rejects. */
  readonly settled: Promise<void>
  /** Where it is found again after it went away; null: on its HTTP port. */
  readonly again: { readonly port: number; readonly target: string } | null
}

const HELLO_MS = 5000

/**
 * One attach, end to end: find the process, open its inspector, put the agent in, hear it over the pipe, let the inspector go.
 * Problems: every one of `resolveTarget` and `openInspector`, and `agent-failed`, `pipe-failed`, `process-gone`.
 */
export async function attach(target: string, options: AttachOptions): Promise<Result<Attachment>> {
  const { onStep = () => {}, system = thisSystem() } = options
  const clock = stopwatch()
  onStep('Looking for the server')
  const resolved = await resolveTarget(target, system)
  if (!resolved.ok) return resolved
  if (resolved.value.kind === 'far') return attachFar(resolved.value, options)
  const { located, inspectorPort } = resolved.value
  const admitted = options.admit?.(located.server)
  if (admitted?.ok === false) return admitted
  const { pid, folder } = located.server
  // The tracer that the project registers, if it does, is of this version; the agent's must be able to stand in for it.
  const apiVersion = folder === null ? null : await packageVersion(folder, '@opentelemetry/api')
  const findMs = clock.lap()

  onStep('Waiting for another attach to finish')
  const turn = await takeTurn()
  const turnMs = clock.lap()
  let settled: Promise<void> | null = null
  try {
    onStep(`Opening the inspector of pid ${pid}`)
    const opened = await openInspector(goalOf(located, inspectorPort), system)
    if (!opened.ok) return stillThere(pid, system, opened)
    const openMs = clock.lap()

    onStep(`Putting the agent into pid ${pid}`)
    const injected = await inject(opened.value, located, apiVersion, options)
    if (!injected.ok) {
      settled = giveUp(opened.value, pid, system)
      await settled
      return stillThere(pid, system, injected)
    }
    const { link, server } = injected.value
    await opened.value.session.disconnect()
    settled = opened.value.openedByUs ? closeInspector(link, opened.value, pid, system) : Promise.resolve()
    const times = { findMs, turnMs, openMs, injectMs: clock.lap(), totalMs: clock.total() }
    return ok({ server, link, times, settled, again: null })
  } finally {
    if (settled) void settled.finally(turn.release)
    else turn.release()
  }
}

export function goalOf(located: LocatedServer, inspectorPort: number | null) {
  return {
    pid: located.server.pid,
    pidInside: located.pidInside,
    httpPort: located.port,
    inspectPort: located.inspectPort,
    statedPorts: inspectorPort === null ? located.statedPorts : [inspectorPort, ...located.statedPorts],
  }
}

const AnswerSchema = z.union([
  z.object({ ok: z.literal(true), pid: z.number(), already: z.boolean() }),
  z.object({ ok: z.literal(false), pid: z.number(), error: z.string() }),
])

async function inject(
  { session, openedByUs }: OpenInspector,
  located: LocatedServer,
  apiVersion: string | null,
  options: AttachOptions,
): Promise<Result<{ link: AgentLink; server: AttachedServer }>> {
  const { pipe, agent = agentSource } = options
  const { server: found } = located
  const secret = randomBytes(24).toString('base64url')

  let server: AttachedServer | null = null
  const serverOf = (hello: HelloEvent): AttachedServer => {
    server ??= {
      origin: found.origin,
      pid: found.pid,
      next: hello.nextVersion ?? found.next,
      mode: hello.mode,
      folder: found.folder ?? hello.cwd,
      // Where the folder could not be seen from outside, the process itself tells it.
      name: found.folder === null ? basename(hello.cwd) : found.name,
    }
    return server
  }
  const expected = pipe.expect(secret, event => options.sinkFor(serverOf(event), event), HELLO_MS)
  const hello = expected.link
  const settings = JSON.stringify({ ...expected.settings, apiVersion })
  /** An agent that comes up after we have given up on it finds nobody, and takes itself out. */
  const turnAway = () => void hello.then(late => late.ok && late.value.close())
  const answer = await session.evaluate(`(() => { ${agent}\n; return PropscopeAgent.install(require, ${settings}) })()`)
  const parsed = answer.ok ? AnswerSchema.safeParse(answer.value) : null
  if (!answer.ok || !parsed?.success || !parsed.data.ok) {
    turnAway()
    if (!answer.ok) return answer
    const why = parsed?.success && !parsed.data.ok ? parsed.data.error : 'it gave no answer'
    return fail(
      'agent-failed',
      `The agent could not start in pid ${found.pid} (port ${located.port}): ${why}.`,
      'The server goes on as before. Please report this with its Next.js and Node versions.',
      JSON.stringify(answer.value) ?? null,
    )
  }
  // A server that wants to exit meanwhile has us disconnect; no hello comes then.
  const link = await Promise.race([hello, session.closed.then(() => processGone(found.pid))])
  if (link.ok) return ok({ link: link.value, server: serverOf(link.value.hello) })
  turnAway()
  // Whose inspector was open before us may have a debugger that holds it: code is evaluated all the same, but nothing else runs.
  return openedByUs || link.problem.code !== 'pipe-failed'
    ? link
    : fail(
        'pipe-failed',
        link.problem.message,
        'If a debugger has the server stand at a breakpoint, let it go on; then attach again.',
      )
}

/**
 * Has the agent close the inspector, unless somebody else came to it meanwhile (a debugger of the user's, say): closing it with a client
 * connected would stop the server, and then it is theirs to keep.
 */
async function closeInspector(link: AgentLink, { address }: OpenInspector, pid: number, system: System): Promise<void> {
  let clients = await system.hasClients(address.port)
  for (let looks = 0; clients === true && looks < 20; looks += 1) {
    await delay(10)
    clients = await system.hasClients(address.port)
  }
  if (clients === true) return
  // Where nobody can tell, our own connection is given time to be gone on the other side as well.
  if (clients === null) await delay(30)
  link.send({ kind: 'close-inspector' })
  await untilClosed(address.port, pid, system)
}

/** The agent did not come up, so the process itself closes what we opened. On Linux `openInspector` has told it to already. */
export async function giveUp(
  { session, address, openedByUs }: OpenInspector,
  pid: number,
  system: System,
): Promise<void> {
  if (openedByUs && system.platform !== 'linux') await session.evaluate(closeInspectorFromInside)
  await session.disconnect()
  if (openedByUs) await untilClosed(address.port, pid, system)
}

async function untilClosed(port: number, pid: number, system: System): Promise<void> {
  const until = Date.now() + 2000
  while (Date.now() < until && system.isAlive(pid) && (await system.isListening(port))) await delay(10)
}

/** Whatever failed: where the server is gone, that is why. A process that ends breaks its sockets some ms before it is gone. */
async function stillThere(pid: number, system: System, failed: Failure): Promise<Failure> {
  const mayBeEnding = failed.problem.code.startsWith('inspector-') || failed.problem.code.endsWith('-failed')
  for (let looks = 0; mayBeEnding && looks < 20 && system.isAlive(pid); looks += 1) await delay(10)
  if (system.isAlive(pid)) return failed
  return processGone(pid, failed.problem.message)
}

function stopwatch() {
  const begun = performance.now()
  let last = begun
  return {
    lap() {
      const now = performance.now()
      const ms = now - last
      last = now
      return ms
    },
    total: () => performance.now() - begun,
  }
}
