import type { CDPSession, Page } from '@playwright/test'

export interface Scrolled {
  /** Time between two frames, in ms. */
  readonly frames: readonly number[]
  /** Main-thread work a frame, in ms, as Chromium counts its tasks. */
  readonly work: number
}

/** Scrolls `selector` by `px` in each of `count` frames, turning round at the ends. */
export async function scroll(page: Page, selector: string, px: number, count: number): Promise<Scrolled> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const before = await tasks(cdp)
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
    [selector, px, count] as const,
  )
  const work = ((await tasks(cdp)) - before) / frames.length
  await cdp.detach()
  return { frames, work: work * 1000 }
}

async function tasks(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
}

export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}
