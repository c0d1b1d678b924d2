import { readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {boolean} good @returns {Counts} */
export const oneTest = good => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 })

/** @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  const total = (/** @type {keyof Counts} */ key) => all.reduce((found, counts) => found + counts[key], 0)
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') }
}

/** The last line of `npm test`, which programs read. @param {Counts} counts */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * From vitest's JSON report. A run that failed without a failed test (a file that does not load) counts as one failure.
 * @param {string} file
 * @param {number} code exit code of the run
 * @returns {Counts}
 */
export function vitestCounts(file, code) {
  const report = readReport(file)
  if (!report) return oneTest(false)
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report
  return failure({ passed, failed, skipped: numPendingTests + numTodoTests }, code)
}

/**
 * From Playwright's JSON report. A test that passed only when repeated counts as passed; Playwright names it.
 * @param {string} file
 * @param {number} code
 * @returns {Counts}
 */
export function playwrightCounts(file, code) {
  const report = readReport(file)
  if (!report) return oneTest(false)
  const { expected, flaky, unexpected, skipped } = report.stats
  return failure({ passed: expected + flaky, failed: unexpected, skipped }, code)
}

/**
 * The titles of the tests that passed only when repeated, from Playwright's JSON report.
 * @param {string} file
 * @returns {string[]}
 */
export function flakyTitles(file) {
  /** @typedef {{ title: string, suites?: Suite[], specs?: { title: string, tests: { status: string }[] }[] }} Suite */
  /** @param {Suite} suite @returns {string[]} */
  const titles = ({ suites = [], specs = [] }) => [
    ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ title }) => title),
    ...suites.flatMap(titles),
  ]
  return titles({ title: '', suites: readReport(file)?.suites ?? [] })
}

/** @param {Counts} counts @param {number} code @returns {Counts} */
function failure(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
