import { parentPort } from 'node:worker_threads'
import { type AnswerInput, readAnswer } from './answer.ts'
import { ownBuffers } from './own-buffers.ts'
import { quietThread } from './quiet-thread.ts'

interface Job {
  readonly job: number
  readonly input: AnswerInput
  /** Whether the bytes are wanted, too: to give them back has the other thread's collector run. */
  readonly withBytes: boolean
}
const NONE = new Uint8Array()

quietThread()
/** Reads large answers off the main thread. Out: `{ job, reading }`. */
parentPort?.on('message', ({ job, input, withBytes }: Job) => {
  void readAnswer(input).then(read => {
    const reading = withBytes ? read : { ...read, body: NONE, propsJson: null }
    const { body, propsJson } = reading
    parentPort?.postMessage({ job, reading }, ownBuffers(body, ...(propsJson ? [propsJson] : [])))
  })
})
