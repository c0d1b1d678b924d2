import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { runTool } from './child.mjs'
import { ensureChromium } from './chromium.mjs'
import { countsLine, flakyTitles, oneTest, playwrightCounts, sum, vitestCounts } from './counts.mjs'
import { ensureInstalled } from './install.mjs'
import { say } from './say.mjs'

/**
 * `npm test`: everything, from a bare clone. A stage that fails does not stop the later ones, except where they stand on it.
 * The last line is `N passed, N failed[, N skipped]`; types, lint and build count as one test each.
 */
const reports = mkdtempSync(join(tmpdir(), 'propscope-reports-'))

/** @type {import('./counts.mjs').Counts[]} */
const counts = []

/**
 * @param {string} name
 * @param {() => Promise<import('./counts.mjs').Counts>} run
 */
async function stage(name, run) {
  say(`\n── ${name} ──`)
  const from = performance.now()
  const result = await run()
  counts.push(result)
  say(`── ${name}: ${countsLine(result)} in ${Math.round((performance.now() - from) / 1000)} s`)
  return result.failed === 0
}

async function unit() {
  const file = join(reports, 'unit.json')
  const code = await runTool([
    'vitest',
    'run',
    '--config',
    'e2e/setup/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return vitestCounts(file, code)
}

/** @param {string | null} chromium */
async function endToEnd(chromium) {
  if (chromium === null) return oneTest(false)
  const file = join(reports, 'e2e.json')
  const code = await runTool(['playwright', 'test', '--config', 'e2e/playwright.config.ts'], {
    env: { PROPSCOPE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  })
  for (const title of flakyTitles(file)) say(`FLAKY, passed only when repeated: ${title}`)
  return playwrightCounts(file, code)
}

if (await stage('install', async () => ({ passed: 0, failed: (await ensureInstalled()) ? 0 : 1, skipped: 0 }))) {
  const chromium = await ensureChromium()
  await stage('types', async () => oneTest((await runTool(['tsc', '-b'])) === 0))
  await stage('lint', async () => oneTest((await runTool(['biome', 'check', '--error-on-warnings', '.'])) === 0))
  await stage('unit tests', unit)
  if (await stage('build', async () => oneTest(await build()))) await stage('end to end', () => endToEnd(chromium))
}
rmSync(reports, { recursive: true, force: true })

const total = sum(counts)
process.exitCode = total.failed === 0 ? 0 : 1
process.stdout.write(`\n${countsLine(total)}\n`)
