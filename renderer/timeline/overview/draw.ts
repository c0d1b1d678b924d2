import type { TimeWindow } from '../filter.ts'
import { makeBins } from './bins.ts'
import type { Marks } from './marks.ts'

export interface Scene {
  readonly marks: Marks
  readonly view: TimeWindow
  /** Chosen by the user; null: none. */
  readonly window: TimeWindow | null
}

/** Height of the bars in px. */
export const HEIGHT = 34
const BAR_PX = 6
/** Fewer than this do not fill the height: one request is not a peak. */
const FULL = 4
const LEAST_PX = 3
/** What the filter hides is only hinted at. */
const HIDDEN_PX = 2

export interface Drawn {
  readonly most: number
  readonly stepMs: number
}

/** Draws the whole strip. Of 100,000 marks each is counted once, and a bar is drawn for each step of time. */
export function drawOverview(canvas: HTMLCanvasElement, width: number, scene: Scene): Drawn {
  const ratio = window.devicePixelRatio || 1
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== HEIGHT * ratio) {
    canvas.width = Math.round(width * ratio)
    canvas.height = HEIGHT * ratio
  }
  const context = canvas.getContext('2d')
  const { marks, view } = scene
  const bins = makeBins(marks, view.fromMs, view.toMs, Math.max(2, Math.floor(width / BAR_PX)))
  if (!context) return bins
  const colour = colours(canvas)
  const scale = width / Math.max(1, view.toMs - view.fromMs)
  const x = (epochMs: number) => (epochMs - view.fromMs) * scale
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, HEIGHT)
  const band = (of: TimeWindow | null, fill: string) => {
    if (!of) return
    const left = x(of.fromMs)
    context.fillStyle = fill
    context.fillRect(left, 0, Math.max(2, x(of.toMs) - left), HEIGHT)
  }
  band(scene.window, colour('--accent-bg'))
  context.fillStyle = colour('--line')
  context.fillRect(0, HEIGHT - 1, width, 1)
  const tall = (count: number) =>
    count === 0 ? 0 : Math.max(LEAST_PX, (count / Math.max(bins.most, FULL)) * (HEIGHT - 4))
  const wide = Math.max(1, bins.stepMs * scale - 1.5)
  const fill = (name: string, heightOf: (bin: number) => number, alpha = 1) => {
    context.fillStyle = colour(name)
    context.globalAlpha = alpha
    for (let bin = 0; bin < bins.count; bin++) {
      const height = heightOf(bin)
      if (height > 0) context.fillRect(x(bins.startMs + bin * bins.stepMs), HEIGHT - height, wide, height)
    }
    context.globalAlpha = 1
  }
  fill('--line-strong', bin => ((bins.hidden[bin] ?? 0) > 0 ? HIDDEN_PX : 0))
  fill('--phase-call', bin => tall(bins.shown[bin] ?? 0), 0.85)
  // Slow ones stand upon the failed ones.
  fill('--warn', bin => ((bins.slow[bin] ?? 0) > 0 ? tall((bins.slow[bin] ?? 0) + (bins.errors[bin] ?? 0)) : 0))
  fill('--err', bin => tall(bins.errors[bin] ?? 0))
  if (scene.window) edges(context, x(scene.window.fromMs), x(scene.window.toMs), colour('--accent'))
  return bins
}

function edges(context: CanvasRenderingContext2D, left: number, right: number, colour: string): void {
  context.fillStyle = colour
  context.fillRect(left - 1, 0, 1.5, HEIGHT)
  context.fillRect(right, 0, 1.5, HEIGHT)
}

function colours(canvas: HTMLCanvasElement): (name: string) => string {
  const style = getComputedStyle(canvas)
  return name => style.getPropertyValue(name)
}
