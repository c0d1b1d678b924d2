import type { ShownRows } from '../../state/shown-rows.ts'

export interface TailOptions {
  readonly scroller: HTMLElement
  readonly shown: ShownRows
  /** In px. */
  readonly rowHeight: number
  /** Height in which rows are seen, in px: the scroller's without what covers it above. */
  readonly room: () => number
}

/** Nearer to the end than this counts as being there, in px. */
const SLACK = 12

/**
 * Keeps the newest row in sight until the user scrolls up or selects an older one, and again once the user scrolls to the end. While not following, what is in sight stays where it is,
 * also when rows above it are let go. In an order other than that of the starts there is no end to follow.
 */
export class Tail {
  #following = true
  #lastSeen = ''
  #top = 0
  #anchor: { readonly id: string; index: number } | null = null

  constructor(private readonly options: TailOptions) {}

  get #follows(): boolean {
    return this.#following && this.options.shown.order === null
  }

  /** Rows that came and are out of sight below. In another order they may be anywhere: nothing is said of them. */
  get newRows(): number {
    const { shown } = this.options
    if (this.#follows || shown.order !== null || this.#lastSeen === '') return 0
    const last = shown.at(this.#lastInSight)?.id
    if (last !== undefined && last > this.#lastSeen) this.#lastSeen = last
    return shown.countAfter(this.#lastSeen)
  }

  /** Index of the last row that is seen whole. */
  get #lastInSight(): number {
    const { scroller, shown, rowHeight, room } = this.options
    return Math.min(shown.length, Math.floor((scroller.scrollTop + room()) / rowHeight)) - 1
  }

  /** After the rows changed and the scroller has their height. */
  sync(): void {
    const { scroller, shown, rowHeight } = this.options
    if (this.#follows) {
      scroller.scrollTop = scroller.scrollHeight
      this.#see()
    } else if (this.#anchor) {
      const index = shown.indexOf(this.#anchor.id)
      if (index >= 0 && index !== this.#anchor.index) {
        scroller.scrollTop += (index - this.#anchor.index) * rowHeight
        this.#anchor.index = index
      }
    }
    this.#top = scroller.scrollTop
  }

  onScroll(): void {
    const { scroller } = this.options
    const isUp = scroller.scrollTop < this.#top
    this.#top = scroller.scrollTop
    this.#setAnchor()
    if (scroller.scrollHeight - this.#top - scroller.clientHeight < SLACK) {
      this.#following = true
      this.#see()
    } else if (isUp) this.#following = false
  }

  /** An older row was chosen: it is to stay where it is. */
  selected(id: string | null): void {
    if (id !== null && id !== this.#lastSeen) this.hold()
  }

  hold(): void {
    this.#following = false
    this.#setAnchor()
  }

  follow(): void {
    this.#following = true
  }

  /** The first row in sight stays there. */
  #setAnchor(): void {
    const { scroller, shown, rowHeight } = this.options
    const index = Math.floor(scroller.scrollTop / rowHeight)
    const id = shown.at(index)?.id
    this.#anchor = id === undefined ? null : { id, index }
  }

  #see(): void {
    const { shown } = this.options
    if (shown.order === null) this.#lastSeen = shown.at(shown.length - 1)?.id ?? ''
  }
}
