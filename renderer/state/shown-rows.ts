import type { ExchangeSummary } from '../../shared/exchange.ts'
import { compareRows, type Order, sortRows } from './order.ts'
import { SortedRows } from './rows.ts'

/** More than this leave at once: sorting anew is quicker than taking them out one by one. */
const FEW = 2000

/** The rows that the filter lets through, in the order that the user chose; changed in place, as `SortedRows`. */
export class ShownRows {
  readonly #byId = new SortedRows()
  #order: Order | null = null
  /** null where the order is that of the ids. */
  #sorted: ExchangeSummary[] | null = null

  get length(): number {
    return this.#byId.length
  }

  /** null: in the order of their starts. */
  get order(): Order | null {
    return this.#order
  }

  at(index: number): ExchangeSummary | undefined {
    return this.#sorted ? this.#sorted[index] : this.#byId.at(index)
  }

  get(id: string): ExchangeSummary | undefined {
    return this.#byId.get(id)
  }

  /** Where `id` is, or -1. */
  indexOf(id: string): number {
    if (!this.#sorted) return this.#byId.indexOf(id)
    const row = this.#byId.get(id)
    return row ? this.#place(row) : -1
  }

  /** How many rows started after `id`, which need not be there itself. */
  countAfter(id: string): number {
    return this.#byId.countAfter(id)
  }

  put(row: ExchangeSummary): void {
    const before = this.#sorted ? this.#byId.get(row.id) : undefined
    this.#byId.put(row)
    if (!this.#sorted) return
    if (before) this.#sorted.splice(this.#place(before), 1)
    this.#sorted.splice(this.#place(row), 0, row)
  }

  remove(ids: readonly string[]): void {
    if (this.#sorted && ids.length <= FEW) {
      // Named twice, it is there once.
      for (const id of new Set(ids)) {
        const row = this.#byId.get(id)
        if (row) this.#sorted.splice(this.#place(row), 1)
      }
      this.#byId.remove(ids)
    } else {
      this.#byId.remove(ids)
      this.setOrder(this.#order)
    }
  }

  clear(): void {
    this.#byId.clear()
    if (this.#sorted) this.#sorted = []
  }

  refill(source: SortedRows, keep: (row: ExchangeSummary) => boolean): void {
    this.#byId.refill(source, keep)
    this.setOrder(this.#order)
  }

  setOrder(order: Order | null): void {
    this.#order = order
    this.#sorted = order === null ? null : sortRows(this.#byId.copy(), order)
  }

  /** In the order of their starts. */
  forEach(visit: (row: ExchangeSummary) => void): void {
    this.#byId.forEach(visit)
  }

  /** Where the row is or would be. */
  #place(row: ExchangeSummary): number {
    const [sorted, order] = [this.#sorted, this.#order]
    if (!sorted || !order) return -1
    const compare = compareRows(order)
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(sorted[middle] as ExchangeSummary, row) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
