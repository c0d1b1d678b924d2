import type { AppState } from '../../shared/api.ts'
import type { StatsEvent } from '../../shared/raw-events.ts'
import type { BodyStore } from '../exchanges/bodies.ts'
import type { ExchangeStore } from '../exchanges/store.ts'

/** The counters that a person sees: what was kept, and all that was not. */
export interface Counts {
  /** The counters of one connection to an agent; they start at 0 with each. */
  forLink(): { update(stats: StatsEvent): void }
  /** One more exchange of which something was not captured or could not be read. */
  incomplete(): void
  clear(): void
  read(store: Pick<ExchangeStore, 'size' | 'evicted'>, bodies: Pick<BodyStore, 'droppedBytes'>): AppState['counts']
}

export function createCounts(): Counts {
  let links: { stats: StatsEvent | null; from: StatsEvent | null }[] = []
  let unreadable = 0
  let bodiesBefore = 0
  let bodiesNow = 0
  const sum = (value: (stats: StatsEvent) => number) =>
    links.reduce((all, { stats, from }) => all + (stats ? value(stats) - (from ? value(from) : 0) : 0), 0)
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
    incomplete() {
      unreadable += 1
    },
    clear() {
      links = links.slice(-1).map(link => ({ stats: link.stats, from: link.stats }))
      unreadable = 0
      bodiesBefore = bodiesNow
    },
    read(store, bodies) {
      bodiesNow = bodies.droppedBytes
      const requests = sum(stats => stats.requests)
      return {
        exchanges: store.size,
        droppedEvents: sum(stats => stats.droppedEvents),
        droppedBytes: sum(stats => stats.droppedBytes) + bodiesNow - bodiesBefore,
        unreadable,
        evicted: store.evicted,
        agentFaults: sum(stats => stats.faults),
        lastAgentFault: links.findLast(link => link.stats?.lastFault != null)?.stats?.lastFault ?? null,
        agentMsPerRequest: requests > 0 ? sum(stats => stats.agentMs) / requests : null,
      }
    },
  }
}
