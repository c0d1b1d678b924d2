import type { TextLook } from './protocol.ts'

/** So many measured texts are remembered. */
const REMEMBERED = 5000

/** Texts on a canvas: measured once, cut where there is no room, their line in the middle of the row as a browser lays it. */
export class TextRoom {
  readonly #widths = new Map<string, number>()
  readonly #cut = new Map<string, string>()
  readonly #baselines = new Map<string, number>()
  #font = ''

  constructor(private readonly context: OffscreenCanvasRenderingContext2D) {}

  widthOf(font: string, text: string): number {
    const key = `${font}|${text}`
    let width = this.#widths.get(key)
    if (width === undefined) {
      this.#setFont(font)
      width = this.context.measureText(text).width
      if (this.#widths.size >= REMEMBERED) this.#widths.clear()
      this.#widths.set(key, width)
    }
    return width
  }

  /** `text`, or as much of it as `width` px hold, with an ellipsis. */
  fit(text: string, font: string, width: number): string {
    if (this.widthOf(font, text) <= width) return text
    const key = `${font}|${Math.round(width)}|${text}`
    let cut = this.#cut.get(key)
    if (cut === undefined) {
      this.#setFont(font)
      let low = 0
      let high = text.length
      while (low < high) {
        const middle = (low + high + 1) >>> 1
        if (this.context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle
        else high = middle - 1
      }
      cut = `${text.slice(0, low)}…`
      if (this.#cut.size >= REMEMBERED) this.#cut.clear()
      this.#cut.set(key, cut)
    }
    return cut
  }

  write(text: string, { font, colour, struck }: TextLook, x: number, middle: number): void {
    const { context } = this
    this.#setFont(font)
    context.fillStyle = colour
    const baseline = this.#baselineOf(font, middle)
    context.fillText(text, x, baseline)
    if (struck) context.fillRect(x, Math.round(baseline - 4), this.widthOf(font, text), 1)
  }

  /** Of a text whose line has its middle at `middle`. */
  #baselineOf(font: string, middle: number): number {
    let below = this.#baselines.get(font)
    if (below === undefined) {
      const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = this.context.measureText('x')
      below = (Math.round(ascent) - Math.round(descent)) / 2
      this.#baselines.set(font, below)
    }
    return Math.round(middle + below)
  }

  #setFont(font: string): void {
    if (font === this.#font) return
    this.#font = font
    this.context.font = font
  }
}
