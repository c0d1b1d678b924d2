import type { ExchangeSummary } from '../../shared/exchange.ts'

/**
 * Rows in the order of their ids (ULIDs: the order of their starts), changed in place. New rows come at the end and old ones
 * leave at the start, so that a batch costs what is in it, also with 100,000 rows. React is told by a version, never by a copy.
 */
export class SortedRows {
  #rows: ExchangeSummary[] = []

  get length(): number {
    return this.#rows.length
  }

  at(index: number): ExchangeSummary | undefined {
    return this.#rows[index]
  }

  /** Where `id` is, or -1. */
  indexOf(id: string): number {
    const index = this.#lowerBound(id)
    return this.#rows[index]?.id === id ? index : -1
  }

  /** How many rows come after `id`, which need not be there itself. */
  countAfter(id: string): number {
    const index = this.#lowerBound(id)
    return this.#rows.length - index - (this.#rows[index]?.id === id ? 1 : 0)
  }

  get(id: string): ExchangeSummary | undefined {
    const row = this.#rows[this.#lowerBound(id)]
    return row?.id === id ? row : undefined
  }

  /** Where `id` is or would be. */
  placeOf(id: string): number {
    return this.#lowerBound(id)
  }

  put(row: ExchangeSummary): 'added' | 'changed' {
    const last = this.#rows.at(-1)
    if (last === undefined || last.id < row.id) {
      this.#rows.push(row)
      return 'added'
    }
    const index = this.#lowerBound(row.id)
    const there = this.#rows[index]?.id === row.id
    if (there) this.#rows[index] = row
    else this.#rows.splice(index, 0, row)
    return there ? 'changed' : 'added'
  }

  /** Takes rows out; ids that are not there are ignored. Returns how many went. */
  remove(ids: readonly string[]): number {
    const before = this.#rows.length
    if (ids.length === 1 && ids[0] !== undefined) {
      const index = this.indexOf(ids[0])
      if (index >= 0) this.#rows.splice(index, 1)
    } else if (ids.length > 1) {
      const gone = new Set(ids)
      // Eviction takes the oldest: one cut at the start instead of a walk over all.
      let head = 0
      while (head < this.#rows.length && gone.delete(this.#rows[head]?.id ?? '')) head++
      this.#rows.splice(0, head)
      if (gone.size > 0) this.#rows = this.#rows.filter(row => !gone.has(row.id))
    }
    return before - this.#rows.length
  }

  clear(): void {
    this.#rows = []
  }

  /** Replaces all by what `source` has and `keep` wants. */
  refill(source: SortedRows, keep: (row: ExchangeSummary) => boolean): void {
    this.#rows = source.#rows.filter(keep)
  }

  /** Faster than iterating: for what looks at every row several times a second. */
  forEach(visit: (row: ExchangeSummary) => void): void {
    const rows = this.#rows
    for (let index = 0; index < rows.length; index++) visit(rows[index] as ExchangeSummary)
  }

  copy(): readonly ExchangeSummary[] {
    return this.#rows.slice()
  }

  [Symbol.iterator](): IterableIterator<ExchangeSummary> {
    return this.#rows[Symbol.iterator]()
  }

  #lowerBound(id: string): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#rows[middle]?.id ?? '') < id) low = middle + 1
      else high = middle
    }
    return low
  }
}
