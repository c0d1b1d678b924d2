import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { z } from 'zod'
import type { AttachedServer } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { HelloEvent } from '../../shared/raw-events.ts'
import agentSource from '../agent/index.ts?agent'
import { openBindingWire } from '../inspector/binding-wire.ts'
import { bracketed, probeInspector } from '../inspector/probe.ts'
import { connectInspector, type InspectorSession } from '../inspector/session.ts'
import type { AgentLink, PipeSink } from '../pipe/link.ts'
import { receive } from '../pipe/pipe.ts'
import type { Attachment, AttachOptions } from './attach.ts'
import { locateServers } from './find.ts'
import { type System, thisSystem } from './system.ts'
import type { FarTarget } from './target.ts'

/** What the process says of itself: its HTTP ports are those of its listening servers that speak HTTP. */
const FACTS = `(() => {
  const ports = process._getActiveHandles().filter(handle => handle && handle.listening && 'requestTimeout' in handle)
    .map(handle => handle.address()).filter(address => address && typeof address === 'object').map(address => address.port)
  return { pid: process.pid, title: process.title, cwd: process.cwd(), ports }
})()`
const FactsSchema = z.object({ pid: z.number(), title: z.string(), cwd: z.string(), ports: z.array(z.number()) })
const AnswerSchema = z.object({ ok: z.boolean(), error: z.string().optional() })
const COMMAND_MS = 5000
const HELLO_MS = 5000

/**
 * Attaches over the inspector alone, whose session stays open: events come over it, slower than over a socket. Problems: `inspector-refused`, `inspector-timeout`, `not-next`, `agent-failed`, `pipe-failed`.
 */
export async function attachFar(
  far: FarTarget,
  options: Pick<AttachOptions, 'sinkFor' | 'onStep' | 'admit' | 'system'>,
): Promise<Result<Attachment>> {
  const { port, at } = far
  const host = bracketed(far.host)
  const { sinkFor, onStep = () => {}, admit, system = thisSystem() } = options
  const begun = performance.now()
  onStep(`Connecting to the inspector at ${host}:${port}`)
  const probed = await probeInspector({ host: far.host, port }, 2000)
  if (!probed)
    return fail(
      'inspector-refused',
      `${host}:${port} does not answer as a Node inspector.`,
      'Start the server with --inspect, and forward that port.',
    )
  const connected = await connectInspector(probed.url, { timeoutMs: COMMAND_MS, whose: `${host}:${port}` })
  if (!connected.ok) return connected
  const session = connected.value
  const openMs = performance.now() - begun
  const attached = await enter(session, far, { sinkFor, onStep, admit, system })
  if (!attached.ok) {
    await session.disconnect()
    return attached
  }
  const totalMs = performance.now() - begun
  const times = { findMs: 0, turnMs: 0, openMs, injectMs: totalMs - openMs, totalMs }
  return ok({
    ...attached.value,
    times,
    settled: Promise.resolve(),
    again: { port, target: `${host}:${port}${at === null ? '' : ` at ${at}`}` },
  })
}

/** Pid of the Next server of this machine that has the port which the far one has over there: what is sent to that port from here reaches the wrong one. */
async function serverHere(port: number, system: System): Promise<number | null> {
  const here = (await locateServers(system)).find(located => located.port === port && located.server.attachable)
  return here?.server.pid ?? null
}

async function enter(
  session: InspectorSession,
  far: FarTarget,
  {
    sinkFor,
    onStep = () => {},
    admit,
    system,
  }: Pick<AttachOptions, 'sinkFor' | 'onStep' | 'admit'> & { system: System },
): Promise<Result<{ server: AttachedServer; link: AgentLink }>> {
  const { port, at } = far
  const host = bracketed(far.host)
  const told = await session.evaluate(FACTS)
  if (!told.ok) return told
  const facts = FactsSchema.safeParse(told.value)
  const http = facts.data?.ports.find(one => one !== port)
  if (!facts.success || http === undefined)
    return fail(
      'not-next',
      `The process behind ${host}:${port} serves no HTTP port.`,
      'Give the inspector of the process that serves: of `next dev` that is a child, with NODE_OPTIONS=--inspect mostly at the next port (9230).',
    )
  const { pid, title, cwd } = facts.data
  const origin = at ?? `http://${host === '127.0.0.1' ? 'localhost' : host}:${http}`
  const other = at === null ? await serverHere(http, system) : null
  if (other !== null)
    return fail(
      'bad-target',
      `Behind ${host}:${port} a server listens on port ${http} of its own machine; port ${http} of this one is another Next.js server, pid ${other}.`,
      `Say where this machine reaches the one that you mean: ${host}:${port} at http://localhost:PORT`,
    )
  const next = /^next-server \(v([^)]+)\)/.exec(title)?.[1] ?? null
  const found = { origin, pid, next, mode: null, folder: cwd, name: basename(cwd), attachable: true, problem: null }
  const admitted = admit?.(found)
  if (admitted?.ok === false) return admitted

  onStep(`Putting the agent into the process behind ${host}:${port}`)
  const name = `__propscope_${randomBytes(9).toString('hex')}`
  const secret = randomBytes(24).toString('base64url')
  const wire = await openBindingWire(session, name)
  if (!wire.ok) return wire
  const serverOf = (hello: HelloEvent): AttachedServer => ({
    origin,
    pid,
    next: hello.nextVersion ?? next,
    mode: hello.mode,
    folder: cwd,
    name: basename(cwd),
    via: 'inspector',
  })
  const hello = new Promise<Result<AgentLink>>(resolve => {
    const sink = (event: HelloEvent): PipeSink => sinkFor(serverOf(event), event)
    receive(wire.value, claimed => (claimed === secret ? { ring: null, sinkFor: sink, arrived: resolve } : null))
    setTimeout(
      () =>
        resolve(
          fail(
            'pipe-failed',
            `The agent behind ${host}:${port} did not say hello.`,
            'Try again; the server goes on as before.',
          ),
        ),
      HELLO_MS,
    ).unref()
  })
  const settings = JSON.stringify({ socketPath: '', binding: name, secret, ring: null, apiVersion: null })
  const answer = await session.evaluate(
    `(() => { ${agentSource}\n; return PropscopeAgent.install(require, ${settings}) })()`,
  )
  if (!answer.ok) return answer
  const parsed = AnswerSchema.safeParse(answer.value)
  if (!parsed.success || !parsed.data.ok)
    return fail(
      'agent-failed',
      `The agent could not start behind ${host}:${port}: ${parsed.data?.error ?? 'it gave no answer'}.`,
      'The server goes on as before. Please report this with its Next.js and Node versions.',
    )
  const link = await hello
  return link.ok ? ok({ link: link.value, server: serverOf(link.value.hello) }) : link
}
