import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startOwnTarget } from './harness/own-target.ts'
import { askPage, marked } from './harness/page-truth.ts'
import { ask } from './harness/requests.ts'
import { START_MS } from './harness/target.ts'
import { expect, test } from './harness/test.ts'
import { counted, kindChip, openDetails, openTab, rows, serverChip } from './harness/view.ts'
import { freePort } from './targets/serving/ports.mjs'

/** The tap in the app, before real servers and with a real browser behind it. */
const CASES = { name: 'next16', mode: 'start', bundler: 'webpack' } as const

const chip = (page: Page) => page.getByRole('button', { name: /^Tap (off|opening|failed|:\d+)/ })
const panel = (page: Page) => page.getByRole('dialog', { name: 'The tap' })

/** Settings of their own: what this user's Propscope remembers is neither used nor changed. */
let config = ''
test.beforeAll(() => {
  config = mkdtempSync(join(tmpdir(), 'propscope-e2e-config-'))
  process.env['PROPSCOPE_CONFIG'] = config
})
test.afterAll(() => {
  delete process.env['PROPSCOPE_CONFIG']
  rmSync(config, { recursive: true, force: true })
})

/** Clicks the tap on, and gives the address that the app shows. */
async function turnOn(page: Page): Promise<{ origin: string; port: number }> {
  await expect(chip(page)).toHaveText('Tap off')
  await chip(page).click()
  await expect(chip(page)).toHaveText(/^Tap :\d+$/)
  const origin = /http:\/\/localhost:\d+/.exec(await panel(page).locator('b').first().innerText())?.[0] ?? ''
  await page.keyboard.press('Escape')
  return { origin, port: Number(new URL(origin).port) }
}

test('one click opens it, the address shown leads to the server, and what a browser does there is seen from both sides', async ({
  app,
  page,
  context,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  await app(page, '--attach', shop.origin)
  await expect(serverChip(page)).toContainText(`pid ${shop.pid}`)
  const tap = await turnOn(page)
  const visitor = await context.newPage()
  const [opened, direct] = [marked('/search?q=oak'), marked('/search?q=oak')]
  await visitor.goto(tap.origin + opened)
  await expect(visitor.getByRole('heading', { level: 1, name: '“oak”' })).toBeVisible()
  await askPage(shop.origin, direct)
  await visitor.getByRole('link', { name: 'Tables', exact: true }).click()
  await expect(visitor.getByRole('heading', { level: 1, name: 'Tables' })).toBeVisible()

  await expect(rows(page, opened)).toHaveCount(1)
  await expect(rows(page, opened)).toContainText('both')
  await expect(rows(page, direct)).toContainText('agent')
  await expect(rows(page, '/products?category=tables')).toContainText('both')
  const details = await openDetails(page, opened)
  await expect(details).toContainText('GET')
  const wire = await openTab(page, 'Wire')
  await expect(wire).toContainText('HTTP/1.1')
  await panelSays(page, /[1-9]\d* so far/)

  // Each asset once too, and as often as the browser asked for it.
  await kindChip(page, 'asset').click()
  const assets = await visitor.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const scripts = assets.filter(name => name.includes('/_next/static/')).map(name => new URL(name).pathname)
  expect(scripts.length).toBeGreaterThan(3)
  for (const path of new Set(scripts)) await expect(rows(page, path)).toHaveCount(1)
})

async function panelSays(page: Page, what: RegExp): Promise<void> {
  await chip(page).click()
  await expect(panel(page)).toContainText(what)
  await page.keyboard.press('Escape')
}

test('a server that is killed and started again: the browser is told, gets its page by itself, and both are joined again', async ({
  app,
  page,
  context,
}) => {
  test.setTimeout(START_MS)
  const first = await startOwnTarget()
  let second = first
  try {
    await app(page, '--attach', first.origin)
    await expect(serverChip(page)).toContainText(`pid ${first.pid}`)
    const tap = await turnOn(page)
    const visitor = await context.newPage()
    const [before, after] = [marked('/props'), marked('/props')]
    await visitor.goto(tap.origin + before)
    await expect(rows(page, before)).toContainText('both')

    process.kill(first.pid, 'SIGKILL')
    await first.child.exit
    expect((await visitor.goto(tap.origin + after))?.status()).toBe(502)
    await expect(visitor.getByRole('heading', { name: 'does not answer' })).toBeVisible()
    await expect(chip(page)).toContainText('no answer')
    await expect(page.getByRole('status').filter({ hasText: 'went away' })).toBeVisible()

    second = await startOwnTarget({}, first.port)
    // The page asks again by itself.
    await expect(visitor.getByRole('heading', { level: 1, name: 'props' })).toBeVisible()
    await expect(serverChip(page)).toContainText(`pid ${second.pid}`)
    await expect(chip(page)).not.toContainText('no answer')
    const joined = marked('/props')
    await visitor.goto(tap.origin + joined)
    await expect(rows(page, joined)).toHaveCount(1)
    await expect(rows(page, joined)).toContainText('both')
    // All that was asked while it was down is there, answered by the tap.
    await expect(rows(page, after).filter({ hasText: '502' }).first()).toContainText('tap')
  } finally {
    await Promise.all([first.child.end(), second.child.end()])
  }
})

test('the port that was chosen is remembered for the project, also after a restart of Propscope', async ({
  app,
  page,
  target,
}) => {
  const { origin, pid } = await target(CASES)
  const first = await app(page, '--attach', origin)
  await expect(serverChip(page)).toContainText(`pid ${pid}`)
  await turnOn(page)
  const port = await freePort()
  await chip(page).click()
  await panel(page).getByRole('textbox', { name: 'Port of the tap' }).fill(String(port))
  await page.keyboard.press('Enter')
  await expect(chip(page)).toHaveText(`Tap :${port}`)
  expect((await askPage(`http://localhost:${port}`, '/props')).status).toBe(200)
  await first.end()
  await expect(askPage(`http://localhost:${port}`, '/props')).rejects.toThrow('ECONNREFUSED')

  await app(page, '--attach', origin)
  await expect(serverChip(page)).toContainText(`pid ${pid}`)
  expect((await turnOn(page)).port).toBe(port)
})

test('from the first screen, with no attach: the wire alone is shown, and an agent that comes later joins it', async ({
  app,
  page,
  target,
}) => {
  const server = await target(CASES)
  await app(page)
  const address = page.getByRole('textbox', { name: 'Address to tap' })
  await address.fill(server.origin)
  await page.keyboard.press('Enter')
  const band = page.getByRole('region', { name: 'Only the wire is seen' })
  await expect(band).toContainText(server.origin)
  const port = Number(/:(\d+)/.exec(await chip(page).innerText())?.[1])
  const [alone, joined, kept] = [marked('/props'), marked('/props'), marked('/props')]
  const seen = await askPage(`http://localhost:${port}`, alone)
  // A connection of which the agent does not see the beginning.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let n = 0; n < 3; n += 1) await ask(`http://localhost:${port}`, '/empty', { agent })
  await expect(rows(page, alone)).toHaveCount(1)
  await expect(rows(page, alone)).toContainText('tap')
  await openDetails(page, alone)
  const props = await openTab(page, 'Props')
  await expect(props).toContainText(String(seen.props?.['title']))

  await band.getByRole('button', { name: 'Attach…' }).click()
  const box = page.getByRole('textbox', { name: 'Server to attach to' })
  await box.fill(server.origin)
  await page.keyboard.press('Enter')
  await expect(serverChip(page)).toContainText(`pid ${server.pid}`)
  await expect(chip(page)).toHaveText(`Tap :${port}`)
  await ask(`http://localhost:${port}`, kept, { agent })
  agent.destroy()
  await askPage(`http://localhost:${port}`, joined)
  for (const url of [kept, joined]) {
    await expect(rows(page, url)).toHaveCount(1)
    await expect(rows(page, url)).toContainText('both')
  }
  await expect(rows(page, alone)).toHaveCount(1)
})

test('--tap and --target on the command line: the same, from the start', async ({ app, page, target }) => {
  const server = await target(CASES)
  const port = await freePort()
  await app(page, '--tap', String(port), '--target', server.origin)
  await expect(page.getByRole('region', { name: 'Only the wire is seen' })).toContainText(server.origin)
  // With an end, so that none begins as another does.
  const urls = Array.from({ length: 20 }, () => `${marked('/props')}&end`)
  await Promise.all(urls.map(url => askPage(`http://localhost:${port}`, url)))
  for (const url of urls) await expect(rows(page, url)).toHaveCount(1)
  expect((await counted(page)).all).toBe(20)
  // A tab from before the last deploy asks for data of a build that is gone.
  const stale = marked('/_next/data/an-old-build/props.json')
  await ask(`http://localhost:${port}`, stale, { headers: { 'x-nextjs-data': '1' } })
  await expect(rows(page, 'stale tab')).toHaveCount(1)
  await expect(rows(page, 'stale tab')).toContainText('404')
})
