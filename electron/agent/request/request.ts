import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallEndEvent, RequestEvent, RequestNumber } from '../../../shared/raw-events.ts'
import type { MonotonicMs } from '../../../shared/units.ts'

/** Tells every client that captures. The end of a request goes another way, see Outbox. */
export type Emit = (event: Exclude<RequestEvent, { kind: 'request-end' }>) => void

export const now = (): MonotonicMs => performance.now() as MonotonicMs

/** One request that is being answered, as the agent holds it; let go of when it has ended. */
export interface LiveRequest {
  readonly number: RequestNumber
  readonly method: string
  /** The live answer; null once it is out, so that nothing of the server's is held longer than the server holds it. */
  response: ServerResponse<IncomingMessage> | null
  /** A getServerSideProps call has begun: from then on its body is handed over. */
  called: boolean
  calling: boolean
  /** Its call may still come, or runs: until then whatever it begins must be known as its own. */
  followed: boolean
  setHeaders: CallEndEvent['setHeaders'][number][]
  /** Never throws. Hears of each of the answer's functions that somebody calls, once the call has ended and until it has heard of one that the call itself left behind. */
  late: ((member: string) => void) | null
  /** What the call returned as props, until it was looked at. */
  props: { readonly value: unknown } | null
  /** The call itself sent the answer: its bytes do not hold what it returned. */
  answeredInside: boolean
  /** What can wait until the answer is out. */
  readonly later: (() => void)[]
  firstByteAt: number | null
  bodyBytes: number
  ended: boolean
  /** Tells of the body that came with it; null where none was announced. */
  body: (() => { bytes: number; base64: string | null } | null) | null
  /**
   * Each puts one of the answer's own functions back; for a detach in the middle. An answer that is out keeps ours, which pass through: taking them
   * off every answer would cost more than all the rest, since V8 makes a slow object of one whose properties are deleted.
   */
  readonly restore: (() => void)[]
}

/** HEAD, 204 and 304 never carry a body: what is written is thrown away by Node. */
export function hasBody(request: LiveRequest): boolean {
  const status = request.response?.statusCode ?? 200
  return request.method !== 'HEAD' && status !== 204 && status !== 304
}
