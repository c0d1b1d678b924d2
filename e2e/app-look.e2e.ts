import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { askPage, marked } from './harness/page-truth.ts'
import { details, listed, openDetails, openTab, rows, timeline } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

/** How the app looks and reads in both themes and in little room. */
const groundOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

async function chooseTheme(page: Page, name: 'Light' | 'Dark'): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
}

/** Violations of what is on screen, one line for each element. */
async function violations(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations: found, passed } = await page.evaluate(async () => {
    const run: typeof axe.run = Reflect.get(globalThis, 'axe').run
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']
    const { violations, passes } = await run(document, { runOnly: { type: 'tag', values: tags } })
    return { violations, passed: passes.length }
  })
  expect(passed, 'rules that found something to look at').toBeGreaterThan(10)
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${where}: ${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary ?? ''}`,
    ),
  )
}

test('dark and light are chosen, look different and outlive a reload', async ({ openWindow }) => {
  const page = await openWindow()
  await chooseTheme(page, 'Dark')
  const dark = await groundOf(page)
  await chooseTheme(page, 'Light')
  const light = await groundOf(page)
  expect(light).not.toBe(dark)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Propscope' })).toBeVisible()
  expect(await groundOf(page)).toBe(light)
  await chooseTheme(page, 'Dark')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Propscope' })).toBeVisible()
  expect(await groundOf(page)).toBe(dark)
})

test('in a narrow window the details cover the list, and there is a way back', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  await page.setViewportSize({ width: 700, height: 700 })
  const { url } = await askPage(shop.origin, marked('/product/7'))
  await openDetails(page, url)
  const [over, list] = await Promise.all([details(page).boundingBox(), timeline(page).boundingBox()])
  expect(over?.width).toBeGreaterThan(690)
  expect(over?.y).toBeLessThanOrEqual(list?.y ?? 0)
  for (const name of ['Props', 'Cache', 'Request', 'Response', 'Summary']) {
    await openTab(page, name)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
  await page.getByRole('button', { name: 'Back to the timeline' }).click()
  await expect(details(page)).toHaveCount(0)
  await rows(page, url).click()
  await expect(details(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(details(page)).toHaveCount(0)
  await expect(timeline(page)).toBeFocused()
})

for (const theme of ['Light', 'Dark'] as const) {
  test(`no accessibility violation in the ${theme.toLowerCase()} theme`, async ({
    openWindow,
    openAttached,
    target,
  }) => {
    const shop = await target({ name: 'shop', mode: 'dev' })
    const connect = await openWindow()
    await connect.emulateMedia({ reducedMotion: 'reduce' })
    await chooseTheme(connect, theme)
    await expect(listed(connect, shop.pid)).toBeVisible()
    const found = await violations(connect, 'connect')
    const box = connect.getByRole('textbox', { name: 'Server to attach to' })
    // No number: that of a process may have a Next server below it.
    await box.fill('no such server')
    await box.press('Enter')
    await expect(connect.getByRole('alert')).toBeVisible()
    found.push(...(await violations(connect, 'connect, failed')))

    const page = await openAttached(shop)
    await chooseTheme(page, theme)
    found.push(...(await violations(page, 'timeline, empty')))
    const urls = ['/product/7', '/cases/throw', '/old-sale', '/cases/missing', '/cases/lost'].map(marked)
    for (const url of urls) await askPage(shop.origin, url)
    await expect(rows(page)).toHaveCount(urls.length)
    found.push(...(await violations(page, 'timeline')))
    for (const [url, tabs] of [
      [urls[0], ['Summary', 'Props', 'Cache', 'Request', 'Response']],
      [urls[1], ['Summary', 'Error']],
      [urls[4], ['Props']],
    ] as const) {
      await openDetails(page, url ?? '')
      for (const tab of tabs) {
        await openTab(page, tab)
        if (tab === 'Props') await expect(page.getByRole('treeitem').first()).toBeVisible()
        found.push(...(await violations(page, `${url}, ${tab}`)))
      }
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    found.push(...(await violations(page, 'keys')))
    expect(found.join('\n')).toBe('')
  })
}
