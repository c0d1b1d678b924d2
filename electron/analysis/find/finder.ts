import { Worker } from 'node:worker_threads'
import type { FindTask, FoundInOne } from './find-in.ts'
import source from './find-worker.ts?worker-text'

/** Looks through payloads in a thread of its own, one at a time. */
export interface Finder {
  /** null where it took too long and was ended: a pattern may be made to. The bytes are handed over. */
  find(task: FindTask): Promise<FoundInOne | null>
  close(): Promise<void>
}

/** What reading a payload may take, in ms, and more for each byte of it; what is over goes to the pattern. */
const AT_MOST_MS = 2_000
const MS_PER_BYTE = 1e-4

export function createFinder(): Finder {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function end(): Promise<void> {
    const ending = worker
    worker = null
    await ending?.terminate()
  }
  function run(task: FindTask): Promise<FoundInOne | null> {
    worker ??= new Worker(source, { eval: true })
    const running = worker
    running.ref()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          finish()
          void end().then(() => resolve(null))
        },
        AT_MOST_MS + task.bytes.byteLength * MS_PER_BYTE,
      )
      const onMessage = (found: FoundInOne) => {
        finish()
        resolve(found)
      }
      const onError = (error: Error) => {
        finish()
        worker = null
        reject(error)
      }
      function finish(): void {
        clearTimeout(timer)
        running.off('message', onMessage)
        running.off('error', onError)
        running.unref()
      }
      running.on('message', onMessage)
      running.on('error', onError)
      // The store's own bytes are not ours to hand over: they come as a copy of their own.
      running.postMessage(task, [task.bytes.buffer as ArrayBuffer])
    })
  }
  return {
    find(task) {
      const found = last.then(() => run(task))
      last = found.catch(() => undefined)
      return found
    },
    close: end,
  }
}
