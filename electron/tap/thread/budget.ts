import type { Bytes, MonotonicMs } from '../../../shared/units.ts'

/** How many bytes of bodies are kept: so many at once, and so many more with each second. */
export interface BudgetLimits {
  readonly atOnce: Bytes
  readonly perSecond: Bytes
}

/**
 * What a person can look at: sixty pages of half a MB in one moment, a document of 100 MB at any time, a test run that goes on for hours. What comes faster is load, of which nobody
 * looks at each answer, and to keep that would cost its server more than to forward it.
 */
export const BUDGET: BudgetLimits = { atOnce: 32 * 1024 * 1024, perSecond: 16 * 1024 * 1024 }

/** A body costs that much however small it is. */
const EACH = 8 * 1024
/** This share of `atOnce` is left to documents and data: nobody misses a script's text. */
const FOR_PAGES = 0.25
/** What was begun is kept whole, up to so many times `atOnce` beyond what there was. */
const BEYOND = 4

export interface Budget {
  /** An answer's body begins: whether it is kept, decided before it has cost anything. `head` is its whole head. */
  begins(at: MonotonicMs, head: string): boolean
  /** Bytes of a body that was begun; false where even that is too much. */
  spends(bytes: Bytes): boolean
}

export function createBudget({ atOnce, perSecond }: BudgetLimits): Budget {
  let left = atOnce
  let filledAt: MonotonicMs | null = null
  return {
    begins(at, head) {
      if (filledAt !== null) left = Math.min(atOnce, left + ((at - filledAt) * perSecond) / 1000)
      filledAt = at
      if (left <= 0 || (left < atOnce * FOR_PAGES && !isPage(head))) return false
      left -= EACH
      return true
    },
    spends(bytes) {
      left -= bytes
      return left > -BEYOND * atOnce
    },
  }
}

const PAGE = /\ncontent-type:[ \t]*(?:text\/html|application\/json|application\/[\w.+-]*\+json)/i
const isPage = (head: string) => PAGE.test(head)
