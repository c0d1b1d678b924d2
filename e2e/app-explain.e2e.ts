import { sendMarked } from './harness/marked.ts'
import { card, details, openDetails, openTab, rows } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

/** Upstream calls, findings and the simulated cache, as a person meets them. */
test('a call to the own API route: seen, followed there and back, its finding silenced and heard again', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  await sendMarked(shop.origin, '/cases/own-api', 'ui', { headers: [['Cookie', 'cart=4.1']] })
  await openDetails(page, '/cases/own-api')

  const findings = card(page, 'Findings')
  await expect(findings).toContainText('It asks its own API route over HTTP')
  await findings.getByRole('button', { name: 'Silence own-api-route in this project' }).click()
  await expect(findings).toContainText('All that was found here is silenced in this project.')
  await findings.getByRole('button', { name: 'Show 1 silenced one' }).click()
  await findings.getByRole('button', { name: 'Let it speak' }).click()
  await expect(findings.getByRole('button', { name: 'Silence own-api-route in this project' })).toBeVisible()

  await openTab(page, 'Calls')
  const calls = card(page, 'Upstream calls')
  await expect(calls).toContainText('1 call in')
  await expect(card(page, 'Carried on')).toContainText('cart')
  await expect(card(page, 'Looked at')).toContainText('Nothing of the request')
  await calls.getByRole('button', { name: '/api/item?id=7' }).click()
  await expect(calls).toContainText('undici: global fetch')
  await calls.getByRole('button', { name: 'Open the request that it caused here' }).click()
  await expect(details(page).getByRole('heading', { level: 2 }).first()).toHaveText('GET /api/item?id=7')
  const sent = card(page, 'Sent by the server itself')
  await expect(sent).toContainText('/cases/own-api')
  await sent.getByRole('button', { name: 'Open that request' }).click()
  await expect(details(page).getByRole('heading', { level: 2 }).first()).toContainText('/cases/own-api')
})

test('a shared cache over the session: misses, hits, and the way to each request', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  for (const mark of ['first', 'second', 'third']) await sendMarked(shop.origin, '/cases/cached', mark)
  await expect(rows(page, '/cases/cached')).toHaveCount(3)
  await rows(page, '/cases/cached').last().click()
  await openTab(page, 'Cache')
  const cache = card(page, 'With a shared cache')
  await expect(cache).toContainText('2 hits, 0 stale hits, 1 miss')
  const requests = cache.getByRole('list', { name: 'Requests for this address, oldest first' }).getByRole('button')
  await expect(requests).toHaveCount(3)
  await expect(requests.first()).toHaveAccessibleName('Miss: the cache had nothing')
})
