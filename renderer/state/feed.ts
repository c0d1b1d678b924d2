import type { ExchangeBatch, ExchangePage } from '../../shared/api.ts'
import type { ExchangeSummary } from '../../shared/exchange.ts'
import { createSharer } from '../../shared/share.ts'
import { Folds } from './folds.ts'
import { NavigationFolds } from './navigation-folds.ts'
import { partsOf } from './navigation-parts.ts'
import type { Order } from './order.ts'
import { SortedRows } from './rows.ts'
import { ShownRows } from './shown-rows.ts'

/** A row that stands for others, too. */
export interface Fold {
  readonly of: 'replay' | 'navigation'
  /** Of requests, its own among them. */
  readonly count: number
  readonly open: boolean
}

/**
 * The list of exchanges as the main process has it. Batches carry a revision that counts up by one: where one is missing (the
 * connection was away, a message was lost), the whole list is asked for again, and what came meanwhile is put on top of it.
 */
export class ExchangeFeed {
  readonly all = new SortedRows()
  /** Those that the filter lets through. */
  readonly shown = new ShownRows()
  /** Those of them that have a line of their own, in the order that the user chose: of a repeat only the first, until it is opened. */
  readonly listed = new ShownRows()
  readonly #folds = new Folds()
  readonly #navigations = new NavigationFolds()
  /** Some of them were seen on the wire. */
  wired = false
  /** How many rows came or changed so far. */
  changes = 0
  /** Some of the list is still under way. */
  fetching = false
  #keep: (row: ExchangeSummary) => boolean = () => true
  /** Revision of `all`; null while the whole list is under way. */
  #revision: number | null = null
  #early: ExchangeBatch[] = []
  #asked = 0
  #sharer = createSharer()

  /** `list` asks for the whole list; `changed` is called after every change, possibly many times a frame. */
  constructor(
    private readonly list: (after: string | null) => Promise<ExchangePage>,
    private readonly changed: () => void,
  ) {}

  /** Asks for the whole list again, part by part; `begun` is called after the first. Rejects where the main process cannot be reached; the next `sync` starts anew. */
  async sync(begun: () => void = () => undefined): Promise<void> {
    const asked = ++this.#asked
    this.#revision = null
    // What came before the question is in the answer, and after a restart of the main process its revisions mean nothing any more.
    this.#early = []
    const first = await this.list(null)
    for (let page = first; ; ) {
      if (asked !== this.#asked) return
      // The next part is on its way while this one is put in place.
      const next = page.next === null ? null : this.list(page.next)
      next?.catch(() => undefined)
      this.fetching = next !== null
      this.#apply({ ...page, cleared: page === first })
      this.changed()
      begun()
      if (next === null) break
      page = await next
    }
    const early = this.#early
    this.#early = []
    // A later part may know more already than what was pushed before it: put on top once more, that comes to the same.
    this.#revision = first.revision
    for (const batch of early) if (batch.revision > first.revision) this.push(batch)
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
    this.listed.refill(this.all, row => keep(row) && !this.#isFolded(row))
    this.changed()
  }

  /** null: in the order of their starts. */
  setOrder(order: Order | null): void {
    this.listed.setOrder(order)
    this.changed()
  }

  /** Tests these rows again: what is known of them has changed, and not they. */
  test(rows: readonly ExchangeSummary[], keep: (row: ExchangeSummary) => boolean): void {
    for (const { id } of rows) {
      const row = this.all.get(id)
      if (!row) continue
      if (keep(row)) this.shown.put(row)
      else this.shown.remove([id])
      this.#list(id)
    }
    this.changed()
  }

  /** Of a row that stands for a whole repeat or navigation. */
  foldOf(row: ExchangeSummary): Fold | null {
    const repeat = this.#folds.foldOf(row)
    if (repeat) return { ...repeat, of: 'replay' }
    let count = 1
    // What the filter hides is hidden either way.
    for (const id of this.#navigations.behind(row)) if (this.shown.get(id) !== undefined) count++
    return count === 1 ? null : { count, open: false, of: 'navigation' }
  }

  /** Shows the requests of the row's repeat, or else of its navigation, or folds them; null: the other way than now. Gives the first row of it, null where there is neither. */
  fold(id: string, open: boolean | null): string | null {
    const row = this.all.get(id)
    if (!row) return null
    const leader = this.#folds.leaderIn(row)
    const changed = leader === null ? this.#foldNavigation(row, open) : this.#folds.open(row, open)
    for (const member of changed) this.#list(member)
    if (changed.length > 0) this.changed()
    return leader ?? row.navigation
  }

  /** Folds every navigation into its first row, or shows all of their requests. */
  foldAll(open: boolean): void {
    const parts = new Map<string, ExchangeSummary[]>()
    this.all.forEach(row => {
      if (row.navigation === null) return
      const others = parts.get(row.navigation)
      if (others) others.push(row)
      else parts.set(row.navigation, [row])
    })
    for (const [navigation, own] of parts) this.#navigations.fold(navigation, own, open)
    this.listed.refill(this.all, row => this.#keep(row) && !this.#isFolded(row))
    this.changed()
  }

  #foldNavigation({ navigation }: ExchangeSummary, open: boolean | null): readonly string[] {
    if (navigation === null) return []
    const folds = this.#navigations
    return folds.fold(navigation, partsOf(this.all, navigation), open ?? folds.isFolded(navigation))
  }

  #isFolded(row: ExchangeSummary): boolean {
    const leader = this.#folds.leaderOf(row) ?? this.#navigations.leaderOf(row)
    const first = leader === null ? undefined : this.all.get(leader)
    // Behind a row that the filter hides nobody would find it.
    return first !== undefined && this.#keep(first)
  }

  /** Gives the row its line, or takes it. */
  #list(id: string): void {
    const row = this.shown.get(id)
    if (row && !this.#isFolded(row)) this.listed.put(row)
    else this.listed.remove([id])
  }

  #apply(batch: ExchangeBatch): void {
    if (batch.cleared) {
      this.all.clear()
      this.shown.clear()
      this.listed.clear()
      this.#folds.clear()
      this.#navigations.clear()
      this.wired = false
      this.#sharer = createSharer()
    }
    if (batch.removed.length > 0) {
      this.all.remove(batch.removed)
      this.shown.remove(batch.removed)
      this.listed.remove(batch.removed)
      for (const id of this.#folds.remove(batch.removed)) this.#list(id)
      for (const id of this.#navigations.remove(batch.removed)) this.#list(id)
    }
    this.changes += batch.upserts.length
    for (const given of batch.upserts) {
      const row = this.#sharer.share(given)
      const what = this.all.put(row)
      if (row.source !== 'agent') this.wired = true
      const kept = this.#keep(row)
      if (kept) this.shown.put(row)
      else if (what === 'changed') this.shown.remove([row.id])
      this.#navigations.put(row)
      if (row.replayRun !== null || this.#navigations.leaderOf(row) !== null) {
        const others = this.#folds.put(row)
        this.#list(row.id)
        for (const id of others) this.#list(id)
      } else if (kept) this.listed.put(row)
      else if (what === 'changed') this.listed.remove([row.id])
    }
  }
}
