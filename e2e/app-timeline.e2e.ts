import prettyBytes from 'pretty-bytes'
import { askPage, marked, propsOf } from './harness/page-truth.ts'
import { spread, whenFinished } from './harness/time-to-screen.ts'
import { card, cell, counted, details, factOf, kindChip, msOf, readRow, rows, timeline } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

/** The list of requests, against what the server really answered to a visitor. */
test('a visitor’s clicks appear as rows: documents and client transitions, with the true sizes', async ({
  openAttached,
  target,
  browser,
}) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const visitor = await browser.newPage()
  const answered = (wanted: (path: string) => boolean) =>
    visitor.waitForResponse(response => wanted(new URL(response.url()).pathname))

  const start = marked('/')
  const document_ = await visitor.goto(shop.origin + start)
  const data = answered(path => path.startsWith('/_next/data/') && path.includes('/product/'))
  await visitor.locator('a[href^="/product/"]').first().click()
  await visitor.waitForURL(/\/product\/\d+$/)
  const productPath = new URL(visitor.url()).pathname
  const about = answered(path => path.endsWith('/about') || path.includes('/about.js'))
  await visitor.getByRole('link', { name: 'About us' }).click()
  await about

  const documentRow = await readRow(page, start)
  expect(documentRow['Kind']).toBe('doc')
  expect(documentRow['Page']).toBe('/')
  expect(documentRow['URL']).toBe(start)
  expect(documentRow['Status']).toBe(String(document_?.status()))
  const whole = propsOf((await document_?.text()) ?? '')
  expect(documentRow['Props']).toBe(prettyBytes(whole.propsBytes ?? 0, { locale: 'en-US' }))
  expect(msOf(documentRow['Call'] ?? '')).toBeGreaterThan(0)
  expect(msOf(documentRow['Call'] ?? '')).toBeLessThanOrEqual(msOf(documentRow['Total'] ?? ''))

  const dataRow = await readRow(page, productPath)
  expect(dataRow['Kind']).toBe('data')
  expect(dataRow['Page']).toBe('/product/[id]')
  // Next repeats the params in the query of its data requests, and the row does not.
  const { search } = new URL((await data).url())
  expect(search).toBe(`?id=${productPath.slice('/product/'.length)}`)
  expect(dataRow['URL']).toBe(productPath)
  expect(dataRow['Status']).toBe('200')
  const transition = propsOf(await (await data).text())
  expect(dataRow['Props']).toBe(prettyBytes(transition.propsBytes ?? 0, { locale: 'en-US' }))
  // `next dev` overwrites what the page declares.
  await expect((await cell(rows(page, productPath), 'Cache')).locator('s')).toHaveText('s-maxage=10')

  await visitor.goto(shop.origin + productPath)
  await visitor.getByRole('button', { name: 'Put into the cart' }).click()
  await visitor.waitForURL(`${shop.origin}/cart`)
  await expect(rows(page, '/cart')).toHaveCount(1)
  const kinds = await Promise.all((await rows(page).all()).map(async row => (await cell(row, 'Kind')).innerText()))
  expect([...new Set(kinds)].sort()).toEqual(['data', 'doc'])
  await visitor.close()

  const { shown, all } = await counted(page)
  expect(all).toBeGreaterThan(shown)
  await kindChip(page, 'api').click()
  await expect(rows(page, '/api/cart')).toHaveCount(1)
  const apiRow = await readRow(page, '/api/cart')
  expect([apiRow['Kind'], apiRow['Status'], apiRow['Call'], apiRow['Props']]).toEqual(['api', '303', '–', '–'])
  expect(apiRow['URL']).toMatch(/^POST \/api\/cart/)
  await expect(rows(page, '/_next/static/')).toHaveCount(0)
  await kindChip(page, 'asset').click()
  await expect(kindChip(page, 'asset')).toHaveAttribute('aria-pressed', 'true')
  await expect(rows(page, '/_next/static/').first()).toContainText('asset')
  await kindChip(page, 'asset').click()
  await kindChip(page, 'api').click()
  await expect.poll(() => counted(page).then(now => now.shown)).toBe(shown)
})

test('a request that runs says so, and becomes a finished row', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  await askPage(shop.origin, '/cases/slow?ms=1')
  const page = await openAttached(shop)
  // Long enough to be looked at while it runs, also where the machine is busy.
  const url = marked('/cases/slow?ms=6000')
  const asked = askPage(shop.origin, url)
  const row = rows(page, url)
  await expect(row).toHaveText(/^running/)
  await expect(await cell(row, 'Call')).toHaveText(/^[\d.]+ (ms|s)…$/)
  await expect(await cell(row, 'Total')).toHaveText('–')
  await expect(await cell(row, 'Status')).toHaveText('–')
  // What runs for a while moves, unless less motion is wanted.
  const moving = () => page.evaluate(() => document.getAnimations().length)
  await expect.poll(moving).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect.poll(moving).toBe(0)
  await page.emulateMedia({ reducedMotion: null })
  await row.click()
  await expect(card(page, 'Outcome')).toContainText('getServerSideProps is still running')
  await expect(factOf(details(page), 'getServerSideProps')).toContainText('so far')
  const truth = await asked
  await expect(card(page, 'Outcome')).toContainText('Props returned')
  await expect(factOf(details(page), 'Status')).toHaveText('200 OK')
  const finished = await readRow(page, url)
  // A call that long is a finding.
  await expect(row).toHaveText(/^(ok|warning)/)
  expect(finished['Status']).toBe('200')
  expect(msOf(finished['Call'] ?? '')).toBeGreaterThanOrEqual(5990)
  expect(msOf(finished['Call'] ?? '')).toBeLessThanOrEqual(truth.tookMs + 10)
})

test('a row is on screen soon after its request has ended', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  await askPage(shop.origin, '/product/3')
  const page = await openAttached(shop)
  const late: number[] = []
  for (let n = 0; n < 15; n++) {
    const url = marked('/product/3')
    const seen = whenFinished(page, url)
    await askPage(shop.origin, url)
    const ended = performance.timeOrigin + performance.now()
    late.push((await seen) - ended)
  }
  const { words, longest } = spread(late)
  console.log(`a finished request is painted after its end: ${words} (${late.length} requests)`)
  expect(longest).toBeLessThan(2000)
})

test('what came while paused does not appear; clear empties the list and the details', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const [before, paused, after] = [marked('/search?q=oak'), marked('/search?q=oak'), marked('/search?q=oak')]
  await askPage(shop.origin, before)
  await expect(rows(page, before)).toHaveCount(1)
  await page.getByRole('button', { name: 'Pause recording' }).click()
  const resume = page.getByRole('button', { name: 'Resume recording' })
  await expect(resume).toHaveText('Paused')
  await askPage(shop.origin, paused)
  await resume.click()
  await expect(page.getByRole('button', { name: 'Pause recording' })).toBeVisible()
  // The one after it is there: so the one before it will not come any more.
  await askPage(shop.origin, after)
  await expect(rows(page, after)).toHaveCount(1)
  await expect(rows(page, paused)).toHaveCount(0)
  await expect(rows(page, before)).toHaveCount(1)

  await rows(page, before).click()
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(rows(page)).toHaveCount(0)
  await expect(page.getByRole('complementary', { name: 'Details' })).toHaveCount(0)
  await expect(page.getByRole('contentinfo')).toContainText('0 exchanges')
  await expect(page.getByRole('heading', { name: 'Listening to lumen-and-oak' })).toBeVisible()
  const later = marked('/search?q=wool')
  await askPage(shop.origin, later)
  await expect(rows(page, later)).toHaveCount(1)
  await page.reload()
  await expect(rows(page, later)).toHaveCount(1)
  await expect(rows(page)).toHaveCount(1)
  await expect(timeline(page)).toHaveAttribute('aria-rowcount', '2')
})

test('a navigation is folded into its first row and opened again; the palette goes to pages and tabs', async ({
  openAttached,
  target,
  browser,
}) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  await page.setViewportSize({ width: 1440, height: 620 })
  await kindChip(page, 'asset').click()
  const visitor = await browser.newPage()
  const start = marked('/about')
  await visitor.goto(shop.origin + start, { waitUntil: 'load' })
  await visitor.close()
  const scripts = rows(page, '/_next/static/')
  await expect(scripts.nth(2)).toBeVisible()
  await expect.poll(async () => (await counted(page)).shown).toBe(await rows(page).count())
  const before = await rows(page).count()

  await scripts.first().click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowLeft')
  await expect(scripts).toHaveCount(0)
  await expect(rows(page, start)).toHaveAttribute('aria-selected', 'true')
  const mark = rows(page, start).getByText(/^\+ \d+ ▸$/)
  await mark.click()
  await expect(rows(page)).toHaveCount(before)
  await expect(details(page)).toHaveCount(0)
  await page.keyboard.press('ArrowLeft')
  await expect(mark).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(rows(page)).toHaveCount(before)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('go to page about')
  await page.keyboard.press('Enter')
  await expect(details(page).getByRole('heading', { level: 2 }).first()).toContainText(start)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('show the response')
  await page.keyboard.press('Enter')
  await expect(details(page).getByRole('tab', { name: 'Response' })).toHaveAttribute('aria-selected', 'true')
})
