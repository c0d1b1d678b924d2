import { linkOf, propscope } from './harness/propscope.ts'
import { expect, test } from './harness/test.ts'

/** The browser view in a real browser: how it lets one in, and that its strict policy lets the app work. */
test('the link opens the app once; a reload works, another browser does not', async ({ page, browser, run }) => {
  const child = run('--browser', '--no-open')
  const link = await linkOf(child)
  expect(child.stdout).toBe(`${link}\n`)
  const refused: string[] = []
  page.on('console', message => {
    if (/Content Security Policy|Refused to/.test(message.text())) refused.push(message.text())
  })

  await page.goto(link)
  expect(page.url()).toBe(new URL('/', link).href)
  await expect(page).toHaveTitle(/Propscope/)
  await expect(page.getByRole('heading').first()).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading').first()).toBeVisible()
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(refused).toEqual([])

  const stranger = await browser.newContext()
  const other = await stranger.newPage()
  for (const url of [link, new URL('/', link).href]) {
    const answer = await other.goto(url)
    expect(answer?.status()).toBe(403)
    await expect(other.getByText('Open the link that propscope printed')).toBeVisible()
  }
  await stranger.close()
})

test('a page of another origin gets nothing out of it, not even with the cookie', async ({ page, run, context }) => {
  const link = await linkOf(run('--browser', '--no-open'))
  await page.goto(link)
  const { origin, host } = new URL(link)
  const foreign = await linkOf(run('--browser', '--no-open'))
  const evil = await context.newPage()
  // Another port of the same address is the same site: cookies are sent, so Origin has to tell.
  await evil.goto(new URL('/nothing', foreign).href)
  const seen = await evil.evaluate(
    async ([url, socketUrl]) => {
      const read = await fetch(url ?? '', { credentials: 'include' }).then(
        () => 'read',
        () => 'blocked',
      )
      const socket = await new Promise<string>(resolve => {
        try {
          const opened = new WebSocket(socketUrl ?? '')
          opened.onopen = () => resolve('open')
          opened.onerror = () => resolve('blocked')
        } catch {
          resolve('blocked')
        }
      })
      return [read, socket]
    },
    [origin, `ws://${host}/rpc`],
  )
  expect(seen).toEqual(['blocked', 'blocked'])
})

test('the chosen port is taken, and a taken one is a failure that says so', async ({ run }) => {
  const first = run('--browser', '--no-open')
  const { port } = new URL(await linkOf(first))
  const second = run('--browser', '--no-open', '--port', port)
  expect(await second.exit).toBe(1)
  expect(second.stderr).toContain(port)
  expect(second.stderr).toContain('--port')
  first.kill('SIGINT')
  expect(await first.exit).toBe(0)
  const third = run('--browser', '--no-open', '--port', port)
  expect(new URL(await linkOf(third)).port).toBe(port)
})

test('it goes on when nobody reads its output', async () => {
  const child = propscope(['--browser', '--no-open'])
  const link = await linkOf(child)
  child.closeOutput()
  expect((await fetch(new URL('/', link))).status).toBe(403)
  child.kill('SIGTERM')
  expect(await child.exit).toBe(0)
})

test('what is captured reaches the page as it happens, and is there after a reload', async ({ page, app, target }) => {
  const shop = await target({ name: 'shop', mode: 'dev' })
  const child = await app(page, '--attach', shop.origin)
  await child.until('attached', ({ stderr }) => stderr.includes(`attached to ${shop.origin}`))
  const url = `/product/1?host=${Date.now()}`
  expect((await fetch(shop.origin + url)).status).toBe(200)
  await expect(page.getByText(url).first()).toBeVisible()
  await page.reload()
  await expect(page.getByText(url).first()).toBeVisible()
})
