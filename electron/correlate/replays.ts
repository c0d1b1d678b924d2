import { type EpochMs, epochMs } from '../../shared/units.ts'
import { put } from './bounded.ts'

/** What a request of our own is, for the exchange that it becomes. */
export interface ReplayMark {
  /** Id of the exchange that it repeats; null: it was made by hand. */
  readonly of: string | null
  readonly run: string
  readonly index: number
}

/**
 * We are about to write a request of our own on a connection that we opened. `port` is ours on that connection, and `ordinal` how many requests went over it before: what the agent (`server`)
 * or the tap (`tap`) will tell of it, so that nothing need be added to the request. Comes before either can tell.
 */
export interface ReplaySentEvent {
  readonly kind: 'replay-sent'
  readonly over: 'server' | 'tap'
  readonly port: number
  readonly ordinal: number
  readonly at: EpochMs
  readonly mark: ReplayMark
}
/** Its answer is whole, or will not be. */
export interface ReplayOverEvent {
  readonly kind: 'replay-over'
  readonly over: 'server' | 'tap'
  readonly port: number
  readonly ordinal: number
  readonly at: EpochMs
}

interface Sent {
  readonly mark: ReplayMark
  readonly from: EpochMs
  to: EpochMs | null
}

/** Requests of our own of which nobody has told yet. Owned by the correlation. */
export type Replays = Map<string, Sent>

const AT_MOST = 4096
/** Between readings of two clocks of one machine, and what a clock is moved by meanwhile. */
const CLOCKS_DIFFER_MS = 50

const keyOf = (over: 'server' | 'tap', port: number, ordinal: number) => `${over} ${port} ${ordinal}`

export function takeReplay(replays: Replays, event: ReplaySentEvent | ReplayOverEvent): void {
  const key = keyOf(event.over, event.port, event.ordinal)
  if (event.kind === 'replay-sent') put(replays, key, { mark: event.mark, from: event.at, to: null }, AT_MOST)
  else {
    const sent = replays.get(key)
    if (sent) sent.to = event.at
  }
}

/** The mark of the request that came from `port` as the one after `ordinal` others; each is found once. Ports are used again, so the times must overlap. */
export function replayOf(
  replays: Replays,
  over: 'server' | 'tap',
  port: number | null,
  ordinal: number,
  startedAt: EpochMs,
): ReplayMark | null {
  if (port === null || replays.size === 0) return null
  const key = keyOf(over, port, ordinal)
  const sent = replays.get(key)
  if (!sent || startedAt < sent.from - CLOCKS_DIFFER_MS) return null
  if (startedAt > (sent.to ?? epochMs(Number.POSITIVE_INFINITY)) + CLOCKS_DIFFER_MS) return null
  replays.delete(key)
  return sent.mark
}

/** What an exchange says of it. */
export function replayFields(mark: ReplayMark | null) {
  return { replayOf: mark?.of ?? null, replayRun: mark && { id: mark.run, index: mark.index } }
}
