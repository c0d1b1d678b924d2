import type { AppState, Counts as CountsShown } from '../../shared/api.ts'
import type { StatsEvent } from '../../shared/raw-events.ts'
import type { BodyStore } from '../exchanges/bodies.ts'
import type { ExchangeStore } from '../exchanges/store.ts'
import { type Cost, createLately } from './lately.ts'

/** The counters that a person sees: what was kept, and all that was not. `server`: its `serverKey`. */
export interface Counts {
  /** The counters of one connection to an agent; they start at 0 with each. */
  forLink(server: string): { update(stats: StatsEvent): void }
  /** What a tap let go of, read whenever it is asked for. */
  forTap(server: string, read: () => TapLosses): void
  /** One more exchange of which something was not captured or could not be read. */
  incomplete(server: string): void
  clear(): void
  read(store: Pick<ExchangeStore, 'size' | 'evicted'>, bodies: Pick<BodyStore, 'droppedBytes'>): AppState['counts']
  readOf(server: string, exchanges: number): CountsShown
}

/** As `RecordingTap` has them, since it was opened. */
export interface TapLosses {
  readonly droppedRequests: number
  readonly droppedBytes: number
  readonly faults: number
  readonly lastFault: string | null
}

/** One agent's or tap's, from the last clearing on. */
interface Source {
  readonly server: string
  /** null: nothing heard yet. */
  read(): Sums | null
  clear(): void
  /** Of an agent: what it took of the last requests; null where that were too few. */
  readonly lately?: () => Cost | null
}
interface Sums {
  readonly requests: number
  readonly droppedEvents: number
  readonly droppedByTap: number
  readonly droppedBytes: number
  readonly faults: number
  readonly tapFaults: number
  readonly agentMs: number
  readonly lastFault: string | null
}
const NONE: Sums = {
  requests: 0,
  droppedEvents: 0,
  droppedByTap: 0,
  droppedBytes: 0,
  faults: 0,
  tapFaults: 0,
  agentMs: 0,
  lastFault: null,
}

export function createCounts(): Counts {
  /** The newest link and the newest tap of each server. */
  const links = new Map<string, Source>()
  const taps = new Map<string, Source>()
  /** What those before them came to, by server. */
  let past = new Map<string, Sums>()
  let unreadable = new Map<string, number>()
  let bodiesBefore = 0
  let bodiesNow = 0

  /** A server that is restarted all day long has one entry all the same. */
  function replace(sources: Map<string, Source>, source: Source): void {
    const before = sources.get(source.server)?.read()
    if (before) past.set(source.server, add(past.get(source.server) ?? NONE, before))
    sources.set(source.server, source)
  }
  function total(server: string): Sums {
    const parts = [past.get(server), taps.get(server)?.read(), links.get(server)?.read()]
    return parts.reduce<Sums>((sum, part) => (part ? add(sum, part) : sum), NONE)
  }
  const shown = ({ requests, agentMs, faults, lastFault, ...dropped }: Sums, agents: Iterable<Source>) => ({
    ...dropped,
    agentFaults: faults,
    lastAgentFault: lastFault,
    agentMsPerRequest: requests > 0 ? agentMs / requests : null,
    agentMsLately: latelyOf(agents),
  })

  return {
    forLink(server) {
      let from: Sums | null = null
      let now: Sums | null = null
      const lately = createLately()
      replace(links, {
        server,
        lately: lately.read,
        read: () => now && subtract(now, from),
        clear() {
          from = now
        },
      })
      return {
        update(stats) {
          now = ofStats(stats)
          lately.update(stats)
          // Another Propscope's time in the same agent is not ours.
          from ??= { ...NONE, requests: now.requests, agentMs: now.agentMs }
        },
      }
    },
    forTap(server, read) {
      let from = NONE
      const now = () => ofTap(read())
      replace(taps, {
        server,
        read: () => subtract(now(), from),
        clear() {
          from = now()
        },
      })
    },
    incomplete(server) {
      unreadable.set(server, (unreadable.get(server) ?? 0) + 1)
    },
    clear() {
      for (const source of [...links.values(), ...taps.values()]) source.clear()
      past = new Map()
      unreadable = new Map()
      bodiesBefore = bodiesNow
    },
    read(store, bodies) {
      bodiesNow = bodies.droppedBytes
      const servers = new Set([...past.keys(), ...links.keys(), ...taps.keys()])
      const all = shown([...servers].map(total).reduce(add, NONE), links.values())
      return {
        exchanges: store.size,
        ...all,
        droppedBytes: all.droppedBytes + bodiesNow - bodiesBefore,
        unreadable: [...unreadable.values()].reduce((sum, one) => sum + one, 0),
        evicted: store.evicted,
      }
    },
    readOf: (server, exchanges) => ({
      exchanges,
      ...shown(
        total(server),
        [links.get(server)].filter(link => link !== undefined),
      ),
      unreadable: unreadable.get(server) ?? 0,
    }),
  }
}

/** The mean in ms of what these agents took of the last requests. */
function latelyOf(agents: Iterable<Source>): number | null {
  let requests = 0
  let agentMs = 0
  for (const { lately } of agents) {
    const cost = lately?.()
    requests += cost?.requests ?? 0
    agentMs += cost?.agentMs ?? 0
  }
  return requests > 0 ? agentMs / requests : null
}

function ofStats({ requests, droppedEvents, droppedBytes, faults, agentMs, lastFault }: StatsEvent): Sums {
  return { ...NONE, requests, droppedEvents, droppedBytes, faults, agentMs, lastFault }
}

function ofTap({ droppedRequests, droppedBytes, faults, lastFault }: TapLosses): Sums {
  return {
    ...NONE,
    droppedEvents: droppedRequests,
    droppedByTap: droppedRequests,
    droppedBytes,
    faults,
    tapFaults: faults,
    lastFault: lastFault === null ? null : `In the tap: ${lastFault}`,
  }
}

function add(a: Sums, b: Sums): Sums {
  return {
    requests: a.requests + b.requests,
    droppedEvents: a.droppedEvents + b.droppedEvents,
    droppedByTap: a.droppedByTap + b.droppedByTap,
    droppedBytes: a.droppedBytes + b.droppedBytes,
    faults: a.faults + b.faults,
    tapFaults: a.tapFaults + b.tapFaults,
    agentMs: a.agentMs + b.agentMs,
    lastFault: b.lastFault ?? a.lastFault,
  }
}

function subtract(now: Sums, from: Sums | null): Sums {
  if (!from) return now
  const faults = now.faults - from.faults
  return {
    requests: now.requests - from.requests,
    droppedEvents: now.droppedEvents - from.droppedEvents,
    droppedByTap: now.droppedByTap - from.droppedByTap,
    droppedBytes: now.droppedBytes - from.droppedBytes,
    faults,
    tapFaults: now.tapFaults - from.tapFaults,
    agentMs: now.agentMs - from.agentMs,
    lastFault: faults > 0 ? now.lastFault : null,
  }
}
