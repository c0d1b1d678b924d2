import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Exchange } from '../shared/exchange.ts'
import { ROOT } from './harness/child.ts'
import { startShopCopy } from './harness/shop-copy.ts'
import { gapsOf } from './harness/tap-truth.ts'
import { expect, type Tapped, test } from './harness/tapped.ts'
import { START_MS } from './harness/target.ts'

/** A real browser that opens the tap's address instead of the server's. */

// By its own name Playwright's Chromium is a bot.
test.use({
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
})

/** Addresses of the documents and data that came over the network, each redirect among them: not those from the browser's cache. */
async function watchAsked(page: Page, tap: Tapped): Promise<string[]> {
  const asked: string[] = []
  const heard = (type: string | undefined, response: { url: string; fromDiskCache?: boolean; status: number }) => {
    const url = new URL(response.url)
    if (url.origin !== tap.origin || response.fromDiskCache) return
    if (type === 'Document' || url.pathname.startsWith('/_next/data/')) asked.push(url.pathname + url.search)
  }
  const session = await page.context().newCDPSession(page)
  session.on('Network.requestWillBeSent', ({ type, redirectResponse }) => {
    if (redirectResponse) heard(type, redirectResponse)
  })
  session.on('Network.responseReceived', ({ type, response }) => heard(type, response))
  await session.send('Network.enable')
  return asked
}

const shownOf = (exchanges: readonly Exchange[]) =>
  exchanges.filter(({ kind }) => kind === 'document' || kind === 'data').sort((a, b) => a.startedAt - b.startedAt)

/** Uncaught errors of the page, and requests of it that failed. */
function watchTrouble(page: Page): string[] {
  const trouble: string[] = []
  page.on('pageerror', error => trouble.push(String(error.stack)))
  page.on('response', response => {
    if (response.status() >= 400) trouble.push(`${response.status()} ${response.url()}`)
  })
  return trouble
}

test('the demo shop under next dev, through the tap: browsed, edited, and updated without a reload', async ({
  tapAttached,
  page,
}) => {
  test.setTimeout(START_MS + 120_000)
  const shop = await startShopCopy()
  try {
    const tap = await tapAttached(shop.origin, '--props')
    const asked = await watchAsked(page, tap)
    const trouble = watchTrouble(page)
    const sockets: string[] = []
    page.on('websocket', socket => sockets.push(new URL(socket.url()).origin))

    await page.goto(`${tap.origin}/`)
    await expect(page.getByRole('heading', { level: 1, name: /Light for long/ })).toBeVisible()
    await expect.poll(() => sockets).toContain(tap.origin.replace('http', 'ws'))
    await page.evaluate(() => Object.assign(window, { notReloaded: true }))

    await page.getByRole('link', { name: 'Chairs', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Chairs' })).toBeVisible()
    await page.locator('a.card').first().click()
    await expect(page).toHaveURL(/\/product\/\d+$/)
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1, name: 'Chairs' })).toBeVisible()

    // A change of what is shown: the module is replaced.
    edit(join(shop.folder, 'pages/products.tsx'), 'As we like them', 'As they came off the bench')
    await expect(page.getByRole('link', { name: 'As they came off the bench' })).toBeVisible({ timeout: 30_000 })
    // A change of what the server computes: Next's router asks for the data again.
    edit(join(shop.folder, 'pages/products.tsx'), "sectionNames[category] ?? 'Everything'", "'Edited ' + category")
    await expect(page.getByRole('heading', { level: 1, name: 'Edited chairs' })).toBeVisible({ timeout: 30_000 })
    expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true)
    expect(trouble).toEqual([])

    const shown = await allOf(tap, asked)
    expect(shown.map(({ source }) => source)).toEqual(shown.map(() => 'both'))
    expect(shown.flatMap(gapsOf)).toEqual([])
    expect(shown.map(({ outcome }) => outcome)).toEqual(shown.map(() => 'props'))
    expect(shown.slice(0, 4).map(({ kind, request, reason }) => [kind, request.page, reason?.name])).toEqual([
      ['document', '/', 'document'],
      ['data', '/products', 'client-transition'],
      ['data', '/product/[id]', 'client-transition'],
      ['data', '/products', expect.stringMatching(/^(client-transition|back-forward)$/)],
    ])
    // Each of the four is a navigation of its own.
    expect(shown.slice(0, 4).map(({ id, navigation }) => navigation === id)).toEqual([true, true, true, true])
    for (const { response, wire } of shown) {
      expect(response?.wireBytes).toBe(wire?.received?.body)
      expect(response?.bodyBytes).toBeGreaterThan(0)
    }
  } finally {
    await shop.end()
  }
})

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
  writeFileSync(file, text.replace(from, to))
}

/** Ends the recording, and gives the exchanges of all documents and data that the browser asked for: each once, and no others. */
async function allOf(tap: Tapped, asked: readonly string[]): Promise<Exchange[]> {
  await tap.untilExchanges(asked.length, ({ kind }) => kind === 'document' || kind === 'data').catch(() => [])
  const shown = shownOf(await tap.stop())
  expect(shown.map(({ request }) => request.url).sort()).toEqual([...asked].sort())
  return shown
}

test('the demo shop under next start, through the tap: every document and data request of the browser, joined and explained', async ({
  target,
  tapAttached,
  page,
}) => {
  test.setTimeout(START_MS)
  const { origin } = await target({ name: 'shop', mode: 'start' })
  const tap = await tapAttached(origin, '--props')
  const asked = await watchAsked(page, tap)
  const trouble = watchTrouble(page)

  await page.goto(`${tap.origin}/`)
  await page.getByRole('link', { name: 'Lamps', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Lamps' })).toBeVisible()
  await page.locator('a.card').first().click()
  await expect(page).toHaveURL(/\/product\/\d+$/)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Lamps' })).toBeVisible()
  await page.goForward()
  await expect(page).toHaveURL(/\/product\/\d+$/)
  // By the page's stale-while-revalidate the browser shows what it has, and asks again behind it.
  await tap.untilExchanges(2, ({ kind, request }) => kind === 'data' && request.page === '/product/[id]')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  // A form that is sent, a redirect that is followed, a page without a call.
  await page.getByRole('searchbox', { name: 'Search the shop' }).fill('oak')
  await page.getByRole('searchbox', { name: 'Search the shop' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '“oak”' })).toBeVisible()
  await page.goto(`${tap.origin}/old-sale`)
  await expect(page).toHaveURL(/\/products/)
  await page.goto(`${tap.origin}/about`)
  await expect(page.getByRole('heading', { level: 1, name: 'Made once, mended often' })).toBeVisible()
  expect(trouble).toEqual([])

  const shown = await allOf(tap, asked)
  expect(shown.map(({ source }) => source)).toEqual(shown.map(() => 'both'))
  expect(shown.flatMap(gapsOf)).toEqual([])
  expect(shown.map(({ request, reason }) => `${request.page} ${reason?.name}`)).toEqual([
    '/ document',
    '/products client-transition',
    '/product/[id] client-transition',
    expect.stringMatching(/^\/products (client-transition|back-forward)$/),
    expect.stringMatching(/^\/product\/\[id\] (client-transition|back-forward)$/),
    '/product/[id] reload',
    '/search document',
    '/old-sale document',
    '/products document',
    '/about document',
  ])
  // What a redirect led to belongs to the navigation that it was met on.
  const [redirect, led] = [shown[7], shown[8]]
  expect(redirect?.navigation).toBe(redirect?.id)
  expect(led?.navigation).toBe(redirect?.id)
  for (const { ledger, outcome, response } of shown) {
    // What the browser has already is not sent again.
    if (outcome !== 'props' || response?.status === 304) continue
    expect(ledger?.document).toBe(response?.bodyBytes)
    expect(ledger?.wire).toBe(response?.wireBytes)
  }
})

test('next dev over TLS, through the tap: plain HTTP for the browser, its updates too', async ({
  tapAttached,
  page,
}) => {
  test.setTimeout(START_MS)
  const fixture = (file: string) => join(ROOT, 'electron/tap/fixtures', file)
  const shop = await startShopCopy({ tls: { key: fixture('localhost.key'), cert: fixture('localhost.crt') } })
  try {
    const tap = await tapAttached(shop.origin, '--props')
    expect(tap.banner).toContain(`recording ${shop.origin} `)
    const sockets: string[] = []
    page.on('websocket', socket => sockets.push(new URL(socket.url()).origin))
    await page.goto(`${tap.origin}/`)
    await expect.poll(() => sockets).toContain(tap.origin.replace('http', 'ws'))
    await page.getByRole('link', { name: 'Chairs', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Chairs' })).toBeVisible()
    await page.evaluate(() => Object.assign(window, { notReloaded: true }))
    edit(join(shop.folder, 'pages/products.tsx'), 'As we like them', 'As they came off the bench')
    await expect(page.getByRole('link', { name: 'As they came off the bench' })).toBeVisible({ timeout: 30_000 })
    expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true)
    const shown = shownOf(await tap.stop())
    expect(shown.flatMap(gapsOf)).toEqual([])
    const [document, data] = shown
    expect(document).toMatchObject({
      source: 'both',
      kind: 'document',
      request: { url: '/' },
      outcome: 'props',
    })
    expect(data).toMatchObject({ source: 'both', kind: 'data', outcome: 'props', wire: { encrypted: true } })
  } finally {
    await shop.end()
  }
})

test('next dev that restarts itself for its configuration: the page is loaded again through the tap, and joined again', async ({
  tapAttached,
  page,
}) => {
  test.setTimeout(START_MS)
  const shop = await startShopCopy()
  try {
    const tap = await tapAttached(shop.origin)
    await page.goto(`${tap.origin}/`)
    await expect(page.getByRole('heading', { level: 1, name: /Light for long/ })).toBeVisible()
    edit(join(shop.folder, 'next.config.mjs'), 'poweredByHeader: false', 'poweredByHeader: true')
    await tap.child.until('word of the new process', ({ stderr }) => stderr.match(/^recording /gm)?.length === 2)
    // By Next's own client, over the tap's WebSocket.
    await tap.untilExchanges(2, ({ request }) => request.url === '/')
    const [before, after] = shownOf(await tap.stop())
    expect(before).toMatchObject({ source: 'both', server: { pid: shop.pid }, reason: { name: 'document' } })
    expect(after).toMatchObject({ request: { url: '/' }, reason: { name: 'reload' } })
    // It may have come before the new process was attached.
    expect(after?.source).toMatch(/^(both|tap)$/)
    if (after?.source === 'both') expect(after.server.pid).not.toBe(shop.pid)
  } finally {
    await shop.end()
  }
})

test('links that Next prefetches are told from those that are followed', async ({ target, tapAttached, page }) => {
  const { origin } = await target({ name: 'next16', mode: 'start', bundler: 'webpack' })
  const tap = await tapAttached(origin, '--props')
  await page.goto(`${tap.origin}/links`)
  await tap.untilExchanges(1, ({ request }) => request.url.endsWith('/built.json'))
  await page.getByRole('link', { name: '/params/1?tab=a' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('params/[id]')
  await tap.untilExchanges(1, ({ request }) => request.url.includes('/params/1.json'))
  const found = await tap.stop()
  const of = (end: string) => found.filter(({ request }) => request.url.split('?')[0]?.endsWith(end))
  const [document] = of('/links')
  expect(of('/links')).toMatchObject([{ kind: 'document', source: 'both', reason: { name: 'document' } }])
  expect(of('/built.json')).toMatchObject([
    { kind: 'prefetch', source: 'both', reason: { name: 'prefetch' }, call: null, navigation: document?.id },
  ])
  const [followed] = of('/params/1.json')
  expect(of('/params/1.json')).toMatchObject([{ kind: 'data', source: 'both', reason: { name: 'client-transition' } }])
  expect(followed?.navigation).toBe(followed?.id)
})
