import { resolve } from 'node:path'
import type { FoundServer } from '../../shared/api.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ListeningPort } from '../inspector/open.ts'
import { identify, inspectPorts, modeFromOutside, type NextTrace, readNextCommand } from './identify.ts'
import { packageVersion, readProject } from './project.ts'
import { type SeenProcess, type System, thisSystem } from './system.ts'
import { unattachable } from './unattachable.ts'

/** A found server, and what it takes to get into it. */
export interface LocatedServer {
  readonly server: FoundServer
  readonly pidInside: number
  readonly port: number
  /** Where a signal would open its inspector, and where one is said to listen already. */
  readonly inspectPort: number
  readonly statedPorts: readonly number[]
}

/** Every running Next server, by port; those of other users too where they can be seen, as not attachable. Never rejects. */
export async function findServers(system: System = thisSystem()): Promise<FoundServer[]> {
  return (await locateServers(system)).map(({ server }) => server)
}

export async function locateServers(system: System = thisSystem()): Promise<LocatedServer[]> {
  const processes = await system.processes()
  const found = processes.flatMap(process => {
    const trace = identify(process)
    return trace ? [{ process, trace }] : []
  })
  if (found.length === 0) return []
  const ports = await system.listeningOf(found.map(({ process }) => process.pid))
  const servers = await Promise.all(
    found.map(({ process, trace }) => locate(process, trace, ports.get(process.pid) ?? [], processes, system)),
  )
  return servers.filter(server => server !== null).sort((a, b) => a.port - b.port)
}

/** One process as a server; null where it serves nothing (a CLI beside its server, one that is starting or has just ended). */
export async function locate(
  process: SeenProcess,
  trace: NextTrace,
  ports: readonly ListeningPort[],
  processes: readonly SeenProcess[],
  system: System,
): Promise<LocatedServer | null> {
  const details = await system.details(process.pid)
  const ancestors = ancestorsOf(process, processes)
  const parentCommand = ancestors.map(({ args }) => readNextCommand(args)).find(command => command !== null) ?? null
  const command = trace.command ?? parentCommand
  const foreign = details.user !== null && system.user !== null && details.user !== system.user
  const inspect = inspectPorts(process.args, details.env?.['NODE_OPTIONS'])
  const stated = command?.port ?? Number(details.env?.['PORT'] ?? 3000)

  const http =
    foreign && ports.length === 0 && trace.kind === 'server'
      ? await portOfOther(details.user, command ? stated : null, system)
      : httpPort(ports, stated, inspect)
  if (!http) return null

  const folder = details.cwd === null ? null : resolve(details.cwd, command?.folder ?? '.')
  const next = trace.next ?? (folder === null ? null : await packageVersion(folder, 'next'))
  const mode = modeFromOutside({ ...trace, next }, details.env, ancestors)
  const project = folder === null ? null : await readProject(folder, mode)
  const origin = `${command?.https ? 'https' : 'http'}://${hostOf(http.address)}:${http.port}`
  const problem: Problem | null = unattachable({
    pid: process.pid,
    port: http.port,
    folder,
    next,
    otherUser: foreign ? details.user : null,
    foreignNetwork: details.foreignNetwork,
    pagesRouter: project?.pagesRouter ?? null,
  })
  return {
    server: {
      origin,
      pid: process.pid,
      next,
      mode,
      folder,
      name: project?.name ?? `pid ${process.pid}`,
      attachable: problem === null,
      problem,
    },
    pidInside: details.pidInside,
    port: http.port,
    inspectPort: inspect.onSignal,
    statedPorts: inspect.open.includes(0) ? ports.map(({ port }) => port) : inspect.open,
  }
}

/** Parent first, up to the package manager that started it. */
export function ancestorsOf(process: SeenProcess, processes: readonly SeenProcess[], atMost = 5): SeenProcess[] {
  const found: SeenProcess[] = []
  for (let at: SeenProcess | undefined = process; at && found.length < atMost; ) {
    const { parent }: SeenProcess = at
    at = processes.find(candidate => candidate.pid === parent)
    if (at) found.push(at)
  }
  return found
}

/**
 * Of the ports of one process the one that serves the site: the one that its command line names, else one bound to all addresses, else any that
 * is not the inspector's.
 */
function httpPort(
  ports: readonly ListeningPort[],
  stated: number,
  inspect: { readonly onSignal: number; readonly open: readonly number[] },
): ListeningPort | null {
  const named = ports.find(({ port }) => port === stated)
  if (named) return named
  const others = ports.filter(({ port }) => port !== inspect.onSignal && !inspect.open.includes(port))
  return others.find(({ address }) => address === '::' || address === '0.0.0.0') ?? others[0] ?? null
}

/**
 * Which socket belongs to another user's process can be told only as that user. What is certain all the same: the port that its command line names,
 * if that user listens there, and the only port that this user listens on. Nothing is guessed from more.
 */
async function portOfOther(user: number | null, stated: number | null, system: System): Promise<ListeningPort | null> {
  const theirs = (await system.portsOfOthers()).filter(port => port.user === user)
  const only = new Set(theirs.map(({ port }) => port)).size === 1 ? theirs[0] : undefined
  return theirs.find(({ port }) => port === stated) ?? only ?? null
}

function hostOf(address: string): string {
  if (['::', '0.0.0.0', '::1'].includes(address) || address.startsWith('127.')) return 'localhost'
  return address.includes(':') ? `[${address}]` : address
}
