import barStyles from '../Bar.module.css'
import { addressCellClass, addressClass } from '../rows/address-cell.ts'
import { BOX_LOOKS } from '../rows/bar-cell.ts'
import { TEXT_COLUMNS, TONES } from '../rows/cell-texts.ts'
import { cacheClass, textClass, toneClass } from '../rows/cells.ts'
import type { Column, ColumnId } from '../rows/columns.ts'
import { ROW_HEIGHT } from '../rows/row-view.ts'
import { STAMP_NAMES, stamp } from '../rows/stamps.tsx'
import styles from './Flight.module.css'
import { fontOf, pictureOf } from './picture.ts'
import type { BoxLook, ColumnPlace, Look, TextLook } from './protocol.ts'

export interface LookOptions {
  /** Where the rows stand: samples of all that they show are put into it for a moment, laid out by the same rules. */
  readonly box: HTMLElement
  readonly columns: readonly Column[]
  /** Of each column, in px. */
  readonly widths: readonly number[]
  /** Of the canvas. */
  readonly top: number
  readonly width: number
  readonly height: number
}

const EDGE = 12
const GAP = 10
const RIGHT: ReadonlySet<ColumnId> = new Set(['start', 'status', 'call', 'total', 'props', 'wire', 'calls', 'findings'])

/** Reads colours, fonts and measures from the document. Costs a layout of some hundred elements: not for a frame in which rows move. */
export function readLook({ box, columns, widths, top, width, height }: LookOptions): Look {
  const holder = document.createElement('div')
  holder.className = styles['samples'] ?? ''
  holder.setAttribute('aria-hidden', 'true')
  const sample = (tag: 'span' | 'b' | 'i', className: string, within: Element = holder) => {
    const element = document.createElement(tag)
    element.className = className
    element.textContent = tag === 'i' ? '' : 'x'
    within.append(element)
    return element
  }
  const texts = new Map<string, HTMLElement>()
  for (const column of TEXT_COLUMNS)
    for (const tone of TONES) texts.set(`${column}/${tone}`, sample('span', `${textClass(column)} ${toneClass(tone)}`))
  texts.set('cache', sample('span', cacheClass()))
  const address = sample('span', addressCellClass())
  texts.set('url', address)
  for (const look of ['method', 'to', 'error'] as const)
    texts.set(`url/${look}`, sample(look === 'method' ? 'b' : 'span', addressClass(look), address))
  const bar = sample('span', barStyles['bar'] ?? '')
  texts.set('cut', sample('span', barStyles['cut'] ?? '', bar))
  const boxes = BOX_LOOKS.map(look => [look, sample('i', barStyles[look] ?? '', bar)] as const)
  const pictures = STAMP_NAMES.flatMap(name => {
    const element = stamp(name)
    if (element) holder.append(element)
    return element ? [[name, element] as const] : []
  })
  box.append(holder)
  const look: Look = {
    top,
    width,
    height,
    ratio: window.devicePixelRatio,
    rowHeight: ROW_HEIGHT,
    colours: coloursOf(box),
    texts: {
      ...Object.fromEntries([...texts].map(([name, element]) => [name, textLook(element, false)])),
      'cache/struck': textLook(texts.get('cache') ?? holder, true),
    },
    pictures: Object.fromEntries(pictures.map(([name, element]) => [name, pictureOf(element)])),
    boxes: Object.fromEntries(boxes.map(([name, element]) => [name, boxLook(element)])),
    columns: placesOf(columns, widths),
  }
  holder.remove()
  return look
}

function textLook(element: Element, struck: boolean): TextLook {
  const style = getComputedStyle(element)
  const px = (text: string) => Number.parseFloat(text) || 0
  return {
    font: fontOf(style),
    colour: style.color,
    before: px(style.marginLeft) + px(style.paddingLeft),
    after: px(style.marginRight) + px(style.paddingRight),
    struck,
  }
}

function boxLook(element: Element): BoxLook {
  const style = getComputedStyle(element)
  const image = style.backgroundImage
  const hatched = image.startsWith('repeating')
  return {
    top: Number.parseFloat(style.top) || 0,
    height: Number.parseFloat(style.height) || 0,
    radius: Number.parseFloat(style.borderTopLeftRadius) || 0,
    // Of a gradient its strongest colour.
    colour: image === 'none' ? style.backgroundColor : firstColour(image) || style.backgroundColor,
    hatched,
  }
}

const firstColour = (image: string): string => /(?:rgba?|color)\([^)]*\)/.exec(image)?.[0] ?? ''

function coloursOf(box: Element): Look['colours'] {
  const style = getComputedStyle(box)
  const token = (name: string) => style.getPropertyValue(name).trim()
  let ground = token('--bg')
  for (let at: Element | null = box; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) {
      ground = backgroundColor
      break
    }
  }
  return {
    ground,
    line: token('--line-soft'),
    rail: token('--line-strong'),
    accent: token('--accent'),
    bad: token('--err-bg'),
    selected: token('--accent-bg'),
    mate: token('--accent-soft'),
  }
}

function placesOf(columns: readonly Column[], widths: readonly number[]): ColumnPlace[] {
  let left = EDGE
  return columns.map(({ id }, index) => {
    const width = widths[index] ?? 0
    const place = { left, width, right: RIGHT.has(id), gap: id === 'kind' ? 6 : 0, bars: id === 'bars' }
    left += width + GAP
    return place
  })
}
