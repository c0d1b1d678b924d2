import { setFlagsFromString } from 'node:v8'

let done = false

/**
 * V8 sweeps the nursery with several threads that wait for each other. Where all cores are busy that wait is a turn of the scheduler: pauses of 3 to 10 ms in every
 * thread of this process for what one thread does in less than 1, and cores taken from what is forwarded. The flag is read at each sweep, so it may be set while we run. Electron
 * has V8 flags of its own and is left alone.
 */
export function quietCollector(): void {
  if (done || process.versions['electron'] !== undefined) return
  done = true
  setFlagsFromString('--no-parallel-scavenge')
}
