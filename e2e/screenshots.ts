import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { ROOT } from './harness/child.ts'
import { openApp } from './harness/propscope.ts'
import { startTarget, type Target } from './harness/target.ts'

/** `npm run screenshots`: the README's pictures, taken of the real app attached to the real demo shop. */
const FOLDER = join(ROOT, 'e2e', 'screenshots')
const SIZE = { width: 1440, height: 860 }

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const executablePath = process.env['PROPSCOPE_CHROMIUM']
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking'],
  })
  const shop = await startTarget({ name: 'shop', mode: 'dev' })
  try {
    for (const theme of ['dark', 'light'] as const) await shoot(browser, shop, theme)
  } finally {
    await browser.close()
    await shop.end()
  }
}

async function shoot(browser: Browser, shop: Target, theme: 'dark' | 'light'): Promise<void> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: theme, deviceScaleFactor: 1 })
  const page = await context.newPage()
  const app = await openApp(page)
  const save = (name: string) => page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`) })
  await page
    .getByRole('button', { name: /^Attach/ })
    .first()
    .waitFor()
  await save('connect')
  await page.getByRole('textbox').first().fill(shop.origin)
  await page.keyboard.press('Enter')
  await page
    .getByText(/pid \d+/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Tap off' }).click()
  const panel = page.getByRole('dialog', { name: 'The tap' })
  const tap = await panel
    .getByText(/^http:\/\/localhost:\d+$/)
    .first()
    .innerText()
  await page.keyboard.press('Escape')
  await browse(await context.newPage(), tap)

  await select(page, '/product/7')
  await save('main')
  await page.getByRole('tab', { name: /^Props/ }).click()
  await page.getByRole('treeitem').first().click()
  await save('props')
  await select(page, '/product/7')
  await page.getByRole('tab', { name: /^Wire/ }).click()
  await page.getByRole('region', { name: 'Where the bytes are' }).scrollIntoViewIfNeeded()
  await save('wire')
  await page.getByRole('button', { name: /^Tap :/ }).click()
  await panel.waitFor()
  await save('tap')
  await page.keyboard.press('Escape')
  await select(page, '/cases/throw')
  await page.getByRole('tab', { name: /^Error/ }).click()
  await save('error')
  await context.close()
  await app.end()
}

async function select(page: Page, text: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: text }).first().click()
  await page.getByRole('tab', { name: 'Summary' }).click()
}

/** A visitor's walk through the shop, with client transitions. */
async function browse(page: Page, origin: string): Promise<void> {
  const visit = async (path: string) => {
    await page.goto(origin + path, { waitUntil: 'networkidle' })
  }
  await visit('/')
  await visit('/products')
  await page.locator('a[href^="/product/"]').first().click()
  await page.waitForURL(/\/product\//)
  for (const path of [
    '/product/7',
    '/search?q=lamp',
    '/account',
    '/cases/throw',
    '/cases/large',
    '/old-sale',
    '/cases/missing',
    '/cases/sequential',
    '/cases/lost',
    '/product/12',
    '/about',
  ]) {
    await visit(path)
  }
  await page.close()
}

await main()
