import type { RequestNumber, TapEvent } from '../../../shared/raw-events.ts'
import type { TapSink } from '../conversation.ts'
import { type Batch, BatchWriter } from './batch.ts'
import { createBlockWriter } from './block-writer.ts'
import { CONTROL, type SharedBlocks } from './blocks.ts'
import { BUDGET, type BudgetLimits, createBudget } from './budget.ts'

/** What the recording side may be behind, in events and stretches; of requests that begin beyond it nothing is told. */
const BEHIND_AT_MOST = 200_000
/**
 * A batch goes when so many wait, or so many bytes of bodies, or after so many ms: each wakes a thread that competes with this one, and on a busy machine holds up a request that is on
 * its way. Where many came with the last batch the next one waits longer, so that fewer than one request in a hundred meets that.
 */
const BATCH_COUNT = 8192
const BATCH_BYTES = 4 * 1024 * 1024
const BATCH_MS = 10
const BUSY_MS = 25
const BUSY_COUNT = 100

export interface Recorder extends TapSink {
  readonly requests: number
  /** Requests of which nothing is told because too much waits already. */
  readonly droppedRequests: number
  readonly droppedBytes: number
  /** Hands over what waits. */
  flush(): void
}

/** The tap's sink in its own thread: bodies into the shared blocks, events into batches. Never waits. */
export function createRecorder(
  shared: SharedBlocks,
  post: (batch: Batch) => void,
  limits: BudgetLimits = BUDGET,
  behindAtMost = BEHIND_AT_MOST,
): Recorder {
  const control = new Int32Array(shared.control)
  const batch = new BatchWriter()
  const budget = createBudget(limits)
  const writer = createBlockWriter(shared, block => {
    batch.filled(block)
    waits()
  })
  /** Requests of which nothing is told. */
  const unheard = new Set<RequestNumber>()
  /** Requests of whose answers some bytes were let go: what follows would not fit to what is there. */
  const holed = new Set<RequestNumber>()
  let sent = 0
  let bytesWaiting = 0
  let isBusy = false
  let requests = 0
  let droppedRequests = 0
  let droppedBytes = 0
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (batch.count === 0) return
    isBusy = batch.count >= BUSY_COUNT
    bytesWaiting = 0
    sent = (sent + batch.count) | 0
    post(batch.take())
  }
  function waits(): void {
    if (batch.count >= BATCH_COUNT || bytesWaiting >= BATCH_BYTES) flush()
    else timer ??= setTimeout(flush, isBusy ? BUSY_MS : BATCH_MS)
  }
  function isUnheard(event: TapEvent): boolean {
    if (event.kind === 'tap-clock' || event.request === null) return false
    if (event.kind === 'tap-request-start') {
      requests += 1
      const paused = Atomics.load(control, CONTROL.paused) === 1
      const behind = ((sent - Atomics.load(control, CONTROL.taken)) | 0) > behindAtMost
      if (paused || behind) unheard.add(event.request)
      if (behind && !paused) droppedRequests += 1
    }
    const not = unheard.has(event.request)
    if (event.kind === 'tap-end') {
      unheard.delete(event.request)
      holed.delete(event.request)
    }
    return not
  }

  return {
    get requests() {
      return requests
    },
    get droppedRequests() {
      return droppedRequests
    },
    get droppedBytes() {
      return droppedBytes
    },
    flush,
    event(event) {
      if (isUnheard(event)) return
      // Some whole bodies are worth more than a part of each.
      if (event.kind === 'tap-response-head' && event.status >= 200) {
        if (writer.isScarce() || !budget.begins(event.at, event.head)) holed.add(event.request)
      }
      batch.event(event)
      waits()
    },
    body(request, part, bytes) {
      // Nothing shows what a request carried yet, so it is not kept.
      if (part === 'request' || unheard.has(request)) return true
      const { byteLength } = bytes
      if (
        !holed.has(request) &&
        budget.spends(byteLength) &&
        writer.write(bytes, stretch => batch.stretch(request, stretch))
      ) {
        bytesWaiting += byteLength
        waits()
        return true
      }
      holed.add(request)
      droppedBytes += bytes.byteLength
      return false
    },
  }
}
