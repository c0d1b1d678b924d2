/**
 * Long work, done in steps: it yields how much of it is done, 0 to 1, some hundred times a second, and returns its result. `now` does all of it at
 * once; a worker or the main process run it a few ms at a time (`inSlices`), so that they answer others meanwhile and can stop.
 */
export type Job<T> = Generator<number, T, void>

export function now<T>(job: Job<T>): T {
  for (;;) {
    const step = job.next()
    if (step.done) return step.value
  }
}

export interface Slices {
  /** Resolves once others had their turn. */
  readonly pause: () => Promise<void>
  /** Milliseconds, of any origin. */
  readonly clock: () => number
  /** Asked after every slice. */
  readonly stopped: () => boolean
  readonly onProgress?: (done: number) => void
}

/** One slice, in ms: short enough to answer within a frame. */
const SLICE_MS = 8

/** Runs a job in slices; null where it was stopped. */
export async function inSlices<T>(job: Job<T>, { pause, clock, stopped, onProgress }: Slices): Promise<T | null> {
  for (;;) {
    const end = clock() + SLICE_MS
    let step = job.next()
    while (!step.done && clock() < end) step = job.next()
    if (step.done) return step.value
    onProgress?.(step.value)
    await pause()
    if (stopped()) return null
  }
}
