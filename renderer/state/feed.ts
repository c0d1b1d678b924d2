import type { ExchangeBatch } from '../../shared/api.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { SortedRows } from './rows.ts'

/**
 * The list of exchanges as the main process has it. Batches carry a revision that counts up by one: where one is missing (the
 * connection was away, a message was lost), the whole list is asked for again, and what came meanwhile is put on top of it.
 */
export class ExchangeFeed {
  readonly all = new SortedRows()
  /** Those that the filter lets through. */
  readonly shown = new SortedRows()
  /** Some of them were seen on the wire. */
  wired = false
  #keep: (row: ExchangeSummary) => boolean = () => true
  /** Revision of `all`; null while the whole list is under way. */
  #revision: number | null = null
  #early: ExchangeBatch[] = []
  #asked = 0

  /** `list` asks for the whole list; `changed` is called after every change, possibly many times a frame. */
  constructor(
    private readonly list: () => Promise<ExchangeBatch>,
    private readonly changed: () => void,
  ) {}

  /** Asks for the whole list again. Rejects where the main process cannot be reached; the next `sync` starts anew. */
  async sync(): Promise<void> {
    const asked = ++this.#asked
    this.#revision = null
    // What came before the question is in the answer, and after a restart of the main process its revisions mean nothing any more.
    this.#early = []
    const whole = await this.list()
    if (asked !== this.#asked) return
    const early = this.#early
    this.#early = []
    this.#apply({ ...whole, cleared: true })
    this.#revision = whole.revision
    for (const batch of early) if (batch.revision > whole.revision) this.push(batch)
    this.changed()
  }

  /** A batch that the main process pushed. */
  push(batch: ExchangeBatch): void {
    if (this.#revision === null) {
      this.#early.push(batch)
      return
    }
    if (batch.revision <= this.#revision) return
    if (batch.revision !== this.#revision + 1) {
      // A rejection means that the connection is gone; its return syncs again.
      this.sync().catch(() => undefined)
      return
    }
    this.#revision = batch.revision
    this.#apply(batch)
    this.changed()
  }

  setFilter(keep: (row: ExchangeSummary) => boolean): void {
    this.#keep = keep
    this.shown.refill(this.all, keep)
    this.changed()
  }

  /** Tests these rows again: what is known of them has changed, and not they. */
  test(rows: readonly ExchangeSummary[], keep: (row: ExchangeSummary) => boolean): void {
    for (const { id } of rows) {
      const row = this.all.get(id)
      if (!row) continue
      if (keep(row)) this.shown.put(row)
      else this.shown.remove([id])
    }
    this.changed()
  }

  #apply(batch: ExchangeBatch): void {
    if (batch.cleared) {
      this.all.clear()
      this.shown.clear()
      this.wired = false
    }
    if (batch.removed.length > 0) {
      this.all.remove(batch.removed)
      this.shown.remove(batch.removed)
    }
    for (const row of batch.upserts) {
      const what = this.all.put(row)
      if (row.source !== 'agent') this.wired = true
      if (this.#keep(row)) this.shown.put(row)
      else if (what === 'changed') this.shown.remove([row.id])
    }
  }
}
