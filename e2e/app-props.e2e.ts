import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { askPage, marked } from './harness/page-truth.ts'
import { startRecordingWith } from './harness/propscope.ts'
import { openDetails, openTab, rows } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

const view = (page: Page, name: string) =>
  page.getByRole('group', { name: 'View of the props' }).getByRole('button', { name })
const box = (page: Page) => page.getByRole('textbox', { name: 'Find in these props' })
const chosen = (page: Page) => page.getByRole('region', { name: 'Chosen value' }).locator('code')

/** Of the product that the page shows. */
function named(props: Readonly<Record<string, unknown>> | null): unknown {
  return (props?.['product'] as Record<string, unknown> | undefined)?.['name']
}

test('the props of a real page: found, weighed, copied as a type, and compared with another request', async ({
  openAttached,
  target,
}, info) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const other = await askPage(shop.origin, marked('/product/8'))
  const { url, props } = await askPage(shop.origin, marked('/product/7'))
  const product = props?.['product'] as Record<string, unknown>
  await openDetails(page, url)
  const panel = await openTab(page, 'Props')
  const tree = panel.getByRole('tree', { name: 'Props' })
  await expect(tree.getByRole('treeitem').first()).toBeVisible()

  await page.keyboard.press('ControlOrMeta+F')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type(String(product['name']))
  await expect(chosen(page)).toHaveText('product.name')
  await expect(tree.locator('mark').first()).toHaveText(String(product['name']))
  // From the line that is chosen on.
  const keys = Object.keys(product)
  const at = keys.indexOf('name')
  await box(page).fill('path:product.*')
  await expect(panel.getByText(`${at + 1} of ${keys.length}`)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(chosen(page)).toHaveText(`product.${keys[at + 1]}`)
  await box(page).fill('/^(a+)+$/')
  await expect(panel.getByText('Nothing found')).toBeVisible()
  await box(page).fill('/(/')
  await expect(panel.getByText(/not understood/)).toBeVisible()

  await box(page).fill(String(product['name']))
  await panel.getByRole('button', { name: 'Find in all exchanges' }).click()
  const everywhere = panel.getByRole('region', { name: 'Found in all exchanges' })
  await expect(everywhere.getByRole('button', { name: /product\.name/ }).first()).toBeVisible()
  await everywhere.getByRole('button', { name: 'Close the list' }).click()

  // The desktop window asks its user for a place, which no test can answer.
  if (info.project.name === 'browser') {
    const saved = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Save to file' }).click()
    const file = await saved
    expect(file.suggestedFilename()).toBe('props-product-name.json')
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toBe(product['name'])
  }

  await view(page, 'Largest').click()
  await expect(panel.getByText(/ compressed\. What a value costs/)).toBeVisible()
  await view(page, 'Map').click()
  // By keyboard: the parts in it lie above its middle.
  await panel.getByRole('button', { name: /^product:/ }).press('Enter')
  await expect(chosen(page)).toHaveText('product')

  await view(page, 'Compare with').click()
  await panel.getByRole('button', { name: new RegExp(other.url.split('e2e=')[1] ?? '-') }).click()
  const differences = panel.getByRole('list', { name: 'Differences' })
  const line = differences.getByRole('button', { name: /product\.name/ })
  await expect(line).toContainText(String(named(other.props)))
  await line.click()
  await expect(chosen(page)).toHaveText('product.name')
  await panel.getByRole('textbox', { name: 'Paths to ignore' }).fill('product.**')
  await expect(line).toHaveCount(0)
  await expect(panel.getByText(/ignored difference/)).toBeVisible()
})

test('100 MB of props of a real Next server: the tree, its end, a search to the end', async ({
  openAttached,
  target,
}) => {
  const cases = await target({ name: 'next16', mode: 'dev' })
  const page = await openAttached(cases)
  const url = marked('/large?kb=100000')
  const { status } = await askPage(cases.origin, url)
  expect(status).toBe(200)
  await expect(rows(page, url)).toHaveCount(1)
  await openDetails(page, url)
  const panel = await openTab(page, 'Props')
  const tree = panel.getByRole('tree', { name: 'Props' })
  await expect(tree.getByRole('treeitem').first()).toBeVisible({ timeout: 60_000 })
  await expect(panel).toContainText('100,000,010 bytes, 1 key')
  await tree.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('treeitem', { name: '[90,000 … 99,999]' })).toBeVisible()
  await box(page).fill('199999')
  await expect(chosen(page)).toHaveText('rows[99999][0]', { timeout: 20_000 })
  await expect(tree.locator('mark')).toHaveText('199999')
})

test('record --budget exits 1 with a table where a page is over, and 0 where none is', async ({ target }, info) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const file = join(info.outputPath(), 'budgets.json')
  const over = { page: '/product/[id]', props: '1 kB', call: '60 s' }
  await writeFile(file, JSON.stringify({ budgets: [over] }))
  const strict = await startRecordingWith(['--attach', shop.origin, '--budget', file, '--count', '1'])
  await askPage(shop.origin, marked('/product/7'))
  expect(await strict.child.exit).toBe(1)
  expect(strict.child.stderr).toMatch(/\/product\/\[id\] +props +\d[\d.]* kB +1\.0 kB +1 +OVER/)
  expect(strict.child.stderr).toMatch(/\/product\/\[id\] +call .* ok/)

  await writeFile(file, JSON.stringify({ budgets: [{ ...over, props: '10 MB' }] }))
  const easy = await startRecordingWith(['--attach', shop.origin, '--budget', file, '--count', '1'])
  await askPage(shop.origin, marked('/product/7'))
  expect(await easy.child.exit).toBe(0)
})
