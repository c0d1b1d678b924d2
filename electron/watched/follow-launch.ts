import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AttachedServer, FoundServer } from '../../shared/api.ts'
import type { HelloEvent } from '../../shared/raw-events.ts'
import { openPipe } from '../pipe/pipe.ts'
import { ancestorsOf, locateServers } from '../servers/find.ts'
import type { LaunchEndpoint } from '../servers/launch-endpoint.ts'
import { readProject } from '../servers/project.ts'
import { type System, thisSystem } from '../servers/system.ts'
import type { WatchList } from './list.ts'

/** How often a launched command is looked at for servers, and so long their own agents are given to say hello: a server that starts is busy. */
const LOOK_MS = 500
const HELLO_MS = 3000
/** A package manager's scripts that start a monorepo's runner that starts package managers. */
const DEEPEST = 20

/** Watches every Next server that a launched command starts: by the agents that come up with them, else by attaching. `report` is told of each. Returns the way to stop. */
export async function followLaunch(
  { socketPath, secret, ancestor, tap }: LaunchEndpoint,
  list: Pick<WatchList, 'sinkFor' | 'adopt' | 'attach' | 'openTap' | 'servers'>,
  report: (words: string) => void,
  system: System = thisSystem(),
): Promise<() => Promise<void>> {
  const stopped = new AbortController()
  const pipe = await openPipe(socketPath)
  let tapped = false
  const told = new Set<number>()
  async function attached({ origin, pid }: AttachedServer): Promise<void> {
    // One that was attached to while its own agent came up is said once.
    if (told.has(pid)) return
    told.add(pid)
    report(`attached to ${origin} (pid ${pid})`)
    if (tap === null || tapped) return
    tapped = true
    const opened = await list.openTap(origin, tap)
    if (opened.ok) report(`tap on ${opened.value.origin} -> ${opened.value.target}`)
    else report(`The tap could not be opened: ${opened.problem.message} ${opened.problem.next}`)
  }
  async function attach({ origin }: FoundServer): Promise<void> {
    const result = await list.attach(origin)
    if (result.ok) await attached(result.value)
    else if (result.problem.code !== 'not-attached') report(`${result.problem.message} ${result.problem.next}`)
  }
  pipe.welcome(
    secret,
    hello => list.sinkFor(serverOf(hello), hello),
    link => {
      const server = serverOf(link.hello)
      // Its name is a file's reading away; what it tells is heard already.
      void readProject(server.folder ?? '', server.mode)
        .then(({ name }) => ({ ...server, name }))
        .then(named => (list.adopt(named, link) ? attached(named) : undefined))
    },
  )
  const isWatched = ({ pid }: FoundServer) =>
    list.servers.some(({ connection, server }) => connection.kind === 'attaching' || server?.pid === pid)

  async function look(): Promise<void> {
    const seen = new Map<number, number>()
    while (!stopped.signal.aborted) {
      const found = await locateServers(system)
      const processes = found.length > 0 ? await system.processes() : []
      for (const { server } of found) {
        const process = processes.find(({ pid }) => pid === server.pid)
        const isOurs = process && ancestorsOf(process, processes, DEEPEST).some(({ pid }) => pid === ancestor)
        if (!isOurs || isWatched(server)) continue
        const since = seen.get(server.pid) ?? performance.now()
        seen.set(server.pid, since)
        if (performance.now() - since < HELLO_MS || stopped.signal.aborted) continue
        // Once: whoever detaches it does not want it back.
        seen.set(server.pid, Number.POSITIVE_INFINITY)
        void attach(server)
      }
      await delay(LOOK_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const looking = look()
  return async () => {
    stopped.abort()
    await looking
    await pipe.close()
  }
}

function serverOf({ launched, pid, nextVersion, mode, cwd }: HelloEvent): AttachedServer {
  const origin = `${launched?.secure ? 'https' : 'http'}://localhost:${launched?.port ?? 0}`
  return { origin, pid, next: nextVersion, mode, folder: cwd, name: basename(cwd) }
}
