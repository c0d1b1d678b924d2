import { parentPort } from 'node:worker_threads'
import { type FindTask, findIn } from './find-in.ts'

/** Looks through payloads off the main thread. In: a task; out: what was found. */
parentPort?.on('message', (task: FindTask) => {
  parentPort?.postMessage(findIn(task))
})
