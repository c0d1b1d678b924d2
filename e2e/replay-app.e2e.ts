import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { marked, propsOf } from './harness/page-truth.ts'
import { ask } from './harness/requests.ts'
import { startShopCopy } from './harness/shop-copy.ts'
import { details, openTab, readRow, rows } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

const run = promisify(execFile)
const HEADERS = { accept: 'text/html', cookie: 'theme=dark; cart=7.2', 'user-agent': 'Mozilla/5.0 E2E' }

/** Rows of replays, and of what was not sent by us. */
const replays = (page: Page, text = '') => rows(page, text).filter({ hasText: 'replay' })
const originals = (page: Page, text: string) => rows(page, text).filter({ hasNotText: 'replay' })
const replayButton = (page: Page) => details(page).getByRole('button', { name: 'Replay', exact: true })
const replayCard = (page: Page) => details(page).getByRole('region', { name: 'Replays' })

async function openReplayTab(page: Page, url: string): Promise<void> {
  await originals(page, url).click()
  await expect(details(page).getByRole('heading', { level: 2 }).first()).toContainText(url)
  await openTab(page, 'Replay')
  await expect(replayButton(page)).toBeEnabled()
}

for (const mode of ['dev', 'start'] as const) {
  test(`${mode}: replay, edit, repeat, compare, copy as cURL`, async ({ openAttached, target, browserName }) => {
    test.skip(browserName !== 'chromium', 'the clipboard can only be read in Chromium')
    const shop = await target({ name: 'shop', mode })
    const page = await openAttached(shop)
    const url = marked('/product/7?q=a%20b')
    const first = await ask(shop.origin, url, { headers: HEADERS })
    await readRow(page, url)
    await rows(page, url).click()

    // The same again, at once: a row of its own that says what it repeats, and that is chosen.
    await page.keyboard.press('r')
    await expect(replays(page, url)).toHaveCount(1)
    await expect(replays(page, url)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
    await expect(details(page)).toContainText('Propscope sent a captured request again.')
    await openTab(page, 'Request')
    for (const [name, value] of Object.entries(HEADERS)) {
      await expect(details(page).getByRole('row', { name: `${name} ${value}` })).toBeVisible()
    }

    // Edited: another product, no cookies.
    await openReplayTab(page, url)
    await details(page).getByRole('textbox', { name: 'Param id' }).fill('8')
    await details(page).getByRole('button', { name: 'No cookies' }).click()
    await expect(details(page).getByRole('textbox', { name: 'Path and query' })).toHaveValue(url.replace('/7', '/8'))
    await details(page).getByRole('textbox', { name: 'Name of header 1' }).fill('a b')
    await expect(replayButton(page)).toBeDisabled()
    await expect(details(page)).toContainText('No header can have this name.')
    await details(page).getByRole('textbox', { name: 'Name of header 1' }).fill('Host')
    await replayButton(page).click()
    await expect(replays(page, url.replace('/7', '/8'))).toHaveCount(1)
    await details(page).getByRole('button', { name: 'Reset' }).click()

    // As document and as data, compared; then many at once.
    await details(page).getByRole('combobox', { name: 'Send' }).selectOption('both')
    await replayButton(page).click()
    await expect(replayCard(page)).toContainText('Document and data request have the same props.')
    await details(page).getByRole('combobox', { name: 'Send' }).selectOption('same')
    await details(page).getByRole('textbox', { name: 'How many times' }).fill('12')
    await details(page).getByRole('textbox', { name: 'How many at once' }).fill('4')
    await replayButton(page).click()
    await expect(replayCard(page)).toContainText('12 × 200')
    // The form before it fills the pane; what came of it comes into sight, and nothing around the pane moves.
    await expect(replayCard(page).getByText('12 × 200')).toBeInViewport()
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].filter(one => one.scrollTop > 0).length)).toBe(
      1,
    )
    await expect(replayCard(page)).toContainText('All 12 had the same props.')
    await expect(replayCard(page).getByRole('columnheader', { name: 'the other 11' })).toBeVisible()

    // Two requests beside each other.
    await originals(page, url).click()
    await page.keyboard.press('d')
    await expect(page.getByRole('status').filter({ hasText: 'choose another request' })).toBeVisible()
    await replays(page, url.replace('/7', '/8')).click()
    await page.keyboard.press('d')
    const pane = details(page)
    await expect(pane.getByRole('heading', { name: 'Compare' })).toBeVisible()
    await expect(pane.getByRole('region', { name: 'Timing and size' })).toContainText('too few runs to tell')
    await expect(pane.getByRole('region', { name: 'Props' })).toContainText('product.id')
    await expect(pane.getByRole('region', { name: 'Request headers' })).toContainText('cookie')
    await pane.getByRole('textbox', { name: /Do not count/ }).fill('product\nreviews\nrelated\ncartCount')
    await expect(pane.getByRole('region', { name: 'Props' })).toContainText('The same.')
    await pane.getByRole('button', { name: 'End the comparison' }).click()

    // Copied, run by a real shell: the same answer.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await openReplayTab(page, url)
    await details(page).getByRole('checkbox', { name: 'with secrets' }).check()
    await details(page).getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(details(page).getByRole('button', { name: 'Copied' })).toBeVisible()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    expect(command).toContain('cart=7.2')
    const { stdout } = await run('bash', ['-c', command])
    expect(propsOf(stdout).props).toEqual(propsOf(first.body.toString()).props)
  })
}

test('which props a render reads is recorded for one replay, and shown in the tree and as a list', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const url = marked('/product/7')
  await ask(shop.origin, url, { headers: HEADERS })
  await readRow(page, url)
  await originals(page, url).click()
  await openTab(page, 'Props')
  const views = details(page).getByRole('group', { name: 'View of the props' })
  await views.getByRole('button', { name: 'Not read' }).click()
  await details(page).getByRole('button', { name: 'Replay and record what is read' }).click()
  // The replay is chosen, with what was recorded of it.
  await expect(replays(page, url)).toHaveAttribute('aria-selected', 'true')
  await expect(details(page)).toContainText('never read while the server rendered this request')
  await expect(details(page)).toContainText('May not be removable')
  const first = details(page).getByRole('list', { name: 'Not read, largest first' }).getByRole('button').first()
  await expect(first).toContainText(/\d B|kB/)
  await views.getByRole('button', { name: 'Tree' }).click()
  await expect(
    details(page)
      .getByRole('treeitem')
      .filter({ hasText: /B not read/ })
      .first(),
  ).toBeVisible()
  await details(page)
    .getByRole('treeitem', { name: /^0 \{14\}/ })
    .dblclick()
  await expect(
    details(page)
      .getByRole('treeitem')
      .filter({ hasText: /(?<!B )not read/ })
      .first(),
  ).toBeVisible()
  // Of the first one nothing was recorded.
  await originals(page, url).click()
  await expect(details(page).getByRole('treeitem').first()).toBeVisible()
  await expect(details(page).getByRole('treeitem').filter({ hasText: 'not read' })).toHaveCount(0)
})

test('a repeat is one row; edited requests are remembered without their secrets', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const url = marked('/product/7')
  await ask(shop.origin, url, { headers: HEADERS })
  await readRow(page, url)
  await openReplayTab(page, url)
  await details(page).getByRole('textbox', { name: 'Param id' }).fill('9')
  await details(page).getByRole('textbox', { name: 'How many times' }).fill('5')
  await replayButton(page).click()
  await expect(replayCard(page)).toContainText('5 × 200')
  const nine = url.replace('/7', '/9')
  await expect(replays(page, nine)).toHaveCount(1)
  await expect(replays(page, nine)).toContainText('5 ×')
  await replays(page, nine).click()
  await page.getByRole('grid', { name: 'Timeline' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(replays(page, nine)).toHaveCount(5)
  await page.keyboard.press('ArrowLeft')
  await expect(replays(page, nine)).toHaveCount(1)

  await openReplayTab(page, url)
  await details(page).getByRole('button', { name: 'Reset' }).click()
  await expect(details(page).getByRole('textbox', { name: 'Path and query' })).toHaveValue(url)
  await page.reload()
  await openReplayTab(page, url)
  await details(page).getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('dialog', { name: 'Edited requests of this project' })
  await expect(history.getByRole('listitem')).toContainText([nine])
  await expect(history.getByRole('listitem').first()).toContainText('without cookie')
  await history.getByRole('button', { name: nine }).click()
  await expect(details(page).getByRole('textbox', { name: 'Path and query' })).toHaveValue(nine)
  // What was left out is that of the request at hand.
  await expect(details(page).getByRole('textbox', { name: 'Value of cart' })).toHaveValue('7.2')
})

test('asks before it sends what may change something, and says why', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const url = marked('/cases/set-cookie')
  await ask(shop.origin, url, { headers: HEADERS })
  await readRow(page, url)
  await rows(page, url).click()
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: 'Send it again?' })
  await expect(dialog).toContainText('visits')
  await dialog.getByRole('button', { name: 'Do not send' }).click()
  await expect(dialog).toBeHidden()
  await page.keyboard.press('r')
  await dialog.getByRole('button', { name: 'Send it again' }).click()
  await expect(replays(page, url)).toHaveCount(1)
})

test('a page whose file changes is replayed and compared with before', async ({ openAttached }) => {
  test.setTimeout(120_000)
  const shop = await startShopCopy()
  try {
    const page = await openAttached(shop)
    const url = marked('/search?q=oak')
    await ask(shop.origin, url, { headers: HEADERS })
    await readRow(page, url)
    await rows(page, url).click()
    await page.keyboard.press('Enter')
    await expect(details(page).getByRole('heading', { level: 2 }).first()).toContainText(url)
    const file = join(shop.folder, 'pages', 'search.tsx')
    const changed = readFileSync(file, 'utf8').replace('return { props: { q,', "return { props: { q: q + '!',")
    // The file may not be watched yet when it is written for the first time.
    await expect(async () => {
      writeFileSync(file, changed)
      await expect(details(page).getByText('changed at')).toBeVisible({ timeout: 1500 })
    }).toPass()
    await details(page).getByRole('button', { name: 'Replay and compare with before' }).click()
    await expect(details(page).getByRole('heading', { name: 'Compare' })).toBeVisible({ timeout: 30_000 })
    await expect(details(page).getByRole('region', { name: 'Props' })).toContainText('oak!')
  } finally {
    await shop.end()
  }
})

test('a replay with a CPU profile shows own code of the call, and saves what DevTools opens', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  const url = marked('/cases/large')
  await ask(shop.origin, url, { headers: HEADERS })
  await readRow(page, url)
  await openReplayTab(page, url)
  const card = details(page).getByRole('region', { name: 'CPU profile' })
  await card.getByRole('button', { name: 'Replay with a profile' }).click()
  await expect(card).toContainText('A sample every', { timeout: 30_000 })
  await expect(card.getByRole('row').filter({ hasText: /rowsOf lib\/rows\.ts:\d+/ })).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Save .cpuprofile' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.cpuprofile$/)
  const profile = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(profile).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array), timeDeltas: expect.any(Array) })
  await expect(replays(page, url)).toHaveCount(1)
})
