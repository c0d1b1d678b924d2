import type { Result } from '../../../shared/problem.ts'
import type { Batch } from './batch.ts'
import type { SharedBlocks } from './blocks.ts'
import type { BudgetLimits } from './budget.ts'

/** What the thread is started with. */
export interface TapThreadStart {
  readonly target: string
  readonly port: number | null
  readonly hosts: readonly string[]
  readonly shared: SharedBlocks
  readonly budget: BudgetLimits
  readonly after: { readonly connections: number; readonly requests: number }
}

/** What is known of the tap without its events. */
export interface TapStatus {
  readonly connections: number
  /** Since the thread was started. */
  readonly requests: number
  readonly droppedRequests: number
  readonly droppedBytes: number
  readonly down: string | null
  readonly faults: number
  readonly lastFault: string | null
}
export const NO_STATUS: TapStatus = {
  connections: 0,
  requests: 0,
  droppedRequests: 0,
  droppedBytes: 0,
  down: null,
  faults: 0,
  lastFault: null,
}

/** Where a tap listens and what it forwards to. */
export interface Listening {
  readonly port: number
  readonly origin: string
  readonly target: string
}

export type FromThread =
  | { readonly kind: 'opened'; readonly opened: Result<Listening>; readonly timeOrigin: number }
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'status'; readonly status: TapStatus }
  /** All that was heard before was handed over; in order with the batches. */
  | { readonly kind: 'flushed'; readonly job: number }

export type ToThread =
  | { readonly kind: 'flush'; readonly job: number }
  /** Ends every connection, flushes, and answers as to a flush. */
  | { readonly kind: 'close'; readonly job: number }
