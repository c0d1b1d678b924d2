/** So much at once, and so much more with each second. */
export interface Rate {
  readonly atOnce: number
  readonly perSecond: number
}

/** What is left of a rate, whatever it counts. May be overdrawn: what was begun is done whole. */
export interface Bucket {
  /** What there is now. */
  left(): number
  take(amount: number): void
}

export function createBucket({ atOnce, perSecond }: Rate, now: () => number = () => performance.now()): Bucket {
  let left = atOnce
  let filledAt = now()
  return {
    left() {
      const at = now()
      left = Math.min(atOnce, left + ((at - filledAt) / 1000) * perSecond)
      filledAt = at
      return left
    },
    take(amount) {
      left -= amount
    },
  }
}
