import { Worker } from 'node:worker_threads'
import { fail, ok, type Result } from '../../../shared/problem.ts'
import type { Batch } from './batch.ts'
import type { FromThread, Listening, TapStatus, TapThreadStart, ToThread } from './messages.ts'
import source from './tap-thread.ts?worker-text'

/** A tap that runs in a thread of its own. */
export interface TapThread extends Listening {
  /** Resolves when all that was heard so far has been handed to `batch`; also where the thread is gone. */
  flush(): Promise<void>
  /** Ends every connection and the thread. */
  close(): Promise<void>
  /** Ends it as a fault of ours would. */
  kill(): Promise<unknown>
}

export interface TapThreadListener {
  /** `shiftMs`: what is added to its times to have them by this thread's `performance.now()`. */
  batch(batch: Batch, shiftMs: number): void
  status(status: TapStatus): void
  /** The thread ended by itself, and with it every connection; not called where it was closed, or never opened. */
  died(why: string): void
}

/** Problems: those of `openTap`, and `tap-failed` where the thread cannot be started. */
export function openTapThread(start: TapThreadStart, listener: TapThreadListener): Promise<Result<TapThread>> {
  // Little of what it makes lives long, so a sweep of the nursery costs the same however large that is; a very small one is swept too often.
  const resourceLimits = { maxYoungGenerationSizeMb: 32 }
  const worker = new Worker(source, { eval: true, workerData: start, resourceLimits })
  const flushes = new Map<number, () => void>()
  let jobs = 0
  let shiftMs = 0
  let state: 'opening' | 'open' | 'closing' | 'gone' = 'opening'
  let why = 'it ended'

  function ask(kind: ToThread['kind']): Promise<void> {
    if (state === 'gone') return Promise.resolve()
    return new Promise(done => {
      jobs += 1
      flushes.set(jobs, done)
      worker.postMessage({ kind, job: jobs } satisfies ToThread)
    })
  }
  function gone(): void {
    for (const done of flushes.values()) done()
    flushes.clear()
  }
  const thread = (listening: Listening): TapThread => ({
    ...listening,
    flush: () => ask('flush'),
    async close() {
      if (state !== 'open') return
      state = 'closing'
      await ask('close')
      state = 'gone'
      gone()
      await worker.terminate()
    },
    kill: () => worker.terminate(),
  })

  return new Promise(opened => {
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'opened':
          if (!message.opened.ok) {
            state = 'gone'
            return opened(message.opened)
          }
          state = 'open'
          shiftMs = message.timeOrigin - performance.timeOrigin
          return opened(ok(thread(message.opened.value)))
        case 'batch':
          return listener.batch(message.batch, shiftMs)
        case 'status':
          return listener.status(message.status)
        case 'flushed':
          flushes.get(message.job)?.()
          flushes.delete(message.job)
      }
    })
    worker.on('error', (error: unknown) => {
      why = error instanceof Error ? error.message : String(error)
    })
    worker.on('exit', () => {
      const before = state
      state = 'gone'
      gone()
      if (before === 'open') listener.died(why)
      if (before === 'opening')
        opened(fail('tap-failed', `The tap's thread did not start: ${why}.`, 'Open the tap again.'))
    })
  })
}
