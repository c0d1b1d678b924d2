import { parentPort } from 'node:worker_threads'
import { type AnswerInput, readAnswer } from './answer.ts'

/** Reads large answers off the main thread. In: `{ job, input }`; out: `{ job, reading }`. */
parentPort?.on('message', ({ job, input }: { job: number; input: AnswerInput }) => {
  const reading = readAnswer(input)
  // Small pieces share one pool buffer of Node's and cannot be given away; a copy of them costs nothing.
  parentPort?.postMessage({ job, reading })
})
