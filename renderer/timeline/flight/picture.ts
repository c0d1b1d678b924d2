import type { Picture, PicturePart } from './protocol.ts'

/** Reads how `element`, which is laid out, looks: its frames, texts and shapes. What is only there for screen readers is left out. */
export function pictureOf(element: Element): Picture {
  const box = element.getBoundingClientRect()
  const parts: PicturePart[] = []
  const middle = box.top + box.height / 2
  const visit = (node: Element) => {
    const rect = node.getBoundingClientRect()
    const style = getComputedStyle(node)
    // Words that are out of sight where it is narrow.
    if (rect.width <= 1 && style.position === 'absolute') return
    const at = { x: rect.left - box.left, y: rect.top - middle }
    if (node instanceof SVGSVGElement) {
      const scale = rect.width / (node.viewBox.baseVal.width || rect.width)
      for (const shape of node.querySelectorAll('path, circle, rect, line, polyline, polygon'))
        parts.push(shapeOf(shape, at, scale))
      return
    }
    const line = Number.parseFloat(style.borderTopWidth) > 0 ? seen(style.borderTopColor) : null
    const fill = seen(style.backgroundColor)
    if (line !== null || fill !== null)
      parts.push({
        kind: 'frame',
        ...at,
        width: rect.width,
        height: rect.height,
        radius: Number.parseFloat(style.borderTopLeftRadius) || 0,
        fill,
        line,
      })
    for (const child of node.childNodes) {
      if (child instanceof Element) visit(child)
      else if (child instanceof Text && child.data.trim() !== '') {
        const range = document.createRange()
        range.selectNodeContents(child)
        const x = range.getBoundingClientRect().left - box.left
        parts.push({ kind: 'text', x, text: child.data, font: fontOf(style), colour: style.color })
      }
    }
  }
  visit(element)
  return { width: box.width, after: Number.parseFloat(getComputedStyle(element).marginRight) || 0, parts }
}

export const fontOf = ({ fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string =>
  `${fontWeight} ${fontSize} ${fontFamily}`

const CLEAR = /^(?:transparent|none|rgba\(.*, 0\))$/
const seen = (colour: string): string | null => (CLEAR.test(colour) ? null : colour)

function shapeOf(shape: Element, at: { readonly x: number; readonly y: number }, scale: number): PicturePart {
  const style = getComputedStyle(shape)
  return {
    kind: 'shape',
    ...at,
    scale,
    path: pathOf(shape),
    fill: seen(style.fill),
    line: seen(style.stroke),
    lineWidth: Number.parseFloat(style.strokeWidth) || 1,
    dash: style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat),
  }
}

/** As the `d` of a path. */
function pathOf(shape: Element): string {
  const number = (name: string) => Number(shape.getAttribute(name) ?? 0)
  const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')]
  const [cx, cy, r, rx] = [number('cx'), number('cy'), number('r'), number('rx')]
  switch (shape.tagName) {
    case 'circle':
      return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
    case 'rect': {
      const corner = (dx: number, dy: number) => `a${rx} ${rx} 0 0 1 ${dx * rx} ${dy * rx}`
      return `M${x + rx} ${y}h${width - 2 * rx}${corner(1, 1)}v${height - 2 * rx}${corner(-1, 1)}h${2 * rx - width}${corner(-1, -1)}v${2 * rx - height}${corner(1, -1)}z`
    }
    case 'line':
      return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`
    case 'polyline':
    case 'polygon':
      return `M${shape.getAttribute('points') ?? ''}${shape.tagName === 'polygon' ? 'z' : ''}`
    default:
      return shape.getAttribute('d') ?? ''
  }
}
