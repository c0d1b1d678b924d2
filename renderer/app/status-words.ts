import type { Counts } from '../../shared/api.ts'
import { formatCount, formatMs } from '../ui/format.ts'

/** What “dropped” counts, by whom it was let go. */
export function droppedHint({ droppedEvents, droppedByTap }: Pick<Counts, 'droppedEvents' | 'droppedByTap'>): string {
  const byAgent = droppedEvents - droppedByTap
  const why = 'because Propscope did not read fast enough'
  const tap = 'that the tap forwarded and did not record'
  if (droppedByTap === 0) return `Events that the agent let go ${why}`
  if (byAgent === 0) return `Requests ${tap}, ${why}`
  return `${formatCount(byAgent)} events that the agent let go, and ${formatCount(droppedByTap)} requests ${tap}, ${why}`
}

/** In whom errors of ours were caught. */
export function faultsOf({ agentFaults, tapFaults }: Pick<Counts, 'agentFaults' | 'tapFaults'>): string {
  if (tapFaults === 0) return 'agent'
  return tapFaults === agentFaults ? 'tap' : 'agent and tap'
}

/** What the agent's time a request is the mean of. */
export function agentHint({ agentMsPerRequest }: Pick<Counts, 'agentMsPerRequest'>): string {
  const lately =
    'Time that the agent took on the server’s thread, some of it after the answer was out: the mean of the last hundred requests'
  if (agentMsPerRequest === null) return lately
  return `${lately}; of all so far, with the first ones, which run cold code, ${formatMs(agentMsPerRequest)}`
}
