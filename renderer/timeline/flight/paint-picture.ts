import type { Picture } from './protocol.ts'
import type { TextRoom } from './text-room.ts'

const paths = new Map<string, Path2D>()

/** Paints an icon or badge with its left at `x` and its middle at `middle`, with another text where one is given. Returns its width. */
export function paintPicture(
  context: OffscreenCanvasRenderingContext2D,
  room: TextRoom,
  picture: Picture,
  x: number,
  middle: number,
  text: string,
): number {
  let wider = 0
  for (const part of picture.parts) {
    switch (part.kind) {
      case 'frame': {
        const inner = picture.parts.find(other => other.kind === 'text')
        if (text !== '' && inner) wider = room.widthOf(inner.font, text) - room.widthOf(inner.font, inner.text)
        context.beginPath()
        const half = part.line === null ? 0 : 0.5
        const [left, top] = [Math.round(x + part.x) + half, Math.round(middle + part.y) + half]
        context.roundRect(left, top, part.width + wider - 2 * half, part.height - 2 * half, part.radius)
        if (part.fill !== null) {
          context.fillStyle = part.fill
          context.fill()
        }
        if (part.line !== null) {
          context.strokeStyle = part.line
          context.lineWidth = 1
          context.stroke()
        }
        break
      }
      case 'text':
        room.write(text || part.text, { ...part, before: 0, after: 0, struck: false }, x + part.x, middle)
        break
      case 'shape': {
        context.save()
        context.translate(x + part.x, middle + part.y)
        context.scale(part.scale, part.scale)
        context.lineCap = 'round'
        context.lineJoin = 'round'
        const path = pathOf(part.path)
        if (part.fill !== null) {
          context.fillStyle = part.fill
          context.fill(path)
        }
        if (part.line !== null) {
          context.strokeStyle = part.line
          context.lineWidth = part.lineWidth
          context.setLineDash([...part.dash])
          context.stroke(path)
        }
        context.restore()
        break
      }
    }
  }
  return picture.width + wider
}

function pathOf(text: string): Path2D {
  let path = paths.get(text)
  if (!path) {
    path = new Path2D(text)
    paths.set(text, path)
  }
  return path
}
