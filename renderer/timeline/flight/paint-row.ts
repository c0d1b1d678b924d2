import type { Look, PaintedRow } from './protocol.ts'

type Context = OffscreenCanvasRenderingContext2D

/** What lies behind a row, and the line below it. As `Row.module.css` has it. */
export function paintGround(context: Context, look: Look, row: PaintedRow, y: number): void {
  const { colours, width, rowHeight } = look
  if (row.ground !== null) {
    context.fillStyle = colours[row.ground]
    context.fillRect(0, y, width, rowHeight)
  }
  context.fillStyle = colours.line
  context.fillRect(0, y + rowHeight - 1, width, 1)
  if (row.ground === 'selected') {
    context.fillStyle = colours.accent
    context.fillRect(0, y, 2, rowHeight - 1)
  }
  if (row.pinned) {
    context.fillStyle = colours.accent
    context.beginPath()
    context.moveTo(width - 8, y)
    context.lineTo(width, y)
    context.lineTo(width, y + 8)
    context.fill()
  }
}

const RAIL_X = 6
const RAIL_WIDTH = 1.5

/** The line that joins the rows of one navigation. */
export function paintRail(context: Context, look: Look, row: PaintedRow, y: number): void {
  if (row.rail === 'none') return
  const { colours, rowHeight } = look
  const middle = y + (rowHeight - 1) / 2
  context.fillStyle = row.ground === 'selected' || row.ground === 'mate' ? colours.accent : colours.rail
  const down = (from: number, to: number) => context.fillRect(RAIL_X, from, RAIL_WIDTH, to - from)
  switch (row.rail) {
    case 'first':
      down(middle, y + rowHeight)
      break
    case 'middle':
      down(y, y + rowHeight)
      break
    case 'last':
      down(y, middle)
      context.fillRect(RAIL_X, middle - RAIL_WIDTH, 4, RAIL_WIDTH)
      break
    case 'loose':
      context.fillRect(RAIL_X, middle - RAIL_WIDTH / 2, 4, RAIL_WIDTH)
      break
  }
  if (row.rail === 'first' && row.begins) {
    context.beginPath()
    context.arc(RAIL_X + 1, middle, 3, 0, 2 * Math.PI)
    context.fill()
  }
}
