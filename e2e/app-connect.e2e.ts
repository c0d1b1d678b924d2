import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freePort, startSmallServer } from '../electron/servers/small-server.ts'
import { untilGone } from './harness/child.ts'
import { whenAttached } from './harness/time-to-screen.ts'
import { listed, rows, serverChip, statusBar } from './harness/view.ts'
import { endApp, expect, test } from './harness/window.ts'

/** The first screen: what runs here, one click, by hand, and what to do where it does not work. */
test('a running shop is listed as it is, and one click attaches', async ({ openWindow, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openWindow()
  await expect(page.getByRole('heading', { level: 1, name: 'Propscope' })).toBeVisible()
  const server = listed(page, shop.pid)
  await expect(server).toContainText('lumen-and-oak')
  await expect(server).toContainText('next dev 16.4.6')
  await expect(server).toContainText(shop.origin)
  await expect(server).toContainText('e2e/targets/shop')

  const button = server.getByRole('button', { name: 'Attach to lumen-and-oak' })
  await expect(button).toBeEnabled()
  const took: number[] = []
  for (let n = 0; n < 4; n++) {
    if (n > 0) {
      await serverChip(page).click()
      await page.getByRole('dialog', { name: 'lumen-and-oak' }).getByRole('button', { name: 'Detach' }).click()
      await expect(button).toBeEnabled()
    }
    const attached = whenAttached(page, shop.pid)
    await button.click()
    took.push(await attached)
  }
  console.log(`attached after the click: ${took.map(ms => ms.toFixed(0)).join(', ')} ms`)
  await expect(serverChip(page)).toHaveText(
    `lumen-and-oak next dev 16.4.6 · ${shop.origin.replace('http://', '')} · pid ${shop.pid}`,
  )
  await expect(page).toHaveTitle('lumen-and-oak – Propscope')
  await expect(statusBar(page)).toContainText(/attached \d\d:\d\d:\d\d/)
  await expect(page.getByRole('heading', { name: 'Listening to lumen-and-oak' })).toBeVisible()

  await serverChip(page).click()
  const facts = page.getByRole('dialog', { name: 'lumen-and-oak' })
  await expect(facts).toContainText(shop.origin)
  await facts.getByRole('button', { name: 'Detach' }).click()
  await expect(page.getByRole('heading', { name: 'Running Next servers' })).toBeVisible()
  await expect(server.getByRole('button', { name: 'Attach to lumen-and-oak' })).toBeEnabled()
})

test('a wrong target says why and what to do; the next attempt, a port by hand, attaches', async ({
  openWindow,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const plain = createServer((_request, response) => response.end('no Next here'))
  await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve))
  const { port: plainPort } = plain.address() as AddressInfo
  const closed = await freePort()
  const page = await openWindow()
  const box = page.getByRole('textbox', { name: 'Server to attach to' })
  const attach = page.getByRole('button', { name: 'Attach', exact: true }).last()
  const problem = page.getByRole('alert')
  await expect(attach).toBeDisabled()

  await box.fill(`http://localhost:${closed}`)
  await attach.click()
  await expect(problem).toContainText(`Could not attach to localhost:${closed}`)
  await expect(problem).toContainText(`Nothing listens on port ${closed}.`)
  await expect(problem).toContainText('Start the server')

  await box.fill(String(plainPort))
  await box.press('Enter')
  await expect(problem).toContainText(`Port ${plainPort} is served by pid ${process.pid}`)
  await expect(problem).toContainText('not a Next.js server')
  await expect(problem).toContainText('Give the port that `next dev` or `next start` prints')

  await box.fill('nonsense://x y')
  await attach.click()
  await expect(problem).toContainText('“nonsense://x y” is no target')

  await box.fill(String(shop.port))
  await attach.click()
  await expect(serverChip(page)).toContainText(`pid ${shop.pid}`)
  await expect(problem).toHaveCount(0)
  plain.close()
})

test('what the command line could not attach to is on the first screen, with the reason', async ({ openWindow }) => {
  const closed = await freePort()
  const page = await openWindow('--attach', `localhost:${closed}`)
  await expect(page.getByRole('alert')).toContainText(`Nothing listens on port ${closed}.`)
  await expect(page.getByRole('heading', { name: 'Running Next servers' })).toBeVisible()
})

test('the demo shop starts by its button, attaches, and ends with the app', async ({ openWindow }) => {
  test.slow()
  const page = await openWindow()
  await page.getByRole('button', { name: 'Start the demo shop' }).click()
  await expect(page.getByText('Starting the demo shop')).toBeVisible()
  await expect(serverChip(page)).toContainText('lumen-and-oak next dev', { timeout: 100_000 })
  const chip = (await serverChip(page).textContent()) ?? ''
  await page.getByRole('button', { name: 'Request the start page' }).click()
  await expect(rows(page).first()).toHaveText(/^ok/, { timeout: 30_000 })
  await endApp(page)
  await untilGone(Number(/pid (\d+)/.exec(chip)?.[1]))
})

test('servers that cannot be attached to are listed with the reason, and the tap is offered instead', async ({
  openWindow,
}) => {
  const [noPages, old] = await Promise.all([
    startSmallServer({ pages: false }),
    startSmallServer({ title: 'next-server (v11.1.4)' }),
  ])
  const other = process.getuid?.() === 0 ? await startSmallServer({ user: 65_534 }) : null
  try {
    const page = await openWindow()
    for (const [{ pid, port }, why, next] of [
      [noPages, 'has no Pages Router', 'Attach to a server of a project with a pages/ folder'],
      [old, 'runs Next.js 11.1.4', 'Attach to a server of another version, or open the tap'],
      ...(other
        ? ([[other, 'belongs to another user', 'Start Propscope as the user who runs the server']] as const)
        : []),
    ] as const) {
      const server = listed(page, pid)
      await expect(server).toContainText('not attachable')
      await expect(server).toContainText(`port ${port}`)
      await expect(server).toContainText(why)
      await expect(server).toContainText(next)
      await expect(server.getByRole('button')).toHaveText(['Tap it instead'])
    }
    // One that ends goes from the list without anybody asking.
    await old.stop()
    await expect(listed(page, old.pid)).toHaveCount(0)
    await expect(listed(page, noPages.pid)).toHaveCount(1)
  } finally {
    await Promise.all([noPages.stop(), old.stop(), other?.stop()])
  }
})

test('the first row needs no browser', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const page = await openAttached(shop)
  await expect(rows(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Request the start page' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('doc')

  await page.getByRole('button', { name: 'Send a test request' }).click()
  const form = page.getByRole('dialog', { name: 'Send a test request' })
  await form.getByRole('textbox', { name: 'Path' }).fill('/old-sale?from=test')
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(form).toContainText('/old-sale?from=test answered 307.')
  await expect(rows(page, '/old-sale?from=test')).toContainText('307')
  await expect(rows(page)).toHaveCount(2)
})
