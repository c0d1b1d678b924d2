import type { ExchangeSummary } from '../../shared/exchange.ts'

/** A run with more requests than this is one row, until it is opened: a replay and its two ways of asking stay as they are. */
const FEW = 2

interface Run {
  /** Its first request, whose row stands for all of them; null while it is not there. */
  leader: string | null
  readonly members: Set<string>
}

/** Which requests of repeats stand behind the row of the first one. Knows the rows that there are, and not which of them a filter lets through. */
export class Folds {
  readonly #runs = new Map<string, Run>()
  readonly #open = new Set<string>()

  /** A row is there or has changed. Gives the members that stand otherwise now than before. */
  put(row: ExchangeSummary): readonly string[] {
    if (row.replayRun === null) return []
    const { id, index } = row.replayRun
    const run = this.#runs.get(id) ?? { leader: null, members: new Set() }
    this.#runs.set(id, run)
    if (index === 0) {
      if (run.leader === row.id) return []
      run.leader = row.id
      return [...run.members]
    }
    if (run.members.has(row.id)) return []
    run.members.add(row.id)
    // From here on there are enough of them.
    return run.members.size === FEW ? [...run.members] : []
  }

  /** Rows have gone. Gives the members that stand otherwise now. */
  remove(ids: readonly string[]): readonly string[] {
    if (this.#runs.size === 0 || ids.length === 0) return []
    const gone = new Set(ids)
    const changed: string[] = []
    for (const [id, run] of this.#runs) {
      const before = run.members.size
      for (const member of run.members) if (gone.has(member)) run.members.delete(member)
      const leaderless = run.leader !== null && gone.has(run.leader)
      if (leaderless) run.leader = null
      if (leaderless || (before >= FEW && run.members.size < FEW)) changed.push(...run.members)
      if (run.leader === null && run.members.size === 0) this.#runs.delete(id)
    }
    return changed
  }

  clear(): void {
    this.#runs.clear()
    this.#open.clear()
  }

  /** The row behind which this one stands; null where it stands for itself. */
  leaderOf(row: ExchangeSummary): string | null {
    if (row.replayRun === null || row.replayRun.index === 0 || this.#open.has(row.replayRun.id)) return null
    const run = this.#runs.get(row.replayRun.id)
    return run && run.members.size >= FEW ? run.leader : null
  }

  /** Of the first row of a run that can be folded: how many requests it has, and whether they are shown. */
  foldOf(row: ExchangeSummary): { readonly count: number; readonly open: boolean } | null {
    if (row.replayRun?.index !== 0) return null
    const run = this.#runs.get(row.replayRun.id)
    return run && run.members.size >= FEW
      ? { count: run.members.size + 1, open: this.#open.has(row.replayRun.id) }
      : null
  }

  /** Shows the requests of the row's run, or has them stand behind the first; null: the other way than now. Gives the members that stand otherwise. */
  open(row: ExchangeSummary, wanted: boolean | null): readonly string[] {
    const id = row.replayRun?.id
    const run = id === undefined ? undefined : this.#runs.get(id)
    if (id === undefined || !run) return []
    const open = wanted ?? !this.#open.has(id)
    if (open === this.#open.has(id)) return []
    if (open) this.#open.add(id)
    else this.#open.delete(id)
    return [...run.members]
  }

  /** The first row of the row's run. */
  leaderIn(row: ExchangeSummary): string | null {
    return row.replayRun === null ? null : (this.#runs.get(row.replayRun.id)?.leader ?? null)
  }
}
