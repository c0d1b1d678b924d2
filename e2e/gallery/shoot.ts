import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import axe from 'axe-core'
import { buildRenderer } from './build.ts'
import { SCENES } from './scenes.ts'
import { serveScene } from './serve.ts'

/** Words of the command line: scenes, themes, widths; none of a sort means all of it. `axe` also checks each. */
const words = process.argv.slice(2)
const THEMES = (['dark', 'light'] as const).filter(
  theme => words.includes(theme) || !words.some(word => word === 'dark' || word === 'light'),
)
const SIZES = [
  { width: 1440, height: 860 },
  { width: 1024, height: 700 },
  { width: 700, height: 900 },
  { width: 2560, height: 1300 },
].filter(({ width }) => words.includes(String(width)) || !words.some(word => /^\d+$/.test(word)))
const OUT = join(tmpdir(), 'gallery')

async function detailsOf(page: Page, text: string, tab: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: text }).first().click()
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
}

/** The props of the first row, by one of the views of them. */
async function propsOf(page: Page, view: string | null): Promise<void> {
  await detailsOf(page, '/product/7', 'Props')
  await page.getByRole('treeitem').first().click()
  if (view !== null)
    await page.getByRole('group', { name: 'View of the props' }).getByRole('button', { name: view }).click()
}

async function comparePropsOf(page: Page): Promise<void> {
  await propsOf(page, 'Compare with')
  await page
    .getByRole('button', { name: /product/ })
    .last()
    .click()
  await page.getByRole('list', { name: 'Differences' }).waitFor()
}

/** What is done in a scene before its picture is taken. */
const STEPS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  details: async page => {
    await page.getByRole('row', { name: '/product/7?ref=home' }).first().click()
    await page.getByRole('complementary', { name: 'Details' }).waitFor()
  },
  'explain-summary': page => detailsOf(page, '/product/7', 'Summary'),
  'explain-calls': async page => {
    await detailsOf(page, '/product/7', 'Calls')
    await page.getByRole('button', { name: '/products/7', expanded: false }).first().click()
  },
  'explain-audit': async page => {
    await detailsOf(page, '/product/7', 'Calls')
    await page.getByRole('region', { name: 'Looked at' }).scrollIntoViewIfNeeded()
  },
  'explain-cache': page => detailsOf(page, '/product/7', 'Cache'),
  'explain-error': page => detailsOf(page, '/product/7', 'Error'),
  'explain-lost': async page => {
    await detailsOf(page, '/product/7', 'Props')
    await page.getByText('Lost on the way through JSON').scrollIntoViewIfNeeded()
  },
  'explain-caused': async page => {
    await page.getByRole('row').filter({ hasText: '/product/7' }).first().click()
    await page.getByRole('tab', { name: /^Calls/ }).click()
    await page.getByRole('button', { name: '/api/item' }).click()
    await page.getByRole('button', { name: 'Open the request that it caused here' }).click()
  },
  'props-tree': page => propsOf(page, null),
  'props-map': page => propsOf(page, 'Map'),
  'props-largest': page => propsOf(page, 'Largest'),
  'props-repeated': page => propsOf(page, 'Repeated'),
  'props-compare': comparePropsOf,
  'props-find': async page => {
    await propsOf(page, null)
    await page.getByRole('textbox', { name: 'Find in these props' }).fill('lamp')
    await page.getByRole('button', { name: 'Find in all exchanges' }).click()
  },
  'props-hostile': async page => {
    await propsOf(page, null)
    await page.getByRole('treeitem').nth(12).click()
  },
  'props-hostile-map': page => propsOf(page, 'Map'),
  'props-hostile-largest': page => propsOf(page, 'Largest'),
  'props-hostile-compare': comparePropsOf,
  'tap-off': async page => {
    await page.getByRole('button', { name: /^Tap/ }).click()
    await page.getByRole('dialog').getByText('http://localhost:4000').waitFor()
  },
  'tap-opening': async page => page.getByRole('button', { name: /^Tap/ }).click(),
  'tap-open': async page => page.getByRole('button', { name: /^Tap/ }).click(),
  'tap-down': async page => page.getByRole('button', { name: /^Tap/ }).click(),
  'tap-failed': async page => page.getByRole('button', { name: /^Tap/ }).click(),
  'tap-port': async page => {
    await page.getByRole('button', { name: /^Tap/ }).click()
    await page.getByRole('textbox', { name: 'Port of the tap' }).fill('4001')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
  },
  'tap-details': page => detailsOf(page, '/product/7?ref=home', 'Summary'),
  'tap-wire': page => detailsOf(page, '/product/7?ref=home', 'Wire'),
  'tap-keys': async page => page.keyboard.press('?'),
  'tap-ledger': async page => {
    await detailsOf(page, '/product/7?ref=home', 'Wire')
    await page.getByRole('region', { name: 'Where the bytes are' }).scrollIntoViewIfNeeded()
  },
  'tap-down-row': page => detailsOf(page, 'no server', 'Summary'),
  'tap-headers': page => detailsOf(page, '/product/7?ref=home', 'Response'),
  'tap-skew': page => detailsOf(page, 'stale tab', 'Summary'),
  'tap-unseen': page => detailsOf(page, '/product/7?ref=home', 'Wire'),
  'tap-nasty': page => detailsOf(page, '/search', 'Wire'),
  'connect-tapped': async page => page.getByRole('button', { name: 'Attach…' }).click(),
  'connect-tap-failed': async page => {
    await page.getByRole('textbox', { name: 'Address to tap' }).fill('10.0.0.5:3000')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
  },
  'far-menu': async page => page.keyboard.press('s'),
  'far-details': page => detailsOf(page, '/product/7?ref=home', 'Summary'),
  'servers-menu': async page => page.keyboard.press('s'),
  'servers-one': async page => {
    await page.keyboard.press('2')
    await page.keyboard.press('s')
  },
  'servers-tap': async page => page.getByRole('button', { name: /^Tap/ }).click(),
  'servers-test': async page => page.getByRole('button', { name: 'Send a test request' }).click(),
  filtered: async page => page.getByRole('combobox', { name: 'Filter' }).fill('nothing has this'),
  live: async page => {
    await page.getByRole('row', { name: 'running' }).first().waitFor()
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length > 4)
  },
}

/** Says what a screen reader or weak eyes would stumble over. */
async function check(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const run: typeof axe.run = Reflect.get(globalThis, 'axe').run
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']
    const { violations } = await run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
  for (const one of found) console.log(`${where}: ${one}`)
}

async function shoot(browser: Browser, files: string, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    for (const viewport of SIZES) {
      const host = await serveScene(name, files)
      const context = await browser.newContext({ viewport, colorScheme })
      const page = await context.newPage()
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') console.log(`${name}: ${message.text()}`)
      })
      page.on('pageerror', error => console.log(`${name}: ${error.stack}`))
      await page.goto(host.link())
      await page.locator('main, h2').first().waitFor()
      host.play()
      await STEPS[name]?.(page)
      // What is throttled (axis, overview) has come to rest; there is no state to wait on in a picture.
      await page.waitForTimeout(700)
      if (words.includes('axe')) await check(page, `${name} ${colorScheme} ${viewport.width}`)
      await page.screenshot({ path: `${OUT}/${name}-${colorScheme}-${viewport.width}.png` })
      await context.close()
      await host.close()
    }
  }
}

await mkdir(OUT, { recursive: true })
const files = await buildRenderer(join(tmpdir(), 'gallery-build'))
const browser = await chromium.launch({
  executablePath: process.env['PROPSCOPE_CHROMIUM'] ?? '/usr/bin/chromium',
  chromiumSandbox: false,
  args: ['--disable-background-networking'],
})
const wanted = words.filter(word => word in SCENES)
for (const name of wanted.length > 0 ? wanted : Object.keys(SCENES)) await shoot(browser, files, name)
await browser.close()
process.exit(0)
