import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The table of what is supported, made from what ran. Results are kept beside this file, so a part of the matrix can be asked again. */

/** @typedef {{ passed: boolean, next: string, on: string }} Result */

const COLUMNS = /** @type {const} */ ([
  ['`dev`, webpack', / dev webpack$/],
  ['`dev`, Turbopack', / dev turbopack$/],
  ['`start`', / start \w+$/],
  ['standalone', / standalone$/],
  ['custom server', / (http|express)$/],
  ['base path, i18n, rewrites, middleware', / routed with /],
  ['both routers', / with both routers$/],
  ['monorepo, TypeScript', / monorepo$/],
  ['led back to sources', / places$/],
  ['beside others who watch', / beside /],
  ['nothing left after detach', / after a detach$/],
])
const BEGIN = '<!-- made by npm run test:matrix -->'
const END = '<!-- end of the matrix -->'

/**
 * Keeps these results, and writes the table into the README. Returns it.
 * @param {string} root of the checkout
 * @param {{ title: string, passed: boolean }[]} ran
 */
export function updateTable(root, ran) {
  const file = join(root, 'e2e/matrix/results.json')
  /** @type {Record<string, Result>} */
  const results = JSON.parse(readFileSync(file, 'utf8'))
  const on = new Date().toISOString().slice(0, 10)
  for (const { title, passed } of ran) {
    const [row = ''] = title.split(': ')
    const name = row.split(' ')[0] ?? ''
    if (/^next[\d.]+$/.test(name)) results[row] = { passed, next: versionOf(root, name), on }
  }
  const sorted = Object.fromEntries(
    Object.entries(results).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
  )
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`)
  const table = tableOf(sorted)
  const readme = join(root, 'README.md')
  const text = readFileSync(readme, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < 0) throw new Error(`README.md has no place for the table, between ${BEGIN} and ${END}`)
  writeFileSync(readme, `${text.slice(0, from + BEGIN.length)}\n\n${table}\n\n${text.slice(to)}`)
  return table
}

/** @param {Record<string, Result>} results by row, as `next16 dev webpack` */
export function tableOf(results) {
  const rows = Object.entries(results)
  const names = [...new Set(rows.map(([row]) => row.split(' ')[0] ?? ''))]
  const head = ['Next.js', 'React', ...COLUMNS.map(([title]) => title)]
  const lines = names.map(name => {
    const own = rows.filter(([row]) => row.startsWith(`${name} `))
    const react = /^next1[234]$|^next15\.1$/.test(name) ? '18' : '19'
    const cells = COLUMNS.map(([, fits]) => cellOf(own.filter(([row]) => fits.test(row)).map(([, result]) => result)))
    return [own[0]?.[1].next ?? '', react, ...cells]
  })
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** @param {Result[]} results */
function cellOf(results) {
  if (results.length === 0) return ''
  const failed = results.filter(({ passed }) => !passed).length
  return failed === 0 ? 'yes' : failed === results.length ? 'fails' : 'in part'
}

/** @param {string} root @param {string} name */
function versionOf(root, name) {
  const file = join(root, 'e2e/targets/cases', name, 'package.json')
  return String(JSON.parse(readFileSync(file, 'utf8')).dependencies.next)
}
