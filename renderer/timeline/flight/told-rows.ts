import type { ExchangeSummary } from '../../../shared/exchange.ts'

/** Which rows the painter has from the scene before: in a steady scroll that is most of those in sight, and they are not told again. */
export class ToldRows {
  readonly #rows = new Map<number, ExchangeSummary>()
  #bars = -1

  /** Rows may stand elsewhere or look otherwise, though their exchanges are the same. */
  forget(): void {
    this.#rows.clear()
  }

  /** Indices of the rows from `first` to `last` that have to be told. `bars`: version of the space in which their bars lie. */
  news(first: number, last: number, rowAt: (index: number) => ExchangeSummary | undefined, bars: number): number[] {
    if (bars !== this.#bars) this.forget()
    this.#bars = bars
    for (const index of this.#rows.keys()) if (index < first || index > last) this.#rows.delete(index)
    const news: number[] = []
    for (let index = first; index <= last; index++) {
      const row = rowAt(index)
      if (row === undefined || row === this.#rows.get(index)) continue
      news.push(index)
      // What runs is longer the next time.
      if (row.state !== 'running') this.#rows.set(index, row)
    }
    return news
  }
}
