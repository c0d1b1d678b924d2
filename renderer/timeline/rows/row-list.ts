import type { ExchangeSummary } from '../../../shared/exchange.ts'
import type { SortedRows } from '../../state/rows.ts'
import type { ShownRows } from '../../state/shown-rows.ts'
import { Flight } from '../flight/flight.ts'
import { readLook } from '../flight/look.ts'
import type { PaintedRow, Scene } from '../flight/protocol.ts'
import { paintedRow } from '../flight/scene.ts'
import type { ToldRows } from '../flight/told-rows.ts'
import { isMate, railOf } from '../navigation.ts'
import { rowStatus } from '../row-status.ts'
import type { BarSpace, Moment } from './cell.ts'
import type { Column } from './columns.ts'
import { elapsedOf, ROW_HEIGHT, type RowPlace, RowView, rowDomId } from './row-view.ts'
import { Tail } from './tail.ts'

/** Rows beyond both edges, ready for a scroll that the main thread hears of too late. */
const OVERSCAN = 4

const TICK_MS = 200
/** Views that follow their rows are taken out of the document and put in at the other end: of more than these, that is dearer than to have each show another row. */
const MOVED_AT_MOST = 4

export interface RowListOptions {
  /** Holds the scroller. */
  readonly box: HTMLElement
  readonly scroller: HTMLElement
  /** Holds the rows and has their whole height; its top is at the end of the sticky header. */
  readonly body: HTMLElement
  readonly all: SortedRows
  readonly shown: ShownRows
  readonly serverTag: (origin: string) => string | null
  readonly foldOf: Moment['foldOf']
  readonly railTitle: (row: ExchangeSummary) => string | undefined
  /** Indices of the rows in sight; null where there are none. */
  readonly onRange: (first: number | null, last: number | null) => void
  /** Rows that came below what was seen, while not following. */
  readonly onNew: (count: number) => void
  /** Is told which rows are in sight before they are drawn; gives where their bars lie. */
  readonly barsFor: (rows: readonly ExchangeSummary[], now: number) => BarSpace
}

/** The rows in sight, drawn into the document and taken over by others as they scroll by. */
export class RowList {
  readonly tail: Tail
  readonly #flight: Flight | null
  #views: RowView[] = []
  #columns: readonly Column[] = []
  #widths: readonly number[] = []
  #first = 0
  #top = 0
  #selected: string | null = null
  #pins: ReadonlySet<string> = new Set()
  #height = 0
  #headHeight = 0
  #rowsHeight = -1
  #range = ''
  #drawnAt = 0
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(private readonly options: RowListOptions) {
    this.tail = new Tail({
      scroller: options.scroller,
      shown: options.shown,
      rowHeight: ROW_HEIGHT,
      room: () => this.#height - this.#headHeight,
    })
    this.#flight = Flight.open({
      box: options.box,
      scroller: options.scroller,
      body: options.body,
      scene: told => this.#scene(told),
      redraw: () => this.draw(),
      read: () => this.#readLook(),
    })
  }

  /** Rows are made anew; what they show stays. */
  setColumns(columns: readonly Column[], widths: readonly number[]): void {
    this.#columns = columns
    this.#widths = widths
    this.#flight?.changed()
    this.#views = []
    this.options.body.replaceChildren()
    this.draw()
  }

  /** Of the scroller, and what of it is covered by header and pinned rows. */
  setHeights(height: number, headHeight: number): void {
    const first = this.#height === 0
    if (height !== this.#height || headHeight !== this.#headHeight) this.#flight?.changed()
    this.#height = height
    this.#headHeight = headHeight
    this.sync()
    const index = first && this.#selected !== null ? this.options.shown.indexOf(this.#selected) : -1
    if (index >= 0) this.#reveal(index)
  }

  setPins(pins: readonly string[]): void {
    this.#pins = new Set(pins)
    this.draw()
  }

  select(id: string | null): void {
    if (id === this.#selected) return
    this.#selected = id
    this.tail.selected(id)
    const index = id === null ? -1 : this.options.shown.indexOf(id)
    if (index >= 0) this.#reveal(index)
    this.draw()
    this.options.onNew(this.tail.newRows)
  }

  /** The rows changed. */
  sync(): void {
    const { shown, body, onNew } = this.options
    const height = shown.length * ROW_HEIGHT
    if (height !== this.#rowsHeight) {
      this.#rowsHeight = height
      body.style.height = `${height}px`
    }
    this.tail.sync()
    this.draw()
    onNew(this.tail.newRows)
  }

  /** Colours, fonts or the size of a pixel are others. */
  restyled(): void {
    this.#flight?.changed()
  }

  onScroll(): void {
    // What scrolled by itself was drawn at once: the rest is the user's.
    this.#flight?.scrolled(this.options.scroller.scrollTop - this.#top)
    this.tail.onScroll()
    this.#draw()
    this.options.onNew(this.tail.newRows)
  }

  /** Goes to the newest row, and along with those that come. */
  follow(): void {
    this.tail.follow()
    this.sync()
  }

  /** Brings the first row that began at or after that time to the top. */
  goTo(epochMs: number): void {
    const { shown, scroller } = this.options
    let low = 0
    let high = shown.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((shown.at(middle)?.startedAt ?? 0) < epochMs) low = middle + 1
      else high = middle
    }
    this.tail.hold()
    scroller.scrollTop = Math.max(0, low * ROW_HEIGHT)
    this.onScroll()
  }

  /** How many rows fit. */
  get page(): number {
    return Math.max(1, Math.floor((this.#height - this.#headHeight) / ROW_HEIGHT) - 1)
  }

  draw(): void {
    this.#flight?.forget()
    this.#draw()
  }

  /** Where nothing but the place to which the list is scrolled is another. */
  #draw(): void {
    const { shown, scroller } = this.options
    const room = Math.max(0, this.#height - this.#headHeight)
    const top = scroller.scrollTop
    const count = shown.length
    const seenFirst = Math.min(count, Math.floor(top / ROW_HEIGHT))
    const seenLast = Math.min(count, Math.ceil((top + room) / ROW_HEIGHT)) - 1
    this.#top = top
    const flight = this.#flight
    if (flight?.begun) {
      flight.paint()
      if (flight.shown) {
        this.#tell(seenFirst, seenLast)
        return
      }
    }
    const first = Math.max(0, seenFirst - OVERSCAN)
    const last = Math.min(count - 1, seenLast + OVERSCAN)
    this.#fit(first, Math.max(0, last - first + 1))
    this.#fill(seenFirst, seenLast)
    this.#tell(seenFirst, seenLast)
  }

  destroy(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#flight?.destroy()
    this.options.body.replaceChildren()
  }

  /** Enough views, in the order of their rows: those that scrolled out at one end come in at the other. */
  #fit(first: number, count: number): void {
    const { body } = this.options
    while (this.#views.length > count) this.#views.pop()?.element.remove()
    while (this.#views.length < count) {
      const view = new RowView(this.#columns)
      this.#views.push(view)
      body.append(view.element)
    }
    this.#first = first
    const shift = this.#shift(first, count)
    const by = Math.abs(shift) > MOVED_AT_MOST ? 0 : shift
    if (by > 0) {
      const moved = this.#views.splice(0, by)
      this.#views.push(...moved)
      body.append(...moved.map(({ element }) => element))
    } else if (by < 0) {
      const moved = this.#views.splice(count + by, -by)
      this.#views.unshift(...moved)
      body.prepend(...moved.map(({ element }) => element))
    }
  }

  /** By how many rows the views have to move on so that those that stay in sight keep theirs: after a scroll, and after older rows were let go. */
  #shift(first: number, count: number): number {
    const { shown } = this.options
    const top = shown.at(first)?.id
    const down = this.#views.findIndex(({ id }) => id === top)
    if (down >= 0) return down
    const was = this.#views[0]?.id
    for (let up = 1; up < count; up++) if (shown.at(first + up)?.id === was) return -up
    return 0
  }

  #barsOf(seenFirst: number, seenLast: number, now: number): BarSpace {
    const { shown, barsFor } = this.options
    const seen: ExchangeSummary[] = []
    for (let index = seenFirst; index <= seenLast; index++) {
      const row = shown.at(index)
      if (row) seen.push(row)
    }
    return barsFor(seen, now)
  }

  #placeOf(row: ExchangeSummary, index: number, chosen: ExchangeSummary | undefined, now: number): RowPlace {
    const { shown, railTitle } = this.options
    return {
      index,
      top: index * ROW_HEIGHT,
      selected: row.id === this.#selected,
      rail: shown.order !== null ? 'none' : railOf(shown.at(index - 1), row, shown.at(index + 1)),
      railTitle: () => railTitle(row),
      mate: isMate(row, chosen),
      pinned: this.#pins.has(row.id),
      now,
    }
  }

  #fill(seenFirst: number, seenLast: number): void {
    const { shown, all, serverTag, foldOf } = this.options
    const now = Date.now()
    this.#drawnAt = performance.now()
    const bars = this.#barsOf(seenFirst, seenLast, now)
    const chosen = this.#selected === null ? undefined : all.get(this.#selected)
    let running = false
    for (const [at, view] of this.#views.entries()) {
      const index = this.#first + at
      const row = shown.at(index)
      if (!row) continue
      running ||= row.state === 'running'
      view.update(row, this.#placeOf(row, index, chosen, now), { serverTag, foldOf, bars })
    }
    this.#name()
    this.#keepTime(running)
  }

  /** What is in sight, for the painter. */
  #scene(told: ToldRows): Scene {
    const { shown, all, scroller, serverTag, foldOf } = this.options
    const now = Date.now()
    const top = scroller.scrollTop
    const first = Math.floor(top / ROW_HEIGHT)
    const last = Math.min(shown.length, Math.ceil((top + this.#height - this.#headHeight) / ROW_HEIGHT)) - 1
    const bars = this.#barsOf(first, last, now)
    const chosen = this.#selected === null ? undefined : all.get(this.#selected)
    const rows: PaintedRow[] = []
    for (const index of told.news(first, last, index => shown.at(index), bars.version)) {
      const row = shown.at(index)
      if (!row) continue
      const moment = { serverTag, foldOf, bars, status: rowStatus(row), elapsedMs: elapsedOf(row, now) }
      rows.push(paintedRow(row, this.#placeOf(row, index, chosen, now), this.#columns, moment))
    }
    return { top, first, last, rows, lines: bars.lines }
  }

  #readLook() {
    const { box, scroller } = this.options
    if (this.#columns.length === 0) return null
    return readLook({
      box,
      columns: this.#columns,
      widths: this.#widths,
      top: this.#headHeight,
      width: scroller.clientWidth,
      height: this.#height - this.#headHeight,
    })
  }

  /** The grid has the focus and names the row that is chosen, as long as it is in the document. */
  #name(): void {
    const { scroller } = this.options
    const active = this.#views.find(({ id }) => id === this.#selected && id !== '')
    const name = active ? rowDomId(active.id) : null
    if (scroller.getAttribute('aria-activedescendant') === name) return
    if (name === null) scroller.removeAttribute('aria-activedescendant')
    else scroller.setAttribute('aria-activedescendant', name)
  }

  #redraw(): void {
    // While others come, it is drawn more often than that: once more would be laid out twice in one frame.
    if (performance.now() - this.#drawnAt >= TICK_MS / 2) this.draw()
  }

  /** Rows that run are drawn a few times a second. */
  #keepTime(running: boolean): void {
    if (running) this.#timer ??= setInterval(() => this.#redraw(), TICK_MS)
    else if (this.#timer) {
      clearInterval(this.#timer)
      this.#timer = null
    }
  }

  #tell(first: number, last: number): void {
    const range = `${first},${last}`
    if (range === this.#range) return
    this.#range = range
    this.options.onRange(last < first ? null : first, last < first ? null : last)
  }

  #reveal(index: number): void {
    const { scroller } = this.options
    const room = this.#height - this.#headHeight
    const top = index * ROW_HEIGHT
    if (top < scroller.scrollTop) scroller.scrollTop = top
    else if (top + ROW_HEIGHT > scroller.scrollTop + room) scroller.scrollTop = top + ROW_HEIGHT - room
  }
}
