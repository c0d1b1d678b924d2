import type { PatternRunner } from '../../../shared/json/search/search.ts'
import type { PatternTask } from './pattern-worker.ts'

/** A batch is 256 kB: a pattern that does no more than look at it needs some milliseconds. */
const AT_MOST_MS = 2_000

/** Runs patterns in a worker of their own, which is ended with one that takes too long. */
export function createPatternRunner(): PatternRunner & { close(): void } {
  let worker: Worker | null = null
  const end = () => {
    worker?.terminate()
    worker = null
  }
  return {
    run({ source, flags }, { text, ends }) {
      worker ??= new Worker(new URL('./pattern-worker.ts', import.meta.url), { type: 'module', name: 'pattern' })
      const running = worker
      const task: PatternTask = { source, flags, text, ends }
      return new Promise(resolve => {
        const timer = setTimeout(() => {
          end()
          resolve(null)
        }, AT_MOST_MS)
        running.onmessage = (event: MessageEvent<Int32Array>) => {
          clearTimeout(timer)
          resolve(event.data)
        }
        running.postMessage(task, { transfer: [ends.buffer as ArrayBuffer] })
      })
    },
    close: end,
  }
}
