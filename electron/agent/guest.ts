/**
 * The manners of a guest: whatever the agent does on the server's thread runs through `guest.do`, which lets nothing escape
 * and adds up the time it took.
 */
export interface Guest {
  /** Runs `work`; an error in it is counted and kept to ourselves. */
  do(work: () => void): void
  readonly spentMs: number
  /** The longest single piece of work since this was last asked, in ms. */
  takeLongestMs(): number
  readonly faults: number
  readonly lastFault: string | null
}

export function createGuest(): Guest {
  let spentMs = 0
  let faults = 0
  let lastFault: string | null = null
  let depth = 0
  let longestMs = 0
  return {
    do(work) {
      // Nested work is inside the time of the outer one already.
      const startedAt = depth === 0 ? performance.now() : 0
      depth += 1
      try {
        work()
      } catch (error) {
        faults += 1
        lastFault = faultText(error)
      } finally {
        depth -= 1
        if (depth === 0) {
          const tookMs = performance.now() - startedAt
          spentMs += tookMs
          if (tookMs > longestMs) longestMs = tookMs
        }
      }
    },
    get spentMs() {
      return spentMs
    },
    takeLongestMs() {
      const longest = longestMs
      longestMs = 0
      return longest
    },
    get faults() {
      return faults
    },
    get lastFault() {
      return lastFault
    },
  }
}

function faultText(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack ?? error.message).slice(0, 2000) : String(error).slice(0, 200)
  } catch {
    return 'an error that cannot be read'
  }
}
