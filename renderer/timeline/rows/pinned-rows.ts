import type { SortedRows } from '../../state/rows.ts'
import type { BarSpace } from './cell.ts'
import type { Column } from './columns.ts'
import { ROW_HEIGHT, RowView } from './row-view.ts'

export interface PinnedOptions {
  readonly band: HTMLElement
  readonly all: SortedRows
  readonly serverTag: (origin: string) => string | null
}

/** The pinned rows, once more above the list. */
export class PinnedRows {
  #views: RowView[] = []
  #columns: readonly Column[] = []

  constructor(private readonly options: PinnedOptions) {}

  setColumns(columns: readonly Column[]): void {
    this.#columns = columns
    this.#views = []
    this.options.band.replaceChildren()
  }

  /** `pins`: those that are there still. */
  draw(pins: readonly string[], selected: string | null, bars: BarSpace): void {
    const { band, all, serverTag } = this.options
    band.style.height = `${pins.length * ROW_HEIGHT}px`
    while (this.#views.length > pins.length) this.#views.pop()?.element.remove()
    for (const [index, id] of pins.entries()) {
      const row = all.get(id)
      if (!row) continue
      let view = this.#views[index]
      if (!view) {
        view = new RowView(this.#columns, pinDomId)
        this.#views.push(view)
        band.append(view.element)
      }
      view.update(
        row,
        {
          index: -1,
          top: index * ROW_HEIGHT,
          selected: id === selected,
          rail: 'none',
          railTitle: () => undefined,
          mate: false,
          pinned: true,
          now: Date.now(),
        },
        { serverTag, foldOf: () => null, bars },
      )
    }
  }
}

const pinDomId = (id: string) => `pin-${id}`
