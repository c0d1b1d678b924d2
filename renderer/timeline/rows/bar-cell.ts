import type { ExchangeSummary } from '../../../shared/exchange.ts'
import { formatMs } from '../../ui/format.ts'
import styles from '../Bar.module.css'
import rowStyles from '../Row.module.css'
import { layOutBar, type Segment } from '../waterfall.ts'
import { type BarSpace, type CellView, newCell } from './cell.ts'

export const BOX_LOOKS = [
  'rest',
  'compile',
  'getServerSideProps',
  'render',
  'send',
  'open',
  'upstream',
  'failed',
  'aborted',
] as const satisfies readonly (Segment['name'] | 'failed' | 'aborted')[]

/** One box of a bar, in px from the left of its cell. */
export interface Box {
  readonly look: (typeof BOX_LOOKS)[number]
  readonly left: number
  readonly width: number
}

/** The boxes of a bar, in the order in which they lie on each other; `beyond`: how long it is, where that goes beyond the scale. */
export function boxesOf(row: ExchangeSummary, bars: BarSpace, elapsedMs: number) {
  return bars.mode === 'own' ? ownBoxes(row, bars, elapsedMs) : clockBoxes(row, bars, elapsedMs)
}

/** One row of the waterfall: a few boxes, moved and not made anew. */
export function barCell(): CellView {
  const element = newCell(rowStyles['bars'] ?? '')
  const bar = document.createElement('span')
  bar.className = styles['bar'] ?? ''
  element.dataset['cell'] = 'bars'
  element.append(bar)
  const boxes: { readonly element: HTMLElement; look: string; left: number; width: number }[] = []
  let cut: HTMLElement | null = null
  let was: ExchangeSummary | null = null
  let wasVersion = -1
  let wasElapsed = -1
  function put(index: number, { look, left, width }: Box): void {
    let box = boxes[index]
    if (!box) {
      box = { element: document.createElement('i'), look: '', left: -1, width: -1 }
      boxes.push(box)
      bar.append(box.element)
    }
    if (box.look !== look) {
      box.element.className = styles[look] ?? ''
      box.look = look
    }
    if (box.left !== left) {
      box.element.style.left = `${left}px`
      box.left = left
    }
    if (box.width !== width) {
      box.element.style.width = `${width}px`
      box.width = width
    }
  }
  return {
    element,
    update(row, { bars, elapsedMs }) {
      if (row === was && bars.version === wasVersion && elapsedMs === wasElapsed) return
      was = row
      wasVersion = bars.version
      wasElapsed = elapsedMs
      const { list, beyond } = boxesOf(row, bars, elapsedMs)
      for (const [index, box] of list.entries()) put(index, box)
      for (let index = list.length; index < boxes.length; index++) {
        const box = boxes[index]
        if (!box || box.look === '') continue
        box.element.className = styles['off'] ?? ''
        box.look = ''
      }
      if (beyond === null) {
        if (cut) cut.className = styles['off'] ?? ''
      } else {
        if (!cut) {
          cut = document.createElement('span')
          bar.append(cut)
        }
        cut.className = styles['cut'] ?? ''
        cut.textContent = beyond
      }
    },
  }
}

const round = (px: number) => Math.round(px * 10) / 10
const failed = (row: ExchangeSummary, name: Segment['name']): Box['look'] =>
  row.outcome === 'error' && name === 'getServerSideProps' ? 'failed' : name

function ownBoxes(row: ExchangeSummary, { width, maxMs }: BarSpace, elapsedMs: number) {
  const bar = layOutBar(row, maxMs, elapsedMs)
  const px = (percent: number) => round((percent / 100) * width)
  const list: Box[] = bar.segments.map(({ name, left, width: wide }) => ({
    look: failed(row, name),
    left: px(left),
    width: px(wide),
  }))
  if (row.aborted && bar.end !== null) list.push({ look: 'aborted', left: px(bar.end), width: 2 })
  return { list, beyond: bar.cut ? formatMs(row.durationMs ?? elapsedMs) : null }
}

function clockBoxes(row: ExchangeSummary, { width, x }: BarSpace, elapsedMs: number) {
  const start = row.startedAt
  const span = (look: Box['look'], fromMs: number, toMs: number): Box => {
    const left = Math.min(width, Math.max(0, x(start + fromMs)))
    return { look, left: round(left), width: round(Math.max(0, Math.min(width, x(start + toMs)) - left)) }
  }
  const length = row.durationMs ?? elapsedMs
  const list: Box[] = [span(row.state === 'running' ? 'open' : 'rest', 0, length)]
  for (const { name, startMs, durationMs } of row.phases)
    list.push(span(failed(row, name), startMs, startMs + durationMs))
  for (const [startMs, durationMs] of row.upstream) list.push(span('upstream', startMs, startMs + (durationMs ?? 0)))
  if (row.aborted) list.push({ ...span('aborted', length, length), width: 2 })
  return { list, beyond: null }
}
