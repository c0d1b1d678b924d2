import type { WorkerAnswer } from './index-worker.ts'

/**
 * Scans `bytes` in a worker of its own. The caller's `bytes` are handed over and empty afterwards; they come back with the
 * answer. `signal` ends the worker in the middle of its work; the promise then rejects.
 */
export function indexInWorker(bytes: Uint8Array, signal: AbortSignal): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(new URL('./index-worker.ts', import.meta.url), { type: 'module', name: 'props index' })
    const end = () => {
      worker.terminate()
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      end()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort)
    worker.addEventListener('message', (event: MessageEvent<WorkerAnswer>) => {
      end()
      resolve(event.data)
    })
    worker.addEventListener('error', event => {
      end()
      reject(new Error(event.message || 'the worker that reads the props could not be started'))
    })
    worker.postMessage(bytes, { transfer: [bytes.buffer as ArrayBuffer] })
  })
}
