import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { countsLine, flakyTitles, oneTest, playwrightCounts, sum, vitestCounts } from './counts.mjs'

const folder = mkdtempSync(join(tmpdir(), 'propscope-counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 2 }
const playwright = { stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 3 } }

describe('the last line of npm test', () => {
  it('sums all stages, and names skipped tests only where there are some', () => {
    expect(countsLine(sum([oneTest(true), oneTest(false), { passed: 40, failed: 0, skipped: 0 }]))).toBe(
      '41 passed, 1 failed',
    )
    expect(countsLine({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped')
  })

  it('reads the reports of both runners', () => {
    expect(vitestCounts(report(vitest), 0)).toEqual({ passed: 7, failed: 0, skipped: 3 })
    expect(playwrightCounts(report(playwright), 1)).toEqual({ passed: 6, failed: 2, skipped: 3 })
  })

  it('names what passed only when repeated, however deep it lies', () => {
    const specs = [
      { title: 'unsteady', tests: [{ status: 'flaky' }] },
      { title: 'good', tests: [{ status: 'expected' }] },
    ]
    const suites = [{ title: 'file', suites: [{ title: 'block', specs }], specs: [{ title: 'bad', tests: [] }] }]
    expect(flakyTitles(report({ suites }))).toEqual(['unsteady'])
    expect(flakyTitles(report('{'))).toEqual([])
  })

  it('is never green for a run that failed without a failed test, or left no report', () => {
    expect(vitestCounts(report(vitest), 1)).toMatchObject({ failed: 1 })
    expect(playwrightCounts(report({ stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0 } }), 1)).toMatchObject({
      failed: 1,
    })
    expect(vitestCounts(join(folder, 'none.json'), 0)).toMatchObject({ failed: 1 })
    expect(playwrightCounts(report('{'), 0)).toMatchObject({ failed: 1 })
  })
})
