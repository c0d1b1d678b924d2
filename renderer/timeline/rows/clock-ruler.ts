import { formatClock, formatMs } from '../../ui/format.ts'
import { type ClockAxis, FOLD_PX } from '../clock-axis.ts'
import styles from '../HeaderRow.module.css'

/** Labels of ticks nearer than this to one before it, or to the right edge, are left out, in px. */
const LABEL_PX = 58

/** Draws the ruler of the clock into `element`, and seams of the folded gaps below it into `--lines` of `rows`. */
export function drawClockRuler(element: HTMLElement, rows: HTMLElement, axis: ClockAxis, width: number): void {
  let free = 0
  const ticks = axis.ticks.flatMap(({ x, epochMs }) => {
    const fits = x >= free && x <= width - LABEL_PX
    if (!fits) return []
    free = x + LABEL_PX + 12
    return [mark(styles['tick'], x, clockWords(epochMs, axis.stepMs))]
  })
  const folds = axis.folds.map(({ x, gapMs }) => {
    const seam = mark(styles['fold'], x, '')
    seam.title = `${formatMs(gapMs)} in which nothing of this ran, folded`
    return seam
  })
  element.replaceChildren(...ticks, ...folds)
  rows.style.setProperty('--lines', linesOf(axis))
}

function mark(className: string | undefined, x: number, text: string): HTMLElement {
  const element = document.createElement('span')
  if (className) element.className = className
  element.style.left = `${x}px`
  element.textContent = text
  return element
}

/** `14:02:08`; parts of a second only where the ruler shows them. */
function clockWords(epochMs: number, stepMs: number): string {
  const words = formatClock(epochMs, true)
  return stepMs >= 1000 ? words.slice(0, 8) : words.slice(3)
}

function linesOf({ folds, ticks }: ClockAxis): string {
  // A server that is asked now and then has one in every row; more than these cannot be told apart.
  const seams = folds
    .slice(0, 60)
    .map(
      ({ x }) =>
        `repeating-linear-gradient(135deg, var(--line) 0 1px, transparent 1px 4px) ${x}px 0 / ${FOLD_PX}px 100% no-repeat`,
    )
  const lines = ticks.slice(0, 60).map(({ x }) => `linear-gradient(var(--line-soft) 0 0) ${x}px 0 / 1px 100% no-repeat`)
  return [...seams, ...lines].join(', ') || 'none'
}
