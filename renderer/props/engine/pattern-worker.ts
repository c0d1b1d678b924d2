import { type Batch, matchBatch } from '../../../shared/json/search/values.ts'

/** What is matched: a pattern of the user's and a batch. Answered by which texts match. */
export interface PatternTask extends Pick<Batch, 'text' | 'ends'> {
  readonly source: string
  readonly flags: string
}

/*
 * The worker in which patterns of the user's run: one may take for ever, and is ended with its worker.
 */
self.addEventListener('message', (event: MessageEvent<PatternTask>) => {
  const { source, flags, ...batch } = event.data
  const matched = matchBatch(batch, new RegExp(source, flags))
  self.postMessage(matched, { transfer: [matched.buffer as ArrayBuffer] })
})
