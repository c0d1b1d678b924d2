import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { askPage, marked } from './harness/page-truth.ts'
import { ask } from './harness/requests.ts'
import { counted, details, filterBox, msOf, rows, timeline } from './harness/view.ts'
import { expect, test } from './harness/window.ts'

/** The list for a working day: its filter language, order, live tail, overview, routes, palette, and what is remembered of it. */
const options = (page: Page) => page.getByRole('listbox', { name: 'What could be written' }).getByRole('option')
const head = (page: Page, name: string) => timeline(page).getByRole('columnheader', { name })

async function violations(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async where => {
    const run: typeof axe.run = Reflect.get(globalThis, 'axe').run
    const { violations } = await run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] },
    })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html.slice(0, 160)}`))
  }, where)
}

test('the filter completes, explains, says what is wrong, and asks for props', async ({ openAttached, target }) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  const [product, search, failed] = ['/product/7', '/search?q=lamp', '/cases/throw'].map(marked)
  if (!product || !search || !failed) throw new Error('three addresses')
  for (const url of [product, search, failed]) await askPage(shop.origin, url)
  await expect(rows(page)).toHaveCount(3)

  await page.keyboard.press('/')
  await page.keyboard.type('pag')
  await expect(options(page).first()).toContainText('page:')
  await page.keyboard.press('Tab')
  await expect(filterBox(page)).toHaveValue('page:')
  await expect(options(page)).toHaveCount(3)
  await page.keyboard.type('prod')
  await page.keyboard.press('ArrowDown')
  await expect(filterBox(page)).toHaveAttribute('aria-activedescendant', /.+/)
  await page.keyboard.press('Enter')
  await expect(filterBox(page)).toHaveValue('page:/product/[id] ')
  await expect(page.getByText('the page’s route is “/product/[id]”')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  expect(await violations(page, 'filter')).toEqual([])

  await page.keyboard.type('stauts:500')
  await expect(page.getByText('did you mean “status”?')).toBeVisible()
  await expect(filterBox(page)).toHaveAttribute('aria-invalid', 'true')
  await filterBox(page).fill('-is:error ms<10000')
  await expect(rows(page)).toHaveCount(2)
  // Rows hold no props: the main process looks into those that were kept.
  await filterBox(page).fill('prop:product.id')
  await expect(rows(page, product)).toHaveCount(1)
  await expect(rows(page)).toHaveCount(1)
  await filterBox(page).fill('prop:nothing.like.that')
  await expect(page.getByRole('heading', { name: 'No request matches the filter' })).toBeVisible()

  await filterBox(page).fill('')
  await filterBox(page).press('Escape')
  await page.getByRole('group', { name: 'Common filters' }).getByRole('button', { name: 'errors' }).click()
  await expect(filterBox(page)).toHaveValue('is:error')
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Saved filters' }).click()
  await page.getByRole('menuitem', { name: 'Save this filter' }).click()
  await filterBox(page).fill('')
  await filterBox(page).press('Escape')
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('button', { name: 'Saved filters' }).click()
  await page.getByRole('menuitem', { name: 'is:error' }).click()
  await expect(rows(page)).toHaveCount(1)
})

test('the tail is followed until the user scrolls away, and says how many are new; the order and the pins are the user’s', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  await page.setViewportSize({ width: 1440, height: 620 })
  const send = async (from: number, count: number) => {
    for (let n = from; n < from + count; n++) await ask(shop.origin, `/about?n=${n}.`)
  }
  await send(0, 40)
  await expect(rows(page, 'n=39.')).toBeInViewport()
  await timeline(page).hover()
  await page.mouse.wheel(0, -300)
  await expect(rows(page, 'n=39.')).not.toBeInViewport()
  await send(40, 3)
  const pill = page.getByRole('button', { name: '3 new' })
  await expect(pill).toBeVisible()
  await expect(rows(page, 'n=42.')).not.toBeInViewport()
  await pill.click()
  await expect(rows(page, 'n=42.')).toBeInViewport()
  await expect(pill).toHaveCount(0)
  await send(43, 1)
  await expect(rows(page, 'n=43.')).toBeInViewport()

  await head(page, 'Total').getByRole('button').click()
  await expect(head(page, 'Total')).toHaveAttribute('aria-sort', 'descending')
  const names = await timeline(page).getByRole('columnheader').allTextContents()
  const totals = await rows(page).evaluateAll(
    (all, at) => all.map(row => row.querySelectorAll('[role="gridcell"]')[at]?.textContent ?? ''),
    names.indexOf('Total'),
  )
  const sorted = totals.map(msOf)
  expect(sorted).toEqual([...sorted].sort((a, b) => b - a))
  await page.getByRole('button', { name: /^by total/ }).click()
  await expect(head(page, 'Total')).not.toHaveAttribute('aria-sort', /.+/)

  await rows(page, 'n=43.').click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await page.keyboard.press('Home')
  const pinned = timeline(page).getByRole('rowgroup', { name: 'Pinned requests' }).getByRole('row')
  await expect(pinned).toHaveCount(1)
  await expect(pinned).toBeInViewport()
  await expect(pinned).toContainText('n=43.')
  await page.keyboard.press('w')
  await expect(timeline(page).getByRole('columnheader', { name: 'Phases by the clock' })).toBeVisible()
})

test('routes: one row a page, a click filters, two times are compared with an honest word; all of it from the palette', async ({
  openAttached,
  target,
}) => {
  const shop = await target({ name: 'shop', mode: 'start' })
  const page = await openAttached(shop)
  for (const url of ['/product/1', '/product/2', '/search?q=lamp', '/about']) await askPage(shop.origin, marked(url))
  await expect(rows(page)).toHaveCount(4)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await expect(palette.getByRole('option', { name: 'First request' })).toBeVisible()
  expect(await violations(page, 'palette')).toEqual([])
  await page.keyboard.type('one row a page')
  await page.keyboard.press('Enter')
  await expect(palette).toHaveCount(0)
  const routes = page.getByRole('region', { name: 'Routes' })
  const product = routes.getByRole('row').filter({ hasText: '/product/[id]' })
  await expect(product.getByRole('cell').first()).toHaveText('2')
  await page.getByRole('button', { name: 'Split at this moment' }).click()
  await askPage(shop.origin, marked('/product/3'))
  await expect(product).toContainText('too few to tell (2 and 1)')
  expect(await violations(page, 'routes')).toEqual([])
  await product.getByRole('button').click()
  await expect(filterBox(page)).toHaveValue('page:/product/[id]')
  await expect(rows(page)).toHaveCount(3)

  // Enter on the overview keeps the time that it shows; Escape shows all again.
  await page.getByRole('group', { name: /^Requests over time/ }).focus()
  for (const key of ['+', '+', '+', '+', '+', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Enter'])
    await page.keyboard.press(key)
  await expect(page.getByRole('button', { name: /Show all times/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect.poll(() => counted(page)).toMatchObject({ shown: 3 })

  // What was set up comes back with the project.
  await page.getByRole('button', { name: 'Columns and bars' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Outcome' }).click()
  await page.keyboard.press('Escape')
  await expect(head(page, 'Outcome')).toBeVisible()
  await expect(async () => {
    await page.reload()
    await expect(head(page, 'Outcome')).toBeVisible({ timeout: 2000 })
  }).toPass()
  await expect(filterBox(page)).toHaveValue('page:/product/[id]')
  await expect(details(page)).toHaveCount(0)
})
