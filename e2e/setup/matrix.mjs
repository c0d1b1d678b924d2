import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { updateTable } from '../matrix/table.mjs'
import { ensureBuilt } from './build.mjs'
import { runTool } from './child.mjs'
import { ensureInstalled } from './install.mjs'
import { ROOT, say } from './say.mjs'

/**
 * `npm run test:matrix [-- PATTERN]`: every row of e2e/matrix/, or those whose title has the pattern, one after the other, each on ports of its own. Prints the table of
 * what is supported and writes it into the README; rows that were not asked keep what they had.
 */
const [pattern] = process.argv.slice(2)
const SPECS = ['e2e/capture.e2e.ts', 'e2e/company.e2e.ts', 'e2e/debugger.e2e.ts', 'e2e/source.e2e.ts', 'e2e/matrix/']
const reports = mkdtempSync(join(tmpdir(), 'propscope-matrix-'))
const file = join(reports, 'matrix.json')

/** @typedef {{ title: string, specs?: { title: string, ok: boolean, tests: { results: { status: string }[] }[] }[], suites?: Suite[] }} Suite */

/** @param {Suite} suite @returns {{ title: string, passed: boolean }[]} those that ran */
function testsIn({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ tests }) => tests.some(({ results }) => results.some(({ status }) => status !== 'skipped')))
    .map(({ title, ok }) => ({ title, passed: ok }))
  return [...own, ...suites.flatMap(testsIn)]
}

let code = 1
if ((await ensureInstalled()) && (await ensureBuilt())) {
  const only = pattern === undefined ? [] : ['-g', pattern]
  const config = ['--config', 'e2e/playwright.config.ts', '--project', 'browser', '--workers', '1']
  code = await runTool(['playwright', 'test', ...config, ...SPECS, ...only], {
    env: { PROPSCOPE_MATRIX: 'full', PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  })
  try {
    /** @type {{ suites: Suite[] }} */
    const report = JSON.parse(readFileSync(file, 'utf8'))
    process.stdout.write(`\n${updateTable(ROOT, report.suites.flatMap(testsIn))}\n`)
  } catch (error) {
    say(`No table was made: ${error instanceof Error ? error.message : error}`)
    code ||= 1
  }
}
rmSync(reports, { recursive: true, force: true })
process.exitCode = code
