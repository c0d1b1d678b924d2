import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { ROOT } from '../harness/child.ts'
import { details, openTab, rows, timeline } from '../harness/view.ts'
import { serveScene } from './serve.ts'

/** The tap on the screen, with a backend that plays: every state of it, whatever real servers do. */
const test = base.extend<{ readonly open: (scene: string) => Promise<Page> }>({
  open: async ({ page }, use) => {
    const ending: (() => Promise<void>)[] = []
    const broken: string[] = []
    page.on('pageerror', error => broken.push(String(error.stack)))
    await use(async scene => {
      const host = await serveScene(scene, join(ROOT, 'out', 'renderer'))
      ending.push(() => host.close())
      await page.goto(host.link())
      return page
    })
    await page.close()
    for (const end of ending) await end()
    expect(broken, 'uncaught errors of the page').toEqual([])
  },
})

const chip = (page: Page) => page.getByRole('button', { name: /^Tap (off|opening|failed|:\d+)/ })
const panel = (page: Page) => page.getByRole('dialog', { name: 'The tap' })
const portField = (page: Page) => panel(page).getByRole('textbox', { name: 'Port of the tap' })

test('one key turns the tap on and shows where it is; Escape gives the focus back', async ({ open }) => {
  const page = await open('tap-off')
  await expect(chip(page)).toHaveText('Tap off')
  await timeline(page).focus()
  await page.keyboard.press('t')
  await expect(chip(page)).toHaveText('Tap :4000')
  await expect(panel(page)).toContainText('http://localhost:4000')
  await expect(panel(page)).toContainText('none so far')
  // The first Tab from the panel itself reaches its first control.
  await page.keyboard.press('Tab')
  await expect(panel(page).getByRole('button', { name: 'Copy the tap’s address' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(chip(page)).toBeFocused()
})

test('one click turns it on, the panel moves it and turns it off', async ({ open }) => {
  const page = await open('tap-off')
  await chip(page).click()
  await expect(chip(page)).toHaveText('Tap :4000')
  await portField(page).fill('4100')
  await page.keyboard.press('Enter')
  await expect(chip(page)).toHaveText('Tap :4100')
  await expect(portField(page)).toHaveValue('4100')
  await panel(page).getByRole('button', { name: 'Turn off' }).click()
  await expect(panel(page)).toHaveCount(0)
  await expect(chip(page)).toHaveText('Tap off')
})

test('a port that cannot be had is refused at its field, with what to do', async ({ open }) => {
  const page = await open('tap-port')
  await chip(page).click()
  for (const [typed, said] of [
    ['0', 'from 1 to 65535'],
    ['4x', 'from 1 to 65535'],
    ['3000', 'the server’s own. Take another one'],
    ['4001', 'held by process 5511 (node proxy.js). Choose another port'],
  ] as const) {
    await portField(page).fill(typed)
    await expect(panel(page).getByRole('alert')).toHaveCount(0)
    await page.keyboard.press('Enter')
    await expect(panel(page).getByRole('alert')).toContainText(said)
    await expect(portField(page)).toHaveAttribute('aria-invalid', 'true')
    await expect(portField(page)).toHaveAccessibleDescription(new RegExp(said.slice(0, 20).replace(/[()]/g, '\\$&')))
  }
  await expect(chip(page)).toHaveText('Tap :4000')
})

test('says calmly that the server does not answer', async ({ open }) => {
  const page = await open('tap-down')
  await expect(chip(page)).toContainText('no answer')
  await chip(page).click()
  await expect(panel(page)).toContainText('The server does not answer (ECONNREFUSED). The tap stays open')
  await expect(panel(page).getByRole('alert')).toHaveCount(0)
})

test('taps a remote server from the connect screen, with a way to attach and a way back', async ({ open }) => {
  const page = await open('connect')
  const address = page.getByRole('textbox', { name: 'Address to tap' })
  await address.fill('ws://10.0.0.5:9229')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('http and https only')
  await address.fill('10.0.0.5:3000/product/7')
  await page.keyboard.press('Enter')
  const header = page.getByRole('region', { name: 'Only the wire is seen' })
  await expect(header).toContainText('http://10.0.0.5:3000')
  await expect(timeline(page)).toBeVisible()
  await header.getByRole('button', { name: 'Attach…' }).click()
  await expect(page.getByText('10.0.0.5:3000.')).toBeVisible()
  await page.getByRole('button', { name: 'Back to the timeline' }).click()
  await expect(header).toBeVisible()
})

test('offers the tap where a server cannot be attached', async ({ open }) => {
  const page = await open('connect')
  await page.getByRole('button', { name: 'Tap it instead: intranet' }).click()
  await expect(page.getByRole('region', { name: 'Only the wire is seen' })).toContainText('http://localhost:8080')
})

test('rows say who saw them and why they were made; those of one navigation are marked together', async ({ open }) => {
  const page = await open('tap-visit')
  const first = rows(page, '/product/3')
  await expect(first).toContainText('both')
  await expect(first.getByRole('img', { name: 'Prefetch' })).toBeVisible()
  await expect(rows(page, 'no server')).toHaveCount(2)
  await expect(rows(page, 'stale tab')).toHaveCount(1)
  const ground = (text: string) =>
    rows(page, text)
      .first()
      .evaluate(row => getComputedStyle(row).backgroundColor)
  const plain = await ground('/health')
  expect(await ground('/product/4')).toBe(plain)
  await first.click()
  expect(await ground('/product/4')).not.toBe(plain)
  expect(await ground('/sitemap')).toBe(plain)
  const parts = details(page).getByRole('region', { name: 'Navigation' }).getByRole('listitem')
  await expect(parts).toHaveCount(3)
  await parts.last().getByRole('button').click()
  await expect(details(page).getByRole('heading', { level: 2 })).toContainText('/product/4.json')
})

test('the filter keeps rails and marks', async ({ open }) => {
  const page = await open('tap-visit')
  await page.getByRole('combobox', { name: 'Filter' }).fill('prefetch both')
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('combobox', { name: 'Filter' }).fill('stale tab')
  await expect(rows(page)).toHaveCount(1)
})

for (const width of [700, 1024, 1440, 2560]) {
  test(`nothing is wider than a window of ${width}`, async ({ open }) => {
    for (const scene of ['tap-down', 'wire-down', 'tap-nasty', 'connect']) {
      const page = await open(scene)
      await page.setViewportSize({ width, height: 800 })
      await page.locator('main').waitFor()
      const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(await over(), scene).toBeLessThanOrEqual(0)
      if (scene !== 'tap-nasty') continue
      await rows(page).first().click()
      for (const tab of ['Wire', 'Response', 'Request', 'Summary']) {
        const shown = await openTab(page, tab)
        expect(await shown.evaluate(element => element.scrollWidth - element.clientWidth), tab).toBeLessThanOrEqual(0)
        expect(await over(), tab).toBeLessThanOrEqual(0)
      }
    }
  })
}
