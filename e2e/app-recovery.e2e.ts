import { askPage, marked } from './harness/page-truth.ts'
import { ask } from './harness/requests.ts'
import { startTarget } from './harness/target.ts'
import { rows, serverChip, statusBar } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

/** What the app does when one of the two processes behind it goes away. These servers are ended, so they are nobody else's. */
test('a server that ends is waited for, and attached again on the same port by itself', async ({ openAttached }) => {
  test.setTimeout(400_000)
  const first = await startTarget({ name: 'shop', mode: 'start' })
  let again = first
  try {
    const page = await openAttached(first)
    const [before, after] = [marked('/search?q=oak'), marked('/search?q=oak')]
    await askPage(first.origin, before)
    await expect(rows(page, before)).toHaveCount(1)

    await first.end()
    const banner = page.getByRole('status').filter({ hasText: 'went away' })
    await expect(banner).toContainText(`lumen-and-oak (pid ${first.pid}) went away`)
    await expect(banner).toContainText(`attaches again when it listens on ${first.origin}`)
    await expect(page.getByRole('button', { name: 'waiting for it to come back' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Send a test request' })).toBeDisabled()
    await expect(statusBar(page)).toContainText(/waiting since \d\d:\d\d:\d\d/)
    await expect(rows(page, before)).toHaveCount(1)

    again = await startTarget({ name: 'shop', mode: 'start', port: first.port })
    const listening = performance.now()
    await expect(serverChip(page)).toContainText(`pid ${again.pid}`)
    console.log(
      `attached again ${(performance.now() - listening).toFixed(0)} ms after the new server said it was ready`,
    )
    await expect(banner).toHaveCount(0)
    await askPage(again.origin, after)
    await expect(rows(page, after)).toHaveCount(1)
    await expect(rows(page, before)).toHaveCount(1)
    await rows(page, before).click()
    await expect(page.getByRole('heading', { level: 2, name: `GET ${before}` })).toBeVisible()
  } finally {
    await Promise.all([first.end(), again.end()])
  }
})

test('where Propscope’s main process dies, the page says so, and the server goes on', async ({
  app,
  page,
  target,
}, info) => {
  test.skip(info.project.name === 'electron', 'the window goes with its main process')
  const shop = await target({ name: 'shop', mode: 'dev' })
  const url = marked('/search?q=oak')
  const main = await app(page, '--attach', shop.origin)
  await expect(serverChip(page)).toContainText(`pid ${shop.pid}`)
  const seen = await askPage(shop.origin, url)
  await expect(rows(page, url)).toHaveCount(1)
  main.kill('SIGKILL')
  await main.exit
  await expect(page.getByRole('status').filter({ hasText: 'main process cannot be reached' })).toContainText(
    'start it again and open the address that it prints',
  )
  await expect(rows(page, url)).toHaveCount(1)
  const later = await ask(shop.origin, url, { headers: { accept: 'text/html' } })
  expect(later.status).toBe(seen.status)
  expect(later.headers['cache-control']).toBe(seen.headers['cache-control'])
})
