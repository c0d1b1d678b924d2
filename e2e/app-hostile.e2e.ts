import { askPage, marked } from './harness/page-truth.ts'
import { details, openDetails, openTab } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

/** What is captured is hostile: it is shown as text, and nothing of it ever runs, loads or becomes an element. */
test('markup, scripts and odd keys in props, addresses and headers stay text', async ({ openAttached, target }) => {
  const cases = await target({ name: 'next16', mode: 'dev' })
  const page = await openAttached(cases)
  const happened: string[] = []
  page.on('dialog', dialog => {
    happened.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (!/\/assets\/[\w.-]+$/.test(new URL(request.url()).pathname)) happened.push(`request ${request.url()}`)
  })
  const truth = await askPage(
    cases.origin,
    marked('/hostile?x=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&__proto__=evil&constructor=1'),
  )
  const { props, url } = truth
  if (props === null) throw new Error('the page gave no props')
  await openDetails(page, url)
  await expect(details(page)).toContainText('<img src=x onerror=alert(1)>')
  await expect(details(page)).toContainText('__proto__')

  const panel = await openTab(page, 'Props')
  const tree = panel.getByRole('tree', { name: 'Props' })
  await panel.getByRole('button', { name: 'Expand all' }).click()
  for (const text of [props['script'], props['markup'], 'key "with" </script>', '__proto__', 'constructor'])
    await expect(tree).toContainText(String(text))
  // What cannot be seen is shown by its name: a line separator, half of an emoji, control characters.
  await expect(tree).toContainText('a⟨U+2028⟩b⟨U+2029⟩c')
  await expect(tree).toContainText('polluted')

  const response = await openTab(page, 'Response')
  const shown = await response.locator('pre').textContent()
  expect(shown).toContain('<script id="__NEXT_DATA__"')
  expect(shown).toContain('onerror')
  await openTab(page, 'Request')
  await openTab(page, 'Cache')

  const injected = await page.evaluate(() => ({
    ran: Reflect.get(globalThis, 'pwned') ?? null,
    polluted: Reflect.get({}, 'polluted') ?? null,
    images: document.querySelectorAll('img, iframe, object, embed').length,
    handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
    scripts: [...document.scripts].filter(script => !script.src.startsWith(location.origin)).length,
  }))
  expect(injected).toEqual({ ran: null, polluted: null, images: 0, handlers: 0, scripts: 0 })
  expect(happened).toEqual([])
})

test('an error whose properties throw, and a thrown value that is no Error, have details too', async ({
  openAttached,
  target,
}) => {
  const cases = await target({ name: 'next16', mode: 'dev' })
  const page = await openAttached(cases)
  const hostile = await askPage(cases.origin, marked('/throw/hostile'))
  const text = await askPage(cases.origin, marked('/throw/string'))
  await openDetails(page, hostile.url)
  await openTab(page, 'Error')
  await expect(details(page)).toContainText('look but do not touch')
  await openDetails(page, text.url)
  await expect(details(page)).toContainText('Something that is no Error was thrown')
})
