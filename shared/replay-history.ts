import { z } from 'zod'
import { type Outgoing, OutgoingSchema } from './replay.ts'

/** A request that was edited and sent, remembered for its project. */
export const KeptRequestSchema = z.object({
  id: z.string().max(40),
  /** When it was sent the last time, epoch ms. */
  at: z.number(),
  /** Next's route; null where none is known. */
  page: z.string().max(2000).nullable(),
  request: OutgoingSchema,
  /** Whether its secrets are in it as they were. */
  secrets: z.boolean(),
  /** What was left out: names of headers, of which a request at hand may have others; `address` and `body` where a value in them was. */
  left: z.array(z.string().max(200)).max(300),
})
export type KeptRequest = Readonly<Omit<z.infer<typeof KeptRequestSchema>, 'request' | 'left'>> & {
  readonly request: Outgoing
  readonly left: readonly string[]
}

/** Of one project; older ones go. */
export const KEPT_AT_MOST = 40
/** Larger bodies are not remembered, in characters. */
export const KEPT_BODY_AT_MOST = 16_000

export interface HistoryApi {
  /** Edited requests of the project that the server at `origin` runs, the last one first. */
  readHistory(origin: string): Promise<readonly KeptRequest[]>
  /** Remembers one that was sent. `secrets`: with its cookies, tokens and keys, which are left out otherwise. Gives the history as it is then. */
  rememberRequest(
    origin: string,
    page: string | null,
    request: Outgoing,
    secrets: boolean,
  ): Promise<readonly KeptRequest[]>
  /** null: all of them. Gives what is left. */
  forgetRequests(origin: string, id: string | null): Promise<readonly KeptRequest[]>
}
