/** A server that restarts is back within these: looked for often. */
const OFTEN_MS = 100
const OFTEN_FOR_MS = 10_000
/** Then the next look waits for this part of the time that it has been away already, and at most so long: a look reads the system's table of connections. */
const PART_OF_AWAY = 1 / 50
const SELDOM_MS = 2000

/** How long to wait for the next look at a server that has been away, without a hint that it may be back, for `awayMs`. */
export function lookAfterMs(awayMs: number): number {
  return awayMs < OFTEN_FOR_MS ? OFTEN_MS : Math.min(awayMs * PART_OF_AWAY, SELDOM_MS)
}

/** When the next look at one server that went away is due. */
export interface LookPace {
  /** Resolves when the next look is due, and never before `atLeastMs`; at once when `signal` is aborted. Leaves no timer. */
  due(signal: AbortSignal, atLeastMs?: number): Promise<void>
  /** It may be back: a look is due now, and often for a while. */
  hint(): void
}

export function createLookPace(): LookPace {
  let since = performance.now()
  let sooner = () => {}
  return {
    async due(signal, atLeastMs = 0) {
      if (signal.aborted) return
      const begun = performance.now()
      const ended = new AbortController()
      await new Promise<void>(resolve => {
        let timer = setTimeout(resolve, Math.max(lookAfterMs(begun - since), atLeastMs))
        sooner = () => {
          clearTimeout(timer)
          timer = setTimeout(resolve, Math.max(begun + atLeastMs - performance.now(), 0))
        }
        const over = () => {
          clearTimeout(timer)
          resolve()
        }
        signal.addEventListener('abort', over, { once: true, signal: ended.signal })
      })
      sooner = () => {}
      ended.abort()
    },
    hint() {
      since = performance.now()
      sooner()
    },
  }
}
