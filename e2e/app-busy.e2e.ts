import { Agent } from 'node:http'
import { fly, untilRenewed } from './harness/flight.ts'
import { ask } from './harness/requests.ts'
import { counted, rows, statusBar, timeline } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

const REQUESTS = 1000
const AT_ONCE = 8

/** Many requests in a short time: every one of them is a row, and the list still answers. */
test('a thousand requests are a thousand rows', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const from = performance.now()
  let next = 0
  const work = async () => {
    while (next < REQUESTS) {
      const { status } = await ask(shop.origin, `/about?n=${++next}.`, { agent })
      if (status !== 200) throw new Error(`request ${next} was answered with ${status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const sentMs = performance.now() - from
  agent.destroy()
  await expect.poll(() => counted(page)).toEqual({ shown: REQUESTS, all: REQUESTS })
  const shownMs = performance.now() - from
  await expect(statusBar(page)).toContainText('1,000 exchanges')
  await expect(statusBar(page)).toContainText('0 dropped')
  await expect(statusBar(page)).not.toContainText(/let go|incomplete|fault/)
  console.log(
    `${REQUESTS} requests: answered after ${sentMs.toFixed(0)} ms, all counted on screen ${(shownMs - sentMs).toFixed(0)} ms later`,
  )

  // Few of them are in the document, and both ends are one key away.
  await expect(timeline(page)).toHaveAttribute('aria-rowcount', String(REQUESTS + 1))
  expect(await rows(page).count()).toBeLessThan(100)
  const last = page.locator(`[aria-rowindex="${REQUESTS + 1}"]`)
  const first = page.locator('[aria-rowindex="2"]')
  await expect(last).toBeInViewport()
  await timeline(page).focus()
  const jump = performance.now()
  await page.keyboard.press('Home')
  await expect(first).toBeInViewport()
  await page.keyboard.press('End')
  await expect(last).toBeInViewport()
  const jumpMs = performance.now() - jump
  console.log(`to the first row and back to the last in ${jumpMs.toFixed(0)} ms`)
  expect(jumpMs).toBeLessThan(2000)

  // What a worker paints in a fast scroll is what stands there when it stops.
  const paintsWhatStands = async () => {
    const { different, painted, stood, rows, missing } = await fly(page)
    expect(missing).toEqual([])
    expect(rows).toBeGreaterThan(10)
    // Letters lie on the pixels a little otherwise there than here.
    expect(painted / stood).toBeGreaterThan(0.6)
    expect(different).toBeLessThan(0.35)
  }
  await expect(paintsWhatStands).toPass({ timeout: 15_000 })

  // After a long scroll another painter takes its place, which has to be told all of it.
  await expect(async () => {
    await fly(page, 130)
    await untilRenewed(page, 5000)
  }).toPass({ timeout: 20_000 })
  await expect(paintsWhatStands).toPass({ timeout: 15_000 })

  await page.getByRole('combobox', { name: 'Filter' }).fill('n=777.')
  await expect(rows(page, '/about?n=777.')).toHaveCount(1)
  expect(await counted(page)).toEqual({ shown: 1, all: REQUESTS })
})
