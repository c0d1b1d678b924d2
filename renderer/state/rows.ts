import type { ExchangeSummary } from '../../shared/exchange.ts'

/** Then those that left at the start are cut off. */
const GONE_AT_MOST = 8000

/**
 * Rows in the order of their ids (ULIDs: the order of their starts), changed in place. New rows come at the end and old ones
 * leave at the start, so that a batch costs what is in it, also with 100,000 rows. React is told by a version, never by a copy.
 */
export class SortedRows {
  /** The first `#gone` of them have left: a full session lets go of as many as come, and each cut at the start of 100,000 moves all of them. */
  #rows: (ExchangeSummary | undefined)[] = []
  #gone = 0

  get length(): number {
    return this.#rows.length - this.#gone
  }

  at(index: number): ExchangeSummary | undefined {
    return index < 0 ? undefined : this.#rows[index + this.#gone]
  }

  /** Where `id` is, or -1. */
  indexOf(id: string): number {
    const index = this.#lowerBound(id)
    return this.at(index)?.id === id ? index : -1
  }

  /** How many rows come after `id`, which need not be there itself. */
  countAfter(id: string): number {
    const index = this.#lowerBound(id)
    return this.length - index - (this.at(index)?.id === id ? 1 : 0)
  }

  get(id: string): ExchangeSummary | undefined {
    const row = this.at(this.#lowerBound(id))
    return row?.id === id ? row : undefined
  }

  /** Where `id` is or would be. */
  placeOf(id: string): number {
    return this.#lowerBound(id)
  }

  put(row: ExchangeSummary): 'added' | 'changed' {
    const last = this.at(this.length - 1)
    if (last === undefined || last.id < row.id) {
      this.#rows.push(row)
      return 'added'
    }
    const index = this.#lowerBound(row.id)
    const there = this.at(index)?.id === row.id
    if (there) this.#rows[index + this.#gone] = row
    else this.#rows.splice(index + this.#gone, 0, row)
    return there ? 'changed' : 'added'
  }

  /** Takes rows out; ids that are not there are ignored. Returns how many went. */
  remove(ids: readonly string[]): number {
    const before = this.length
    const gone = new Set(ids)
    // Eviction takes the oldest: nothing is moved for them.
    while (gone.size > 0 && gone.delete(this.at(0)?.id ?? '')) this.#rows[this.#gone++] = undefined
    if (this.#gone > GONE_AT_MOST) this.#cut()
    if (gone.size === 1) {
      for (const id of gone) {
        const index = this.indexOf(id)
        if (index >= 0) this.#rows.splice(index + this.#gone, 1)
      }
    } else if (gone.size > 1) {
      this.#cut()
      this.#rows = this.#rows.filter(row => row !== undefined && !gone.has(row.id))
    }
    return before - this.length
  }

  clear(): void {
    this.#rows = []
    this.#gone = 0
  }

  /** Replaces all by what `source` has and `keep` wants. */
  refill(source: SortedRows, keep: (row: ExchangeSummary) => boolean): void {
    source.#cut()
    this.#rows = source.#rows.filter(row => row !== undefined && keep(row))
    this.#gone = 0
  }

  /** Faster than iterating: for what looks at every row several times a second. */
  forEach(visit: (row: ExchangeSummary) => void): void {
    const rows = this.#rows
    for (let index = this.#gone; index < rows.length; index++) visit(rows[index] as ExchangeSummary)
  }

  copy(): readonly ExchangeSummary[] {
    return this.#rows.slice(this.#gone) as ExchangeSummary[]
  }

  [Symbol.iterator](): IterableIterator<ExchangeSummary> {
    return this.copy()[Symbol.iterator]()
  }

  #cut(): void {
    this.#rows.splice(0, this.#gone)
    this.#gone = 0
  }

  /** The first that is not before `id`. */
  #lowerBound(id: string): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.at(middle)?.id ?? '') < id) low = middle + 1
      else high = middle
    }
    return low
  }
}
