import type { AttachedServer, CaptureMode, FoundServer, WatchedServer } from '../../shared/api.ts'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { Counts } from '../capture/counts.ts'
import { serverKey } from '../capture/server-key.ts'
import type { Sessions } from '../capture/sessions.ts'
import { createTapControl, type OpenTap } from '../capture/tap-control.ts'
import type { ExchangeStore } from '../exchanges/store.ts'
import type { AgentLink } from '../pipe/link.ts'
import type { AskedReads } from '../pipe/reads-asked.ts'
import type { SinkFor } from '../servers/attach.ts'
import { type ConnectorOptions, createConnector } from '../servers/connector.ts'
import { findServers } from '../servers/find.ts'
import { readOrigin, splitTarget } from '../servers/target.ts'
import type { Settings } from '../settings/settings.ts'
import { readTapTarget } from '../tap/upstream.ts'
import { isDead, reachOf, serverOf, stateOf, type Watched } from './watched.ts'

export type Attached = AttachedServer & { readonly id: string }

/** Every server that is looked at. What is asked of one leaves the others alone. */
export interface WatchList {
  readonly servers: readonly WatchedServer[]
  /** As `BackendApi` has them. */
  listServers(): Promise<readonly FoundServer[]>
  attach(target: string): Promise<Result<Attached>>
  detach(id: string): Promise<Result<null>>
  /** What hears an agent that is in `server` already, and what goes on with it once it is linked; false where it is turned away. */
  readonly sinkFor: SinkFor
  adopt(server: AttachedServer, link: AgentLink): boolean
  openTap(target: string, port: number | null): Promise<Result<OpenTap>>
  closeTap(id: string): Promise<void>
  setCapture(mode: CaptureMode): void
  /** As the connector's, of the server at `origin`. */
  wantEveryBody(origin: string): () => void
  /** Where a request to the server of that id goes, through its tap where that is open; null where nothing is known to be there. */
  reach(id: string): string | null
  /** `Connector.askReads`, of the server that exchanges of `origin` are of. */
  askReads(origin: string, port: number, ordinal: number): AskedReads | null
  /** The id of the server that exchanges of `origin` are of; null where it is not in the list. */
  idOf(origin: string): string | null
  /** Forgets servers that nothing looks at and that have no exchanges left. */
  prune(): void
  close(): Promise<void>
}

export interface WatchListOptions {
  readonly sessions: Sessions
  readonly settings: Settings
  readonly counts: Counts
  readonly store: Pick<ExchangeStore, 'sizeOf'>
  /** Something of the list changed; only counters did. */
  readonly onChange: () => void
  readonly onCount: () => void
  /** Other ones in tests. */
  readonly connect?: (options: ConnectorOptions) => ReturnType<typeof createConnector>
  readonly find?: () => Promise<readonly FoundServer[]>
}

export function createWatchList(options: WatchListOptions): WatchList {
  const {
    sessions,
    settings,
    counts,
    store,
    onChange,
    onCount,
    connect = createConnector,
    find = findServers,
  } = options
  let all: readonly Watched[] = []
  let made = 0
  let recording = true

  const sinkFor: SinkFor = (server, hello) => {
    const own = counts.forLink(serverKey(server.origin))
    return sessions.of(server.origin).agent(server, hello, stats => {
      own.update(stats)
      onCount()
    })
  }
  function add(): Watched {
    made += 1
    const connector = connect({
      admit: server => admit(watched, server.origin),
      sinkFor,
    })
    const tap = createTapControl({
      sessions,
      settings,
      folderOf,
      takenBy: port => takenBy(port, watched),
      onOpen: opened => counts.forTap(serverKey(opened.target), () => opened),
      onChange,
      onCount() {
        // Something was asked over the tap, and its target took the last connection.
        if (tap.tap?.down === null && tap.tap.requests > 0) connector.lookNow()
        onCount()
      },
    })
    const watched: Watched = {
      id: `s${made}`,
      connector,
      tap,
      key: null,
      origin: null,
      seen: null,
      attaching: null,
      opening: 0,
      turnedOut: null,
    }
    connector.setCapture(recording)
    tap.setRecording(recording)
    connector.onChange(() => {
      watched.seen = serverOf(watched) ?? watched.seen
      onChange()
    })
    all = [...all, watched]
    return watched
  }
  function remove(watched: Watched): void {
    all = all.filter(one => one !== watched)
    void watched.connector.close()
    void watched.tap.close()
    onChange()
  }
  const byId = (id: string) => all.find(one => one.id === id) ?? null
  const byKey = (key: string) => all.find(one => one.key === key) ?? null

  /** From here on it is known which server it is. */
  function name(watched: Watched, origin: string): void {
    watched.key = serverKey(origin)
    watched.origin = sessions.of(origin).origin
  }
  /** Asked when an attach has found its server: one that is in the list already is not attached to twice. */
  function admit(watched: Watched, origin: string): Result<null> {
    const other = byKey(serverKey(origin))
    if (other && other !== watched) {
      watched.turnedOut = other
      return fail('already-attached', `${origin} is watched already.`, 'Look at it in the list of servers.')
    }
    name(watched, origin)
    return ok(null)
  }
  async function folderOf(origin: string): Promise<string | null> {
    const key = serverKey(origin)
    const known = byKey(key)
    if (known?.seen) return known.seen.folder
    return (await find()).find(found => serverKey(found.origin) === key)?.folder ?? null
  }
  /** A tap of one server must not take the port of another, which may only be restarting. */
  function takenBy(port: number, asking: Watched): string | null {
    const key = serverKey(`http://localhost:${port}`)
    for (const one of all) {
      if (one.key === key) return `the server ${one.origin}`
      if (one !== asking && one.tap.tap?.port === port) return `the tap of ${one.origin}`
    }
    return null
  }
  async function attachTo(watched: Watched, target: string): Promise<Result<Attached>> {
    const { connection } = watched.connector
    if (connection.kind === 'attached') return ok({ ...connection.server, id: watched.id })
    const attempt = watched.attaching ?? watched.connector.attach(target)
    watched.attaching = attempt
    const attached = await attempt
    if (watched.attaching === attempt) watched.attaching = null
    const { turnedOut } = watched
    if (turnedOut) {
      remove(watched)
      return attachTo(turnedOut, target)
    }
    return attached.ok ? ok({ ...attached.value, id: watched.id }) : attached
  }
  function prune(): void {
    for (const one of all) if (isDead(one) && (one.origin === null || store.sizeOf(one.origin) === 0)) remove(one)
  }

  return {
    get servers() {
      return all
        .filter(one => one.turnedOut === null)
        .map(one => stateOf(one, counts.readOf(one.key ?? '', one.origin === null ? 0 : store.sizeOf(one.origin))))
    },
    async listServers() {
      const found = await find()
      for (const { origin } of found) byKey(serverKey(origin))?.connector.lookNow()
      return found
    },
    async attach(target) {
      prune()
      return attachTo(byKey(serverKey(readOrigin(splitTarget(target).at ?? target))) ?? add(), target)
    },
    sinkFor,
    adopt(server, link) {
      const known = byKey(serverKey(server.origin))
      // Detached by somebody, who does not want it back with every restart of the command.
      if (known?.seen && known.connector.connection.kind === 'idle') {
        link.close()
        return false
      }
      const watched = known ?? add()
      name(watched, server.origin)
      const times = { findMs: 0, turnMs: 0, openMs: 0, injectMs: 0, totalMs: 0 }
      return watched.connector.adopt({ server, link, times, settled: Promise.resolve(), again: null })
    },
    async detach(id) {
      const watched = byId(id)
      const result = (await watched?.connector.detach()) ?? ok(null)
      if (watched?.tap.state.kind === 'failed') await watched.tap.close()
      prune()
      return result
    },
    async openTap(target, port) {
      const origin = readTapTarget(readOrigin(target))
      if (!origin.ok) return origin
      prune()
      const key = serverKey(origin.value.origin)
      const watched = byKey(key) ?? add()
      if (watched.key === null) name(watched, origin.value.origin)
      watched.opening += 1
      const opened = await watched.tap.open(origin.value.origin, port)
      watched.opening -= 1
      return opened
    },
    async closeTap(id) {
      await byId(id)?.tap.close()
      prune()
    },
    setCapture(mode) {
      recording = mode === 'recording'
      for (const { connector, tap } of all) {
        connector.setCapture(recording)
        tap.setRecording(recording)
      }
    },
    wantEveryBody: origin => byKey(serverKey(origin))?.connector.wantEveryBody() ?? (() => undefined),
    reach(id) {
      const watched = byId(id)
      // Somebody wants something of it.
      watched?.connector.lookNow()
      return watched && reachOf(watched)
    },
    askReads: (origin, port, ordinal) => byKey(serverKey(origin))?.connector.askReads(port, ordinal) ?? null,
    idOf: origin => byKey(serverKey(origin))?.id ?? null,
    prune,
    async close() {
      await Promise.all(all.map(({ tap }) => tap.close()))
      await Promise.all(all.map(({ connector }) => connector.close()))
    },
  }
}
