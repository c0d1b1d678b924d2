import type { ColumnPlace, Look, PaintedRow } from './protocol.ts'
import type { TextRoom } from './text-room.ts'

type Context = OffscreenCanvasRenderingContext2D

/** The lines of the ruler, through `count` rows from `y` on. */
export function paintLines(
  context: Context,
  { colours, rowHeight }: Look,
  { left }: ColumnPlace,
  lines: readonly number[],
  y: number,
  count: number,
): void {
  context.fillStyle = colours.line
  for (const x of lines) context.fillRect(Math.round(left + x), y, 1, count * rowHeight)
}

/** The bar of a row. As `Bar.module.css` has it. */
export function paintBars(
  context: Context,
  look: Look,
  { left, width }: ColumnPlace,
  { boxes, beyond }: PaintedRow,
  y: number,
  room: TextRoom,
): void {
  for (const box of boxes) {
    const boxLook = look.boxes[box.look]
    if (!boxLook) continue
    context.fillStyle = boxLook.hatched ? hatch(context, boxLook.colour) : boxLook.colour
    context.beginPath()
    context.roundRect(left + box.left, y + boxLook.top, Math.max(2, box.width), boxLook.height, boxLook.radius)
    context.fill()
  }
  const cut = look.texts['cut']
  if (beyond === null || !cut) return
  const wide = room.widthOf(cut.font, beyond) + cut.before + cut.after + 2
  const from = left + width - wide
  context.fillStyle = look.colours.ground
  context.fillRect(from, y + 6, wide, 16)
  context.fillStyle = cut.colour
  for (let dot = 0; dot < 4; dot++) context.fillRect(left + width - 2, y + 7 + 4 * dot, 2, 2)
  room.write(beyond, cut, from + cut.before, y + 14)
}

const hatches = new Map<string, CanvasPattern | string>()

/** Stripes of 3 px with 2 px between, as compiling has. */
function hatch(context: Context, colour: string): CanvasPattern | string {
  const known = hatches.get(colour)
  if (known !== undefined) return known
  const side = 7
  const tile = new OffscreenCanvas(side, side)
  const inside = tile.getContext('2d')
  if (!inside) return colour
  inside.strokeStyle = colour
  inside.lineWidth = 3
  for (const shift of [-side, 0, side]) {
    inside.beginPath()
    inside.moveTo(shift - 1, side + 1)
    inside.lineTo(shift + side + 1, -1)
    inside.stroke()
  }
  const pattern = context.createPattern(tile, 'repeat') ?? colour
  hatches.set(colour, pattern)
  return pattern
}
