import type { AppState, ExchangeBatch, FrontendApi } from '../../shared/api.ts'
import type { ReplayRun } from '../../shared/replay.ts'
import type { Bytes } from '../../shared/units.ts'
import type { Channel } from './rpc.ts'

/** From this backlog on, pushes are held back: 32 MiB. */
export const BACKLOG_LIMIT: Bytes = 32 * 1024 * 1024

/**
 * `send`, but bounded: while the frontend reads too slowly, only the newest push of each kind is kept, and goes out when the backlog has
 * shrunk. A held state is whole. Of held batches the last one alone is in order where no other was let go; otherwise its revision
 * leaves a gap, which tells the frontend to ask for the list.
 */
export function boundedPushes(channel: Channel, send: FrontendApi): { frontend: FrontendApi; stop: () => void } {
  let heldState: AppState | null = null
  let heldBatch: ExchangeBatch | null = null
  const heldRuns = new Map<string, ReplayRun>()
  const isFull = () => channel.backlog() > BACKLOG_LIMIT

  const stop = channel.onDrain(() => {
    if (isFull()) return
    const [state, batch] = [heldState, heldBatch]
    heldState = null
    heldBatch = null
    if (state) send.stateChanged(state)
    if (batch) send.exchangesChanged(batch)
    for (const run of heldRuns.values()) send.runChanged(run)
    heldRuns.clear()
  })
  return {
    frontend: {
      stateChanged(state) {
        if (isFull()) heldState = state
        else send.stateChanged(state)
      },
      exchangesChanged(batch) {
        if (isFull()) heldBatch = batch
        else send.exchangesChanged(batch)
      },
      pageChanged: change => send.pageChanged(change),
      runChanged(run) {
        if (isFull()) heldRuns.set(run.id, run)
        else send.runChanged(run)
      },
    },
    stop,
  }
}
