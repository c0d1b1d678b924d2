import type { BirpcReturn } from 'birpc'
import { connect } from './connect.ts'
import type { EngineApi, Found, ThreadApi, ViewApi } from './protocol.ts'

/** A payload in a worker of its own. */
export interface Engine {
  readonly ask: BirpcReturn<EngineApi, object>
  /** Is told how far a search is; one at a time. */
  onFound: (found: Found) => void
  /** Is told how much of a longer work is done, 0 to 1; one at a time. */
  onProgress: (done: number) => void
  /** Lets the payload go, in the middle of a work where need be; what was asked then rejects. */
  close(): void
}

/** Workers that hold nothing: one that is started when it is needed, and whose code is compiled while it reads, takes some 100 ms longer. */
const ready: Worker[] = []
/** One that is let go, and one that was made ready for the next. */
const READY_AT_MOST = 2
/** One that held more bytes ends with them: that gives its memory back at once. */
const HELD_AT_MOST = 16 * 1024 * 1024

/** Has a worker wait for the next payload. Called when one is on screen: what makes it ready would take the processor from the one that reads. */
export async function keepEngineReady(): Promise<void> {
  await new Promise(resolve => requestIdleCallback(resolve))
  if (ready.length === 0) await rest(newWorker())
}

/** Puts a worker to the others that wait. */
async function rest(worker: Worker): Promise<void> {
  const { ask, leave } = connect<ThreadApi>(worker, {})
  ready.push(worker)
  try {
    await ask.rest()
  } catch {
    // It could not be started; whoever needs one is told by the next.
    if (ready.includes(worker)) ready.splice(ready.indexOf(worker), 1)
  }
  leave(new Error('it is ready'))
}

export function openEngine(): Engine {
  const worker = ready.pop() ?? newWorker()
  const told: ViewApi = {
    found: found => engine.onFound(found),
    progress: done => engine.onProgress(done),
  }
  const { ask, work, leave } = connect<EngineApi>(worker, told)
  let closed = false
  const engine: Engine = {
    ask,
    onFound: () => undefined,
    onProgress: () => undefined,
    close() {
      if (closed) return
      closed = true
      // What it still works on would be waited for.
      const reusable = !work.failed && work.asked.size === 0 && work.held <= HELD_AT_MOST
      leave(new Error('another exchange was chosen'))
      if (reusable && ready.length < READY_AT_MOST) void rest(worker)
      else worker.terminate()
    },
  }
  return engine
}

const newWorker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'props' })
