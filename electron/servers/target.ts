import { networkInterfaces } from 'node:os'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { assertNever } from '../../shared/units.ts'
import { type InspectorAddress, probeInspector } from '../inspector/probe.ts'
import { connectInspector } from '../inspector/session.ts'
import { readTapTarget } from '../tap/upstream.ts'
import { ancestorsOf, type LocatedServer, locate, locateServers } from './find.ts'
import { identify, NODE } from './identify.ts'
import { shortCommand } from './proc-text.ts'
import { packageVersion } from './project.ts'
import type { SeenProcess, System } from './system.ts'

/** What somebody typed, before it is looked for. */
export type Target =
  | { readonly kind: 'http'; readonly port: number }
  /** A port if something listens there, else a pid. */
  | { readonly kind: 'number'; readonly number: number }
  /** `url` where the WebSocket's full URL is known. */
  | { readonly kind: 'inspector'; readonly host: string; readonly port: number; readonly url: string | null }
  /** `localhost:9229`: a server's port or an inspector's. */
  | { readonly kind: 'address'; readonly host: string; readonly port: number }

const LOOKS = 3
const FORMS =
  'Give an HTTP origin (http://localhost:3000), a port, a pid, or an inspector URL (ws://…, localhost:9229); `propscope servers` lists what runs.'
/** Said where a port may be handed on by somebody who is no server himself. */
const HANDED_ON =
  'If it only hands on to a container or another machine, give the port at which that server’s inspector is handed on (localhost:9229; start it with --inspect), or open the tap in front of it.'

/** What was typed, and behind an ` at ` where this machine reaches the server of an inspector that is handed on: `localhost:9229 at http://localhost:3001`. */
export function splitTarget(text: string): { readonly target: string; readonly at: string | null } {
  const [, target = text, at = null] = /^(.*?)\s+at\s+(.*)$/.exec(text.trim()) ?? []
  return { target, at }
}

/** The origin that somebody may have written short: `3000`, `localhost:3000`. What is none is given back as it is. */
export function readOrigin(text: string): string {
  const written = text.trim()
  const url = /^:?\d+$/.test(written)
    ? `http://localhost:${written.replace(':', '')}`
    : written.includes('://')
      ? written
      : `http://${written}`
  return URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : text
}

/** Reads TARGET as EXCHANGE.md has it. Looks nothing up but our own addresses. Problem: `bad-target`. */
export function parseTarget(text: string): Result<Target> {
  const target = text.trim()
  if (/^:?\d+$/.test(target)) {
    const number = Number(target.replace(':', ''))
    if (number < 1 || number > 4_194_304) return fail('bad-target', `${target} is neither a port nor a pid.`, FORMS)
    if (!target.startsWith(':')) return ok({ kind: 'number', number })
    return number < 65_536 ? ok({ kind: 'http', port: number }) : fail('bad-target', `${target} is no port.`, FORMS)
  }
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(target) ? target : `address://${target}`
  const scheme = written.slice(0, written.indexOf(':')).toLowerCase()
  if (!['http', 'https', 'ws', 'wss', 'address'].includes(scheme) || !URL.canParse(written))
    return fail('bad-target', `“${target}” is no target that Propscope knows.`, FORMS)
  const url = new URL(written)
  if (!isOurs(url.hostname))
    return fail(
      'bad-target',
      `“${url.hostname}” is not this machine as far as can be told without asking the network: Propscope attaches to local processes only.`,
      'Give the port alone if the server runs here; else run Propscope where the server runs.',
    )
  const isHttp = scheme === 'http' || scheme === 'https'
  const port = url.port ? Number(url.port) : isHttp ? (scheme === 'https' ? 443 : 80) : null
  if (port === null) return fail('bad-target', `“${target}” names no port.`, FORMS)
  if (isHttp) return ok({ kind: 'http', port })
  const host = loopbackOf(url.hostname)
  if (scheme === 'address') return ok({ kind: 'address', host, port })
  const isWhole = url.pathname.length > 1
  return ok({ kind: 'inspector', host, port, url: isWhole ? `ws://${url.hostname}:${port}${url.pathname}` : null })
}

/** The target, found; with the port of its inspector where that was named. */
export interface LocalTarget {
  readonly kind: 'local'
  readonly located: LocatedServer
  readonly inspectorPort: number | null
}
/** An inspector whose process is not one that can be seen here: it is in a container, or at the other end of a forward. */
export interface FarTarget {
  readonly kind: 'far'
  readonly host: string
  readonly port: number
  /** Origin at which this machine reaches the server; null: by the port that it has there. */
  readonly at: string | null
}
export type ResolvedTarget = LocalTarget | FarTarget

/**
 * Finds the one process that is meant. Problems: `bad-target`, `no-server`, `not-next`, `inspector-refused`, `inspector-timeout`, and whatever
 * makes the server that was found not attachable.
 */
export async function resolveTarget(text: string, system: System): Promise<Result<ResolvedTarget>> {
  const { target, at } = splitTarget(text)
  const parsed = parseTarget(target)
  if (!parsed.ok) return parsed
  const reached = at === null ? null : readReached(at)
  if (reached?.ok === false) return reached
  const found = await resolveParsed(parsed.value, system)
  if (!found.ok) return found
  if (found.value.kind === 'far') return ok({ ...found.value, at: reached?.value ?? null })
  const { server } = found.value.located
  if (server.problem !== null) return { ok: false, problem: server.problem }
  if (reached === null || new URL(reached.value).port === new URL(server.origin).port) return found
  return fail(
    'bad-target',
    `${target} is pid ${server.pid} of this machine, which listens at ${server.origin}, not at ${reached.value}.`,
    `Attach to ${target} alone: “at” is for an inspector that is handed on, of a container or another machine.`,
  )
}

/** Problem: `bad-target`. */
function readReached(at: string): Result<string> {
  const read = readTapTarget(readOrigin(at))
  return read.ok
    ? ok(read.value.origin)
    : fail(
        'bad-target',
        `“${at}” is no HTTP address.`,
        'Write the inspector first, then where this machine reaches its server: localhost:9229 at http://localhost:3001.',
      )
}

async function resolveParsed(target: Target, system: System): Promise<Result<ResolvedTarget>> {
  switch (target.kind) {
    case 'http':
      return byPort(target.port, system)
    case 'number':
      if (target.number < 65_536 && (await system.isListening(target.number))) return byPort(target.number, system)
      return byPid(target.number, system, target.number < 65_536)
    case 'inspector': {
      const { host, url } = target.url === null ? ((await findInspector(target, 2000)) ?? target) : target
      return byInspector(host, target.port, url, system)
    }
    case 'address': {
      const isServer = (await locateServers(system)).some(({ port }) => port === target.port)
      if (isServer) return byPort(target.port, system)
      const holder = await system.holder(target.port)
      if (!holder) return nothingListens(target.port)
      // Only what can be an inspector is asked whether it is one: the question is an HTTP request.
      const inspector = await findInspector(target, 1000)
      if (inspector) return byInspector(inspector.host, target.port, inspector.url, system)
      return byPort(target.port, system)
    }
    default:
      return assertNever(target)
  }
}

async function byPort(port: number, system: System): Promise<Result<ResolvedTarget>> {
  const located = await locateAt(port, system)
  if (located) return ok({ kind: 'local', located, inspectorPort: null })
  const holder = await system.holder(port)
  if (!holder) return nothingListens(port)
  if (holder.pid === null)
    return fail(
      'not-next',
      `Port ${port} is served by a process that cannot be seen from here: another user's, or one in a container.`,
      `Start Propscope as the user who runs the server, or inside the container. ${HANDED_ON}`,
    )
  const processes = await system.processes()
  const process = processes.find(({ pid }) => pid === holder.pid)
  if (!process) return nothingListens(port)
  const custom = await locateCustom(process, processes, system)
  if (custom?.port === port) return ok({ kind: 'local', located: custom, inspectorPort: null })
  return fail(
    'not-next',
    `Port ${port} is served by pid ${process.pid} (${shortCommand(process.args)}), which is not a Next.js server.`,
    `Give the port that \`next dev\` or \`next start\` prints; \`propscope servers\` lists the Next servers that run here. ${HANDED_ON}`,
  )
}

/** The system's table of ports is read in pieces, and on a busy machine a port can slip through between two: what is held by a Next server is looked for again. */
async function locateAt(port: number, system: System): Promise<LocatedServer | undefined> {
  for (let looks = 1; ; looks += 1) {
    const located = (await locateServers(system)).find(server => server.port === port)
    if (located || looks === LOOKS) return located
    const holder = await system.holder(port)
    const process = holder && (await system.processes()).find(({ pid }) => pid === holder.pid)
    if (!process || !identify(process)) return undefined
  }
}

/** The server of this process, or the one that it has started: the pid of `next dev`, of npm or of a shell stands for that. Looked for again as in `locateAt`. */
async function locateBehind(
  process: SeenProcess,
  processes: readonly SeenProcess[],
  system: System,
): Promise<LocatedServer | null> {
  for (let looks = 1; looks <= LOOKS; looks += 1) {
    const servers = await locateServers(system)
    const own = servers.find(({ server }) => server.pid === process.pid)
    const child = servers.find(({ server }) => {
      const started = processes.find(candidate => candidate.pid === server.pid)
      return started && ancestorsOf(started, processes).some(ancestor => ancestor.pid === process.pid)
    })
    const located = own ?? child ?? (await locateCustom(process, processes, system))
    if (located) return located
  }
  return null
}

async function byPid(pid: number, system: System, mayBePort: boolean): Promise<Result<ResolvedTarget>> {
  const processes = await system.processes()
  const process = processes.find(candidate => candidate.pid === pid)
  if (!process)
    return fail(
      'no-server',
      mayBePort
        ? `Nothing listens on port ${pid}, and there is no process with pid ${pid}.`
        : `There is no process with pid ${pid}.`,
      'Start the server, or give its port; `propscope servers` lists the Next servers that run here.',
    )
  const located = await locateBehind(process, processes, system)
  if (located) return ok({ kind: 'local', located, inspectorPort: null })
  const listening = await system.listening(pid)
  if (identify(process) && listening.length === 0)
    return fail(
      'no-server',
      `Pid ${pid} (${shortCommand(process.args)}) listens on no port that can be seen: it is still starting, or belongs to another user.`,
      'Wait until it says that it is ready, then attach again.',
    )
  const ports = listening.map(({ port }) => port).join(', ')
  return fail(
    'not-next',
    ports
      ? `Pid ${pid} (${shortCommand(process.args)}), listening on port ${ports}, is not a Next.js server.`
      : `Pid ${pid} (${shortCommand(process.args)}) listens on no port and is not a Next.js server.`,
    'Give the port that `next dev` or `next start` prints; `propscope servers` lists the Next servers that run here.',
  )
}

/** `localhost` is either address of the loopback, and an inspector listens on one of them. */
async function findInspector({ host, port }: InspectorAddress, timeoutMs: number) {
  for (const one of host === '127.0.0.1' ? [host, '::1'] : [host]) {
    const found = await probeInspector({ host: one, port }, timeoutMs)
    if (found) return { host: one, url: found.url }
  }
  return null
}

/** The process behind an open inspector (`url`: its WebSocket's; null: there is none) is asked for its pid, and is then found like any other. */
async function byInspector(
  host: string,
  port: number,
  url: string | null,
  system: System,
): Promise<Result<ResolvedTarget>> {
  if (url === null) {
    const holder = await system.holder(port)
    if (!holder) return nothingListens(port)
    return fail(
      'inspector-refused',
      `Port ${port}${holder.pid === null ? '' : `, served by pid ${holder.pid},`} does not answer as a Node inspector.`,
      'Give the address that Node printed after “Debugger listening on”, or the HTTP port of the server.',
    )
  }
  const connected = await connectInspector(url, { timeoutMs: 5000, whose: `port ${port}` })
  if (!connected.ok) return connected
  const pid = await connected.value.pid()
  await connected.value.disconnect()
  if (!pid.ok) return pid
  const found = await byPid(pid.value, system, false)
  if (found.ok && found.value.kind === 'local' && found.value.located.server.problem === null)
    return ok({ ...found.value, inspectorPort: port })
  // Whoever listens there is another process than the one that answers: it only hands on.
  const holder = await system.holder(port)
  return holder?.pid === pid.value ? found : ok({ kind: 'far', host, port, at: null })
}

/**
 * A server that starts Next from code of its own (`node server.js`) shows neither title nor command line. Where somebody names it,
 * a Node process whose folder has `next` installed is taken for one; the agent then sees from inside whether it is.
 */
async function locateCustom(
  process: SeenProcess,
  processes: readonly SeenProcess[],
  system: System,
): Promise<LocatedServer | null> {
  const { cwd } = await system.details(process.pid)
  if (!NODE.test(process.args[0] ?? '') || cwd === null) return null
  const next = await packageVersion(cwd, 'next')
  if (next === null) return null
  return locate(
    process,
    { kind: 'server', next, command: null },
    await system.listening(process.pid),
    processes,
    system,
  )
}

function nothingListens(port: number): Result<never> {
  return fail(
    'no-server',
    `Nothing listens on port ${port}.`,
    'Start the server, or give the port that it prints; `propscope servers` lists the Next servers that run here.',
  )
}

/** Names and addresses that mean this machine for certain. */
function isOurs(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost') || /^127\./.test(name)) return true
  if (['::1', '::', '0.0.0.0'].includes(name)) return true
  return Object.values(networkInterfaces()).some(list => list?.some(({ address }) => address.toLowerCase() === name))
}

function loopbackOf(host: string): string {
  const name = host.replace(/^\[|\]$/g, '')
  return name === '::1' || /^127\./.test(name) ? name : '127.0.0.1'
}
