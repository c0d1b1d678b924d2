import { parentPort } from 'node:worker_threads'
import { type AnswerInput, readAnswer } from './answer.ts'
import { ownBuffers } from './own-buffers.ts'

/** Reads large answers off the main thread. In: `{ job, input }`; out: `{ job, reading }`. */
parentPort?.on('message', ({ job, input }: { job: number; input: AnswerInput }) => {
  void readAnswer(input).then(reading => {
    const { body, propsJson } = reading
    parentPort?.postMessage({ job, reading }, ownBuffers(body, ...(propsJson ? [propsJson] : [])))
  })
})
