import { expect, type Locator, type Page } from '@playwright/test'

/** Where things are on the app's screen, by the roles and names that a person or a screen reader meets. */

/** The server that the app is attached to, in the toolbar. */
export const serverChip = (page: Page) => page.getByRole('button', { name: /pid \d+/ })
/** The line of a running server on the first screen. */
export const listed = (page: Page, pid: number) =>
  page.getByRole('listitem').filter({ hasText: new RegExp(`pid ${pid}(?!\\d)`) })
export const timeline = (page: Page) => page.getByRole('grid', { name: 'Timeline' })
export const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })
export const statusBar = (page: Page) => page.getByRole('contentinfo')
export const filterBox = (page: Page) => page.getByRole('combobox', { name: 'Filter' })

export const kindChip = (page: Page, kind: string) =>
  page.getByRole('group', { name: 'Kinds of requests' }).getByRole('button', { name: kind, exact: true })

/** Rows of requests that hold this text; the header is none. */
export function rows(page: Page, text: string | RegExp = ''): Locator {
  return timeline(page).getByRole('rowgroup').getByRole('row').filter({ hasText: text })
}

/** How many requests the list says it shows, and how many there are. */
export async function counted(page: Page): Promise<{ shown: number; all: number }> {
  const text = await page.getByRole('heading', { name: 'Timeline' }).locator('+ span').innerText()
  const [shown = Number.NaN, all = shown] = text.split(' of ').map(part => Number(part.replaceAll(',', '')))
  return { shown, all }
}

/** The row's cell under the column of that name, which must be in sight. */
export async function cell(row: Locator, column: string): Promise<Locator> {
  const names = await timeline(row.page()).getByRole('columnheader').allTextContents()
  const index = names.indexOf(column)
  if (index < 0) throw new Error(`no column ${column} in sight, only: ${names.join(', ')}`)
  return row.getByRole('gridcell').nth(index)
}

/** Waits for the one row with this text, and for its end; reads the cells that are in sight, by column. */
export async function readRow(page: Page, text: string): Promise<Record<string, string>> {
  const row = rows(page, text)
  await expect(row).toHaveCount(1)
  await expect(row).not.toHaveText(/^running/)
  const names = await timeline(page).getByRole('columnheader').allTextContents()
  const texts = await row.getByRole('gridcell').allTextContents()
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}

/** Chooses the one row with this text, and waits until its details are there. */
export async function openDetails(page: Page, text: string): Promise<Locator> {
  await readRow(page, text)
  await rows(page, text).click()
  const pane = details(page)
  await expect(pane.getByRole('heading', { level: 2 }).first()).toContainText(text)
  await expect(pane.locator('[aria-busy="true"]')).toHaveCount(0)
  return pane
}

export async function openTab(page: Page, name: string): Promise<Locator> {
  await details(page)
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click()
  return details(page).getByRole('tabpanel')
}

/** A card of the details by its title. */
export const card = (page: Page, title: string) => details(page).getByRole('region', { name: title, exact: true })

/** What stands beside a name, in a list of names and values. */
export function factOf(within: Locator, name: string): Locator {
  return within
    .locator('dt')
    .filter({ hasText: new RegExp(`^${name}$`) })
    .locator('xpath=following-sibling::dd[1]')
}

/** All rows of a card's table, as texts of their cells. */
export async function tableOf(within: Locator): Promise<string[][]> {
  const lines = await within.getByRole('table').locator('tbody tr').all()
  return Promise.all(lines.map(line => line.locator('th, td').allTextContents()))
}

/** Milliseconds of a text such as `231 ms`, `1.24 s`, `0.42 ms`; NaN where it is none. */
export function msOf(text: string): number {
  const match = /([\d.]+) (ms|s)\b/.exec(text)
  return match ? Number(match[1]) * (match[2] === 's' ? 1000 : 1) : Number.NaN
}
