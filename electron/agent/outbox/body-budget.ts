import { createBucket, type Rate } from '../bucket.ts'

/** How much of the answers' bodies is handed over: so many bytes and so many bodies at once, and so many more with each second. */
export interface BodyLimits {
  readonly bytes: Rate
  /** Each body that is refused takes a part of one from those of its second, of which `atLeast` are left in any case: the heavier the load, the less each answer matters, and the more it costs. */
  readonly bodies: Rate & { readonly atLeast: number; readonly refusedCosts: number }
}

/**
 * What a person can look at, and a test run that goes on for hours at tens of requests a second. What comes faster is load, of which nobody looks at each answer: to copy, to read and to
 * keep 100 kB of it costs this machine more than to answer the request did. The tap has its own, for the same reason (tap/thread/budget.ts).
 */
export const BODY_LIMITS: BodyLimits = {
  bytes: { atOnce: 64 * 1024 * 1024, perSecond: 8 * 1024 * 1024 },
  bodies: { atOnce: 500, perSecond: 30, atLeast: 3, refusedCosts: 1 / 15 },
}

export interface BodyBudget {
  /** An answer's body begins: whether it is handed over. What was begun is handed over whole. */
  begins(): boolean
  spends(bytes: number): void
}

export function createBodyBudget(
  { bytes, bodies }: BodyLimits = BODY_LIMITS,
  now: () => number = () => performance.now(),
): BodyBudget {
  const ofBytes = createBucket(bytes, now)
  const ofBodies = createBucket(bodies, now)
  let askedAt = now()
  return {
    begins() {
      const at = now()
      const seconds = (at - askedAt) / 1000
      askedAt = at
      const isRefused = ofBodies.left() < 1 || ofBytes.left() <= 0
      // What a refusal costs is never all that has come since the one before.
      ofBodies.take(isRefused ? Math.min(bodies.refusedCosts, seconds * (bodies.perSecond - bodies.atLeast)) : 1)
      return !isRefused
    },
    spends: ofBytes.take,
  }
}
