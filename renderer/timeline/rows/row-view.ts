import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { cx } from '../../ui/cx.ts'
import columnStyles from '../columns.module.css'
import { begins, type Rail } from '../navigation.ts'
import styles from '../Row.module.css'
import { rowStatus } from '../row-status.ts'
import type { CellView, Moment } from './cell.ts'
import { makeCell } from './cells.ts'
import type { Column } from './columns.ts'

export const ROW_HEIGHT = 28
/** What runs longer than this moves, in ms: each movement is a layer of its own, and hundreds a second that end at once would only flicker. */
const LASTING_MS = 300

/** What a row is drawn with, beside its exchange. */
export interface RowPlace {
  readonly index: number
  /** In px, within the element that holds the rows. */
  readonly top: number
  readonly selected: boolean
  readonly rail: Rail
  readonly railTitle: () => string | undefined
  /** Of the same navigation as the selected row. */
  readonly mate: boolean
  readonly pinned: boolean
  /** Epoch ms. */
  readonly now: number
}

/** How long a running request has taken at `now`, in ms; 0 for all others. */
export const elapsedOf = (row: ExchangeSummary, now: number): number =>
  row.state === 'running' ? Math.max(0, now - row.startedAt) : 0

export const rowDomId = (id: string): string => `row-${id}`

/** One row in the document. It shows one exchange after the other: what does not change stays as it is. */
export class RowView {
  readonly element = document.createElement('div')
  readonly #rail = document.createElement('span')
  readonly #cells: readonly CellView[]
  #id = ''
  #look = ''
  #railLook = ''
  #top = -1
  #index = -1
  #selected: boolean | null = null
  #titled = ''
  #lasting = false

  constructor(
    columns: readonly Column[],
    private readonly domId: (id: string) => string = rowDomId,
  ) {
    this.element.setAttribute('role', 'row')
    this.#rail.setAttribute('aria-hidden', 'true')
    // A click folds the navigation; the keys have it, too.
    this.#rail.dataset['fold'] = ''
    this.#cells = columns.map(({ id }) => makeCell(id))
    this.element.append(this.#rail, ...this.#cells.map(({ element }) => element))
  }

  get id(): string {
    return this.#id
  }

  update(row: ExchangeSummary, place: RowPlace, moment: Omit<Moment, 'status' | 'elapsedMs'>): void {
    const { element } = this
    const status = rowStatus(row)
    if (row.id !== this.#id) {
      this.#id = row.id
      element.id = this.domId(row.id)
      element.dataset['id'] = row.id
    }
    if (place.top !== this.#top) {
      this.#top = place.top
      element.style.top = `${place.top}px`
    }
    if (place.index !== this.#index) {
      this.#index = place.index
      // Counted from 1, the header being 1.
      element.setAttribute('aria-rowindex', String(place.index + 2))
    }
    if (place.selected !== this.#selected) {
      this.#selected = place.selected
      element.setAttribute('aria-selected', String(place.selected))
    }
    const look = cx(
      columnStyles['cells'],
      styles['row'],
      status === 'error' && styles['bad'],
      place.mate && styles['mate'],
      place.pinned && styles['pinned'],
    )
    if (look !== this.#look) {
      this.#look = look
      element.className = look
    }
    this.#drawRail(row, place)
    const all: Moment = { ...moment, status, elapsedMs: elapsedOf(row, place.now) }
    const lasting = all.elapsedMs >= LASTING_MS
    if (lasting !== this.#lasting) {
      this.#lasting = lasting
      element.toggleAttribute('data-lasting', lasting)
    }
    for (const cell of this.#cells) cell.update(row, all)
  }

  #drawRail(row: ExchangeSummary, { rail, railTitle }: RowPlace): void {
    const look = cx(styles['rail'], styles[rail], begins(row) && styles['begins'])
    if (look !== this.#railLook) {
      this.#railLook = look
      this.#rail.className = look
    }
    const titled = rail === 'none' ? '' : (row.navigation ?? '')
    if (titled === this.#titled) return
    this.#titled = titled
    this.#rail.title = titled === '' ? '' : (railTitle() ?? '')
  }
}
