import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './harness/child.ts'
import { askPage, marked } from './harness/page-truth.ts'
import { card, cell, details, factOf, msOf, openDetails, openTab, readRow, rows, tableOf } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

const SHOP = join(ROOT, 'e2e/targets/shop')
const DECLARED = 'public, s-maxage=10, stale-while-revalidate=59'
/** The server’s own “finished” comes after the client has all, and later where the server is busy (a page that compiles). */
const LATE_MS = 250
const exactBytes = (bytes: number) => `${bytes.toLocaleString('en-US')} bytes`

/** The line, from 1, of a shop file that holds this text. */
function lineOf(file: string, text: string): number {
  const lines = readFileSync(join(SHOP, file), 'utf8').split('\n')
  const found = lines.findIndex(line => line.includes(text))
  if (found < 0) throw new Error(`${file} has no line with ${text}`)
  return found + 1
}

/** The details of one request, against the answer that the client got and the source of the page. */
test('a product page: figures, phases, cache, params, headers and body are those of the answer', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const truth = await askPage(shop.origin, marked('/product/7?q=a%20b&tag=x&tag=y'))
  const pane = await openDetails(page, truth.url)
  const { propsBytes, body, headers } = truth
  if (propsBytes === null) throw new Error('the shop gave no props')

  await expect(pane.getByRole('heading', { level: 2 })).toHaveText(`GET ${truth.url}`)
  await expect(factOf(pane, 'Status').first()).toHaveText('200 OK')
  const [call, whole] = await Promise.all(
    ['getServerSideProps', 'Whole request'].map(async name => msOf(await factOf(pane, name).innerText())),
  )
  expect(call).toBeGreaterThan(0)
  expect(whole).toBeGreaterThanOrEqual(call ?? 0)
  expect(whole).toBeLessThanOrEqual(truth.tookMs + LATE_MS)
  await expect(factOf(pane, 'Props').locator('span')).toHaveAttribute('title', exactBytes(propsBytes))
  // Counted as they stand in the document, where escaping makes them a little longer than their JSON.
  const share = Number.parseInt(await factOf(pane, 'Of the document').innerText(), 10) / 100
  expect(Math.abs(share - propsBytes / body.length)).toBeLessThanOrEqual(0.015)
  await expect(card(page, 'Outcome')).toContainText('Props returned')

  const phases = await tableOf(card(page, 'Phases'))
  expect(phases.map(([name]) => name)).toEqual(['compile', 'getServerSideProps', 'render', 'send'])
  expect(msOf(phases[1]?.at(-1) ?? '')).toBe(call)
  const brief = await card(page, 'Props').getByRole('listitem').allTextContents()
  expect(brief.map(line => /^[a-zA-Z]+?(?=\d)/.exec(line)?.[0]).sort()).toEqual(Object.keys(truth.props ?? {}).sort())

  const cache = card(page, 'Cache-Control')
  await expect(factOf(cache, 'Declared')).toHaveText(DECLARED)
  await expect(factOf(cache, 'Sent')).toHaveText(String(headers['cache-control']))
  await expect(factOf(cache, 'In production')).toHaveText(DECLARED)
  expect(headers['cache-control']).not.toBe(DECLARED)
  const [setHeader, ...more] = await tableOf(card(page, 'Headers set inside the call'))
  expect([setHeader?.slice(1), more]).toEqual([['cache-control', DECLARED], []])
  expect((await tableOf(card(page, 'Params and query'))).map(line => line.join(' ')).sort()).toEqual(
    ['param id 7', 'query q a b', 'query tag x\ny', `query e2e ${truth.url.split('e2e=')[1]}`].sort(),
  )
  const where = card(page, 'Where and when')
  await expect(factOf(where, 'Page')).toHaveText('/product/[id]')
  await expect(factOf(where, 'Server')).toHaveText(`${shop.origin}, next dev 16.4.6, pid ${shop.pid}`)

  const cacheTab = await openTab(page, 'Cache')
  await expect(cacheTab).toContainText('s-maxage=10')
  const request = await openTab(page, 'Request')
  await expect(factOf(request, 'URL')).toHaveText(truth.url)
  expect(await tableOf(card(page, 'Request headers'))).toContainEqual(['accept', 'text/html'])
  const response = await openTab(page, 'Response')
  await expect(factOf(response, 'Body, decoded')).toContainText(exactBytes(body.length))
  const pairs = truth.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), truth.rawHeaders[index + 1] ?? '']] : [],
  )
  const shown = (await tableOf(card(page, 'Response headers'))).map(([name = '', value]) => [name.toLowerCase(), value])
  // Node itself writes these while the head leaves the process.
  const own = pairs.filter(([name = '']) => !['date', 'connection', 'keep-alive', 'transfer-encoding'].includes(name))
  expect(shown).toEqual(expect.arrayContaining(own))
  expect(await card(page, 'Body').locator('pre').textContent()).toBe(body.toString().slice(0, 16 * 1024))
})

test('the props tree: sizes, keyboard, and a value copied whole', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const { url, props, propsBytes } = await askPage(shop.origin, marked('/product/7'))
  if (props === null || propsBytes === null) throw new Error('the shop gave no props')
  await openDetails(page, url)
  const panel = await openTab(page, 'Props')
  const keys = Object.keys(props)
  await expect(panel).toContainText(`${exactBytes(propsBytes)}, ${keys.length} keys`)
  const tree = panel.getByRole('tree', { name: 'Props' })
  const items = tree.getByRole('treeitem')
  const top = tree.locator('[aria-level="1"]')
  await expect(top).toHaveCount(keys.length)
  for (const [index, key] of keys.entries()) await expect(top.nth(index)).toContainText(new RegExp(`^${key} `))

  await tree.focus()
  await page.keyboard.press('Home')
  const chosen = panel.getByRole('region', { name: 'Chosen value' })
  const product = props['product'] as Record<string, unknown>
  await expect(chosen).toContainText('product')
  await expect(chosen).toContainText(`Object with ${Object.keys(product).length} keys`)
  const wasOpen = (await items.first().getAttribute('aria-expanded')) === 'true'
  if (!wasOpen) await page.keyboard.press('ArrowRight')
  await expect(items.first()).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowLeft')
  await expect(items.first()).toHaveAttribute('aria-expanded', 'false')
  await expect(items.nth(1)).toContainText(keys[1] ?? '')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const [firstKey = ''] = Object.keys(product)
  await expect(chosen.locator('code')).toHaveText(`product.${firstKey}`)
  await page.keyboard.type('nam')
  await expect(chosen.locator('code')).toHaveText('product.name')
  await expect(chosen.locator('pre')).toHaveText(String(product['name']))
  const active = await tree.getAttribute('aria-activedescendant')
  await expect(page.locator(`[id="${active}"]`)).toContainText(`"${product['name']}"`)

  await page.keyboard.press('Home')
  await chosen.getByRole('button', { name: 'Copy value' }).click()
  await expect(chosen.getByRole('button', { name: 'Copied' })).toBeVisible()
  // What was copied is told by pasting it, as a person would.
  await page.getByRole('combobox', { name: 'Filter' }).focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue(JSON.stringify(product))
})

test('values that JSON loses are named, and that Next refused them', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const { url, status } = await askPage(shop.origin, marked('/cases/lost'))
  expect(status).toBe(500)
  const pane = await openDetails(page, url)
  await expect(card(page, 'Outcome')).toContainText('Next refused the props')
  // They are not in the answer, so they are no share of it.
  await expect(factOf(pane, 'Of the document')).toHaveCount(0)
  const panel = await openTab(page, 'Props')
  const lost = await tableOf(card(page, 'Lost on the way through JSON'))
  expect(lost.map(([path, type]) => [path, type])).toEqual([
    ['delivery.from', 'Date'],
    ['delivery.to', 'undefined'],
    ['stock', 'Map'],
    ['discount', 'NaN'],
  ])
  await expect(panel).toContainText('next dev refuses these values with an error.')
  const tree = panel.getByRole('tree', { name: 'Props' })
  await expect(tree.getByRole('treeitem', { name: 'from "2026-11-27T00:00:00.000Z"' })).toBeVisible()
  await expect(tree.getByRole('treeitem', { name: 'discount null' })).toBeVisible()
})

test('under next start the cache header is sent as declared, and what JSON loses goes out without a word', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  const product = await askPage(shop.origin, marked('/product/7'))
  const lossy = await askPage(shop.origin, marked('/cases/lost'))
  expect([product.status, product.headers['cache-control'], lossy.status]).toEqual([200, DECLARED, 200])
  const cached = await readRow(page, product.url)
  expect(cached['Cache']).toBe('s-maxage=10')
  await expect(rows(page, product.url).locator('s')).toHaveCount(0)
  await openDetails(page, product.url)
  for (const name of ['Declared', 'Sent', 'In production'])
    await expect(factOf(card(page, 'Cache-Control'), name)).toHaveText(DECLARED)

  const pane = await openDetails(page, lossy.url)
  await expect(factOf(pane, 'Props').locator('span')).toHaveAttribute('title', exactBytes(lossy.propsBytes ?? 0))
  const panel = await openTab(page, 'Props')
  const lost = card(page, 'Lost on the way through JSON')
  await expect(lost).toContainText('next start sends what JSON makes of these values, without a word.')
  expect((await tableOf(lost)).map(([path]) => path)).toEqual(['delivery.from', 'delivery.to', 'stock', 'discount'])
  await expect(panel.getByRole('tree', { name: 'Props' })).toContainText('2026-11-27T00:00:00.000Z')
})

test('an error: its name, code, message, cause and the frame in the page', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const { url, status } = await askPage(shop.origin, marked('/cases/throw'))
  expect(status).toBe(500)
  await openDetails(page, url)
  await expect(rows(page, url)).toHaveText(/^error/)
  await expect(card(page, 'Outcome')).toContainText('Threw Error: could not load /payments/session')
  await card(page, 'Outcome').getByRole('button', { name: 'Show the error' }).click()
  await expect(details(page).getByRole('tab', { name: /^Error/ })).toHaveAttribute('aria-selected', 'true')
  const thrown = card(page, 'Thrown by getServerSideProps')
  await expect(thrown).toContainText('UPSTREAM_FAILED')
  await expect(thrown.locator('pre').first()).toHaveText('could not load /payments/session')
  const stack = thrown.getByRole('list', { name: 'Stack' })
  const line = lineOf('pages/cases/throw.tsx', "askFor<Record<string, string>>('/payments/session')")
  await expect(stack).toContainText(`pages/cases/throw.tsx:${line}:`)
  await expect(stack).toContainText(`lib/upstream.ts:${lineOf('lib/upstream.ts', 'new Error(`could not load')}:`)
  await expect(card(page, 'Caused by')).toContainText('upstream answered 503')
})

test('a redirect and a notFound say where and why', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const moved = await askPage(shop.origin, marked('/old-sale'))
  const missing = await askPage(shop.origin, marked('/cases/missing'))
  expect([moved.status, moved.headers.location, missing.status]).toEqual([307, '/products?sale=1', 404])

  await openDetails(page, moved.url)
  await expect(rows(page, moved.url)).toHaveText(/^redirect/)
  await expect(card(page, 'Outcome')).toContainText('Redirect to /products?sale=1 (307, temporary)')
  await openDetails(page, missing.url)
  await expect(rows(page, missing.url)).toHaveText(/^not found/)
  await expect(await cell(rows(page, missing.url), 'Status')).toHaveText('404')
  await expect(card(page, 'Outcome')).toContainText('notFound returned: Next shows the 404 page')
  await openTab(page, 'Props')
  await expect(details(page).getByRole('heading', { name: 'No props' })).toBeVisible()
})
