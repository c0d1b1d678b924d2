/**
 * Units and identities, branded so that two of them cannot be mixed up.
 * Sizes are in bytes and durations in milliseconds everywhere; a name that ends in `Ms` is one of the two below or a duration.
 */
declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** Wall clock: milliseconds since 1970-01-01 UTC, with a fraction. Comparable between machines, may jump. */
export type EpochMs = Branded<number, 'EpochMs'>
/** `performance.now()` of one process: milliseconds since an origin of its own. Never jumps, means nothing elsewhere. */
export type MonotonicMs = Branded<number, 'MonotonicMs'>
/** A count of bytes. */
export type Bytes = number
/** Identity of an exchange: a ULID, so that sorting the text sorts by start. */
export type ExchangeId = Branded<string, 'ExchangeId'>

export const epochMs = (value: number): EpochMs => value as EpochMs
export const monotonicMs = (value: number): MonotonicMs => value as MonotonicMs
export const exchangeId = (value: string): ExchangeId => value as ExchangeId

/** One moment read on both clocks of a process; what turns its monotonic times into wall-clock times. */
export interface ClockReading {
  readonly epochMs: EpochMs
  readonly monotonicMs: MonotonicMs
}

const READ_AT_MOST = 5
const READ_CLOSELY_MS = 0.05

/**
 * Reads both clocks as one moment. A process may lose the processor between the two, and each of its times would be off by
 * that; so the wall clock is read between two monotonic readings, again where those lie apart, and the closest pair stands.
 */
export function readBothClocks(wall: () => number, monotonic: () => number): ClockReading {
  let closest = Number.POSITIVE_INFINITY
  let reading: ClockReading = { epochMs: epochMs(0), monotonicMs: monotonicMs(0) }
  for (let reads = 0; reads < READ_AT_MOST && closest > READ_CLOSELY_MS; reads += 1) {
    const before = monotonic()
    const at = wall()
    const apart = monotonic() - before
    if (apart >= closest) continue
    closest = apart
    reading = { epochMs: epochMs(at), monotonicMs: monotonicMs(before + apart / 2) }
  }
  return reading
}

/** The wall-clock time of a monotonic one, by the reading of both clocks nearest to it. */
export function toEpochMs(at: MonotonicMs, reading: ClockReading): EpochMs {
  return epochMs(reading.epochMs + (at - reading.monotonicMs))
}

/** Closes a `switch` over a union: a kind that is not handled is a type error, and a bug at run time. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
