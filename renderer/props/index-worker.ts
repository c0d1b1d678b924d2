import { indexJson } from './index-json.ts'
import { buffersOf, type IndexResult } from './json-index.ts'

/*
 * The worker that scans a payload: bytes in, bytes and index out, all of it handed over and nothing copied.
 */

/** What the worker answers; the bytes come back with it. */
export type WorkerAnswer = IndexResult & { readonly bytes: Uint8Array }

self.addEventListener('message', (event: MessageEvent<Uint8Array>) => {
  const bytes = event.data
  const answer: WorkerAnswer = { ...indexJson(bytes), bytes }
  const transfer = [bytes.buffer as ArrayBuffer, ...(answer.ok ? buffersOf(answer.index) : [])]
  self.postMessage(answer, { transfer })
})
