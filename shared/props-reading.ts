import { z } from 'zod'
import { FrameSchema } from './exchange.ts'
import type { Result } from './problem.ts'
import type { Outgoing } from './replay.ts'

/**
 * What the server's render of one request read of the props that its call returned. Recorded for a replay that somebody asked for, and for nothing else. It says what was never read *while the
 * server rendered this request*: handlers, effects and later renders in the browser may read it all the same.
 */

const bytes = z.number().int().nonnegative()

/** Values at one path; elements of arrays are taken together, as `items[*].name`. */
export const ReadPathSchema = z.object({
  /** As JavaScript writes it behind `props`; empty: the props themselves. */
  path: z.string(),
  /** The first of them. */
  example: z.string(),
  /**
   * `unread`: never looked at. `looked-at`: only whether it is there, which keys it has or how long it is; nothing in it was read. `not-watched`: handed to a component, and of a kind that cannot
   * be watched (what a frozen object holds, a value with a `toJSON`). `unknown`: what was recorded does not fit the JSON here.
   */
  state: z.enum(['unread', 'looked-at', 'not-watched', 'unknown']),
  /** What the JSON would be smaller by: of `unread` with key and comma, of `looked-at` what is in it. */
  bytes,
  /** So many values, of so many that stand at this path. */
  count: z.number().int(),
  of: z.number().int(),
})

export const PropsReadingSchema = z.object({
  /** Of all props as compact JSON. */
  bytes,
  /** Of the paths of each state together. */
  unreadBytes: bytes,
  lookedAtBytes: bytes,
  notWatchedBytes: bytes,
  unknownBytes: bytes,
  /** Largest first. */
  paths: z.array(ReadPathSchema),
  /** Paths beyond those. */
  pathsLeftOut: z.number().int(),
  /** Values that one function took whole, and where in the code. */
  whole: z.array(
    z.object({
      /** Elements of arrays together. */
      path: z.string(),
      count: z.number().int(),
      by: z.string(),
      place: FrameSchema.nullable(),
    }),
  ),
})

/** What came of one replay with reading recorded. */
export const RecordedReadsSchema = z.object({
  /** The exchange that it became; null where nothing was told of it. */
  exchange: z.string().nullable(),
  reading: PropsReadingSchema.nullable(),
  /** Why there is no reading, in a sentence; null where there is one. */
  why: z.string().nullable(),
  /** How what was sent differs from what was asked for, one sentence each. */
  notes: z.array(z.string()),
})

export type ReadPath = Readonly<z.infer<typeof ReadPathSchema>>
export type PropsReading = Readonly<Omit<z.infer<typeof PropsReadingSchema>, 'paths' | 'whole'>> & {
  readonly paths: readonly ReadPath[]
  readonly whole: readonly Readonly<z.infer<typeof PropsReadingSchema>['whole'][number]>[]
}
export type RecordedReads = Readonly<Omit<z.infer<typeof RecordedReadsSchema>, 'reading' | 'notes'>> & {
  readonly reading: PropsReading | null
  readonly notes: readonly string[]
}

/** What was recorded, and the signs behind it; null where there is no reading. */
export interface KeptReads {
  readonly recorded: RecordedReads
  readonly signs: string | null
}

export interface ReadsApi {
  /**
   * Sends the request of the exchange `of` once as a document, and records which of its props the render reads. Problems: as `startReplay`'s; `no-exchange`; a reading that could not be made is
   * no problem but has a `why`.
   */
  recordReads(of: string, request: Outgoing, confirmed: boolean): Promise<Result<RecordedReads>>
  /** What was recorded for an exchange (the last twenty are kept), and the signs behind it (`shared/json/reads/`); null: nothing was. */
  readReads(exchange: string): Promise<KeptReads | null>
}
