import { Worker } from 'node:worker_threads'
import { type AnswerInput, type AnswerReading, readDecoded } from './answer.ts'
import source from './answer-worker.ts?worker-text'
import { decodeEasily } from './decode.ts'
import { ownBuffers } from './own-buffers.ts'

/** Reads answers: small ones at once, large ones in a worker, so that our own process stays quick. */
export interface AnswerReader {
  /** Never rejects: where the worker fails the reading says so in its gap. `input.bytes` belongs to the reader from now on. */
  read(input: AnswerInput): Promise<AnswerReading>
  close(): Promise<void>
}

/** Encoded bytes above which a worker reads; below, handing it over costs more than reading. */
const INLINE_AT_MOST = 64 * 1024
/** A few bytes may decode to very many: those, and what is broken, are the worker's too. */
const DECODED_INLINE_AT_MOST = 1024 * 1024

/** `withBytes` false: what is read of large answers comes without their bytes and those of the props (`body` is empty, `propsJson` null), since nobody wants them. */
export function createAnswerReader(withBytes = true): AnswerReader {
  const waiting = new Map<number, (reading: AnswerReading) => void>()
  let worker: Worker | null = null
  let jobs = 0

  function fail(why: string): void {
    worker = null
    for (const [job, done] of waiting) {
      waiting.delete(job)
      done({
        body: new Uint8Array(),
        bodyBytes: null,
        propsJson: null,
        props: null,
        marks: null,
        nextError: null,
        next: null,
        ledger: null,
        gap: `The answer could not be read: ${why}.`,
      })
    }
  }
  function running(): Worker {
    if (worker) return worker
    const started = new Worker(source, { eval: true })
    started.unref()
    started.on('message', ({ job, reading }: { job: number; reading: AnswerReading }) => {
      const found = waiting.get(job)
      waiting.delete(job)
      if (waiting.size === 0) started.unref()
      found?.(reading)
    })
    started.on('error', error => fail(error.message))
    started.on('exit', () => {
      if (worker === started) fail('the reading worker ended')
    })
    worker = started
    return started
  }

  return {
    read(input) {
      if (input.bytes.byteLength <= INLINE_AT_MOST) {
        const body = decodeEasily(input.bytes, input.contentEncoding, input.cut, DECODED_INLINE_AT_MOST)
        if (body) return readDecoded(input, { bytes: body, gap: null })
      }
      return new Promise(done => {
        jobs += 1
        waiting.set(jobs, done)
        const to = running()
        to.ref()
        to.postMessage({ job: jobs, input, withBytes }, ownBuffers(input.bytes))
      })
    },
    async close() {
      const ending = worker
      worker = null
      await ending?.terminate()
    },
  }
}
