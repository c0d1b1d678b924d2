import type { AppState } from '../../shared/api.ts'
import type { StatsEvent } from '../../shared/raw-events.ts'
import type { BodyStore } from '../exchanges/bodies.ts'
import type { ExchangeStore } from '../exchanges/store.ts'

/** The counters that a person sees: what was kept, and all that was not. */
export interface Counts {
  /** The counters of one connection to an agent; they start at 0 with each. */
  forLink(): { update(stats: StatsEvent): void }
  /** What a tap let go of, read whenever it is asked for. */
  forTap(read: () => TapLosses): void
  /** One more exchange of which something was not captured or could not be read. */
  incomplete(): void
  clear(): void
  read(store: Pick<ExchangeStore, 'size' | 'evicted'>, bodies: Pick<BodyStore, 'droppedBytes'>): AppState['counts']
}

/** As `RecordingTap` has them, since it was opened. */
export interface TapLosses {
  readonly droppedRequests: number
  readonly droppedBytes: number
  readonly faults: number
  readonly lastFault: string | null
}
const NO_LOSSES: TapLosses = { droppedRequests: 0, droppedBytes: 0, faults: 0, lastFault: null }

export function createCounts(): Counts {
  let links: { stats: StatsEvent | null; from: StatsEvent | null }[] = []
  let taps: { readonly read: () => TapLosses; readonly from: TapLosses }[] = []
  let unreadable = 0
  let bodiesBefore = 0
  let bodiesNow = 0
  const sum = (value: (stats: StatsEvent) => number) =>
    links.reduce((all, { stats, from }) => all + (stats ? value(stats) - (from ? value(from) : 0) : 0), 0)
  const tapSum = (value: (losses: TapLosses) => number) =>
    taps.reduce((all, { read, from }) => all + value(read()) - value(from), 0)
  const tapFault = () => {
    const tap = taps.findLast(({ read, from }) => read().faults > from.faults)
    return tap ? `In the tap: ${tap.read().lastFault}` : null
  }
  return {
    forLink() {
      const link: (typeof links)[number] = { stats: null, from: null }
      links.push(link)
      return {
        update(stats) {
          // Another Propscope's time in the same agent is not ours.
          link.from ??= { ...stats, droppedEvents: 0, droppedBytes: 0, faults: 0 }
          link.stats = stats
        },
      }
    },
    forTap(read) {
      taps.push({ read, from: NO_LOSSES })
    },
    incomplete() {
      unreadable += 1
    },
    clear() {
      links = links.slice(-1).map(link => ({ stats: link.stats, from: link.stats }))
      taps = taps.slice(-1).map(({ read }) => ({ read, from: copyOf(read()) }))
      unreadable = 0
      bodiesBefore = bodiesNow
    },
    read(store, bodies) {
      bodiesNow = bodies.droppedBytes
      const requests = sum(stats => stats.requests)
      return {
        exchanges: store.size,
        droppedEvents: sum(stats => stats.droppedEvents) + tapSum(tap => tap.droppedRequests),
        droppedBytes: sum(stats => stats.droppedBytes) + tapSum(tap => tap.droppedBytes) + bodiesNow - bodiesBefore,
        unreadable,
        evicted: store.evicted,
        agentFaults: sum(stats => stats.faults) + tapSum(tap => tap.faults),
        lastAgentFault: links.findLast(link => link.stats?.lastFault != null)?.stats?.lastFault ?? tapFault(),
        agentMsPerRequest: requests > 0 ? sum(stats => stats.agentMs) / requests : null,
      }
    },
  }
}

/** A tap's counters are getters. */
const copyOf = ({ droppedRequests, droppedBytes, faults, lastFault }: TapLosses): TapLosses => ({
  droppedRequests,
  droppedBytes,
  faults,
  lastFault,
})
