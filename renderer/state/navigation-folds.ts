import type { ExchangeSummary } from '../../shared/exchange.ts'

type Part = Pick<ExchangeSummary, 'id' | 'navigation'>

const NONE: ReadonlySet<string> = new Set()

/** Which navigations the user has folded into the row of the request that began them. Only those are known here: a session has thousands of others. */
export class NavigationFolds {
  readonly #folded = new Map<string, Set<string>>()

  /** A row is there. */
  put({ id, navigation }: Part): void {
    if (navigation !== null && navigation !== id) this.#folded.get(navigation)?.add(id)
  }

  /** Rows have gone. Gives those that stand otherwise now: nobody would find them behind a row that is not there. */
  remove(ids: readonly string[]): readonly string[] {
    if (this.#folded.size === 0) return []
    const gone = new Set(ids)
    const changed: string[] = []
    for (const [navigation, members] of this.#folded) {
      for (const member of members) if (gone.has(member)) members.delete(member)
      if (!gone.has(navigation) && members.size > 0) continue
      this.#folded.delete(navigation)
      changed.push(...members)
    }
    return changed
  }

  clear(): void {
    this.#folded.clear()
  }

  /** The row behind which this one stands; null where it stands for itself. */
  leaderOf({ id, navigation }: Part): string | null {
    return navigation !== null && navigation !== id && this.#folded.has(navigation) ? navigation : null
  }

  /** The rows behind this one. */
  behind({ id, navigation }: Part): ReadonlySet<string> {
    return (navigation === id ? this.#folded.get(id) : undefined) ?? NONE
  }

  isFolded(navigation: string): boolean {
    return this.#folded.has(navigation)
  }

  /** Folds a navigation of these requests, or shows them all. Gives those that stand otherwise now. */
  fold(navigation: string, parts: readonly Part[], open: boolean): readonly string[] {
    const members = parts.flatMap(({ id }) => (id === navigation ? [] : [id]))
    if (open) {
      const before = this.#folded.get(navigation)
      this.#folded.delete(navigation)
      return before ? [...before] : []
    }
    // One request alone, or one whose first is not there, is nothing to fold.
    if (members.length === 0 || members.length === parts.length || this.#folded.has(navigation)) return []
    this.#folded.set(navigation, new Set(members))
    return members
  }
}
