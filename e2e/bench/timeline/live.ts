import type { Page } from '@playwright/test'
import { quantileOf } from '../statistics.ts'

/** When each request ended, by the process that has them; epoch ms. */
export type Endings = readonly (readonly [id: string, at: number])[]

interface Seen {
  /** When a row was first in the document with its end, by the frame after; epoch ms by id. */
  readonly ended: Readonly<Record<string, number>>
  /** Tasks of the main thread of more than 50 ms, in ms. */
  readonly long: readonly number[]
}

/** Looks at the rows in the document in each frame while `run` goes on, and says how it went. `run` tells the ends of its requests. */
export async function watchLive(page: Page, run: () => Promise<Endings>): Promise<string> {
  await page.locator('#timeline').focus()
  await page.keyboard.press('End')
  await page.evaluate(() => {
    const ended: Record<string, number> = {}
    const long: number[] = []
    Object.assign(globalThis, { liveSeen: { ended, long } })
    new PerformanceObserver(list => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
    const rows = document.querySelector('#timeline [role="rowgroup"]:last-child')
    const look = () => {
      const now = Date.now()
      for (const row of rows?.children ?? []) {
        const id = row instanceof HTMLElement ? row.dataset['id'] : undefined
        if (id === undefined || ended[id] !== undefined) continue
        if (!row.querySelector('[title="running"]')) ended[id] = now
      }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const endings = await run()
  const { ended, long } = await page.evaluate(() => Reflect.get(globalThis, 'liveSeen') as Seen)
  const late = endings.flatMap(([id, at]) => (ended[id] === undefined ? [] : [ended[id] - at]))
  const all = endings.length.toLocaleString('en-US')
  const ms = (value: number) => `${value.toFixed(0)} ms`
  return [
    `${all} requests, begun and ended: ${long.length} tasks of more than 50 ms on the main thread`,
    long.length > 0 ? ` (longest ${ms(Math.max(...long))})` : '',
    `; a row is in the document ${ms(quantileOf(late, 0.5))} (median; 95 %: ${ms(quantileOf(late, 0.95))}; longest: ${ms(Math.max(...late))}) after its request’s end`,
    `, as ${late.length.toLocaleString('en-US')} rows tell that were seen so before newer ones took their place.`,
  ].join('')
}
