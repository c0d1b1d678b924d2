import autocannon from 'autocannon'

/** What came of a load, with times that autocannon itself tells in whole seconds and whole ms only. */
export interface Asked {
  readonly answers: number
  /** From its begin to the last answer. */
  readonly tookMs: number
  /** Of one answer, in ms; unsorted. */
  readonly latencies: readonly number[]
}

/** Runs autocannon to its end. Throws where an answer was not 2xx, or did not come. */
export async function askWithAutocannon(options: autocannon.Options): Promise<Asked> {
  const began = performance.now()
  let last = began
  const latencies: number[] = []
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon({ ...options, excludeErrorStats: true }, (error, done) =>
      error ? reject(error) : resolve(done),
    )
    running.on('response', (_client, _status, _bytes, tookMs) => {
      last = performance.now()
      latencies.push(tookMs)
    })
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`)
  return { answers: latencies.length, tookMs: last - began, latencies }
}
