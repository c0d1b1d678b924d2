import type { CDPSession, Page } from '@playwright/test'
import { quantileOf } from '../statistics.ts'

const FRAMES = 240
/** A wheel's step a frame, and a flick's, in px. */
const STEADY_PX = 90
const FAST_PX = 2400

/** What a run of frames took, in ms. */
export interface Scrolled {
  /** Time between two frames. */
  readonly frames: readonly number[]
  /** Main-thread work a frame, as Chromium counts its tasks: all of it, and of that scripts, styles and layout. The rest is painting. */
  readonly work: number
  readonly script: number
  readonly style: number
  readonly layout: number
}

export interface BothWays {
  readonly steady: Scrolled
  readonly fast: Scrolled
}

export async function scrollBothWays(page: Page, selector: string): Promise<BothWays> {
  const steady = await scroll(page, selector, STEADY_PX)
  return { steady, fast: await scroll(page, selector, FAST_PX) }
}

/** Scrolls `selector` by `px` in each frame, turning round at the ends. */
async function scroll(page: Page, selector: string, px: number): Promise<Scrolled> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const before = await counters(cdp)
  const frames = await page.evaluate(
    ([selector, px, count]) =>
      new Promise<number[]>(resolve => {
        const element = document.querySelector(selector)
        if (!element) throw new Error(`no ${selector}`)
        const times: number[] = []
        let step = -px
        let last = performance.now()
        const next = (now: number) => {
          times.push(now - last)
          last = now
          if (times.length > count) return resolve(times.slice(1))
          const before = element.scrollTop
          element.scrollTop += step
          if (element.scrollTop === before) step = -step
          requestAnimationFrame(next)
        }
        requestAnimationFrame(next)
      }),
    [selector, px, FRAMES] as const,
  )
  const after = await counters(cdp)
  await cdp.detach()
  const each = (name: string) => (((after.get(name) ?? 0) - (before.get(name) ?? 0)) / frames.length) * 1000
  return {
    frames,
    work: each('TaskDuration'),
    script: each('ScriptDuration'),
    style: each('RecalcStyleDuration'),
    layout: each('LayoutDuration'),
  }
}

async function counters(cdp: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}

const ms = (value: number) => `${value.toFixed(1)} ms`

/** Median, 95 % and longest; and the work, in its parts. */
export const frameWords = ({ frames }: Scrolled): string =>
  `${ms(quantileOf(frames, 0.5))} / ${ms(quantileOf(frames, 0.95))} / ${ms(Math.max(...frames))}`
export const workWords = ({ work, script, style, layout }: Scrolled): string =>
  `${ms(work)} (${[script, style + layout, work - script - style - layout].map(one => one.toFixed(1)).join(' + ')})`
