import { paintBars, paintLines } from './paint-bars.ts'
import { paintPicture } from './paint-picture.ts'
import { paintGround, paintRail } from './paint-row.ts'
import type { ColumnPlace, Look, PaintedRow, Piece, Scene } from './protocol.ts'
import { TextRoom } from './text-room.ts'

/** Rows on a canvas. */
export class Paint {
  readonly #context: OffscreenCanvasRenderingContext2D | null
  #look: Look | null = null
  #room: TextRoom | null = null
  /** In sight, by their indices. */
  readonly #rows = new Map<number, PaintedRow>()

  constructor(private readonly canvas: OffscreenCanvas) {
    this.#context = canvas.getContext('2d', { alpha: false })
  }

  setLook(look: Look): void {
    const context = this.#context
    if (!context) return
    this.#look = look
    const [width, height] = [Math.round(look.width * look.ratio), Math.round(look.height * look.ratio)]
    if (this.canvas.width !== width) this.canvas.width = width
    if (this.canvas.height !== height) this.canvas.height = height
    this.#room = new TextRoom(context)
    this.clear()
  }

  clear(): void {
    const [look, context] = [this.#look, this.#context]
    if (!look || !context) return
    context.setTransform(look.ratio, 0, 0, look.ratio, 0, 0)
    context.fillStyle = look.colours.ground
    context.fillRect(0, 0, look.width, look.height)
  }

  paint({ top, first, last, rows: news, lines }: Scene): void {
    for (const row of news) this.#rows.set(row.index, row)
    for (const index of this.#rows.keys()) if (index < first || index > last) this.#rows.delete(index)
    const rows = [...this.#rows.values()]
    const [look, context, room] = [this.#look, this.#context, this.#room]
    if (!look || !context || !room) return
    this.clear()
    // Rows lie on whole pixels of the screen, as those of the document.
    const yOf = (index: number) => Math.round((index * look.rowHeight - top) * look.ratio) / look.ratio
    for (const row of rows) {
      paintGround(context, look, row, yOf(row.index))
      paintRail(context, look, row, yOf(row.index))
    }
    // Column by column: a font is set once for all rows.
    for (const [at, column] of look.columns.entries()) {
      if (column.bars) {
        paintLines(context, look, column, lines, yOf(first), rows.length)
        for (const row of rows) paintBars(context, look, column, row, yOf(row.index), room)
      } else for (const row of rows) this.#cell(column, row.cells[at] ?? [], yOf(row.index))
    }
  }

  #cell(column: ColumnPlace, pieces: readonly Piece[], y: number): void {
    const [look, context, room] = [this.#look, this.#context, this.#room]
    if (!look || !context || !room) return
    // Without the line below it.
    const middle = y + (look.rowHeight - 1) / 2
    const end = column.left + column.width
    if (column.right) {
      let x = end
      for (const [name, text] of [...pieces].reverse()) {
        const picture = look.pictures[name]
        x -= picture ? picture.width + picture.after : room.widthOf(look.texts[name]?.font ?? '', text)
        if (picture) paintPicture(context, room, picture, x, middle, text)
        else if (look.texts[name]) room.write(text, look.texts[name], x, middle)
      }
      return
    }
    let x = column.left
    for (const [name, text] of pieces) {
      if (x >= end) return
      const picture = look.pictures[name]
      if (picture) {
        x += paintPicture(context, room, picture, x, middle, text) + picture.after + column.gap
        continue
      }
      const textLook = look.texts[name]
      if (!textLook) continue
      x += textLook.before
      const fitting = room.fit(text, textLook.font, end - x)
      room.write(fitting, textLook, x, middle)
      if (fitting !== text) return
      x += room.widthOf(textLook.font, text) + textLook.after + column.gap
    }
  }
}
