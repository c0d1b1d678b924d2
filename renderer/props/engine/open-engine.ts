import { type BirpcReturn, createBirpc } from 'birpc'
import type { EngineApi, Found, ViewApi } from './protocol.ts'

/** A payload in a worker of its own. */
export interface Engine {
  readonly ask: BirpcReturn<EngineApi, ViewApi>
  /** Is told how far a search is; one at a time. */
  onFound: (found: Found) => void
  /** Is told how much of a longer work is done, 0 to 1; one at a time. */
  onProgress: (done: number) => void
  /** Ends the worker, in the middle of its work where need be; what was asked then rejects. */
  close(): void
}

export function openEngine(): Engine {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'props' })
  const ask = createBirpc<EngineApi, ViewApi>(
    { found: found => engine.onFound(found), progress: done => engine.onProgress(done) },
    {
      // Bytes are handed over, not copied.
      post: message => worker.postMessage(message, { transfer: buffersIn(message) }),
      on: handler => worker.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data)),
      timeout: -1,
    },
  )
  const fail = (why: string) => ask.$rejectPendingCalls(({ reject }) => reject(new Error(why)))
  worker.addEventListener('error', event =>
    fail(event.message || 'the worker that reads the props could not be started'),
  )
  const engine: Engine = {
    ask,
    onFound: () => undefined,
    onProgress: () => undefined,
    close() {
      worker.terminate()
      ask.$close(new Error('another exchange was chosen'))
    },
  }
  return engine
}

function buffersIn(message: unknown): ArrayBuffer[] {
  const given: unknown = message !== null && typeof message === 'object' && 'a' in message ? message.a : null
  if (!Array.isArray(given)) return []
  return given.flatMap(one => (one instanceof Uint8Array ? [one.buffer as ArrayBuffer] : []))
}
