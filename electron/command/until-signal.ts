/** A Ctrl-C may come twice at once: from the terminal, and passed on by npm. */
const IMPATIENT_MS = 1000

/** Resolves at the first signal to end; a later one ends the process at once, for whoever does not want to wait. */
export function untilSignal(): Promise<void> {
  return new Promise(resolve => {
    let first: number | null = null
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (first !== null && performance.now() - first > IMPATIENT_MS) process.exit(130)
        first ??= performance.now()
        resolve()
      })
  })
}
