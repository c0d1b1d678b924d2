import { parentPort } from 'node:worker_threads'
import { type AnswerInput, readAnswer } from './answer.ts'
import { ownBuffers } from './own-buffers.ts'

/** Reads large answers off the main thread. In: `{ job, input }`; out: `{ job, reading }`. */
parentPort?.on('message', ({ job, input }: { job: number; input: AnswerInput }) => {
  const reading = readAnswer(input)
  parentPort?.postMessage({ job, reading }, ownBuffers(reading.body, ...(reading.propsJson ? [reading.propsJson] : [])))
})
