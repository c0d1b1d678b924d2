import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from './setup/chromium.mjs'

const executablePath = findChromium()
const json = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE']
// What specs have the product remember is not the developer's.
process.env['PROPSCOPE_CONFIG'] ??= join(import.meta.dirname, '..', 'test-results', 'config')

/**
 * `browser`: every spec, the app in the browser host. `electron`: the specs of the Electron window and those of the app, which say aloud why
 * they are skipped where no window can be opened. Specs start their own servers (e2e/harness), so there is no `webServer`.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../test-results',
  // Each worker runs real Next servers beside its browser; more of them on two cores only makes all of them slow.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // A shared machine may stand still in the middle of a test. What passes only when repeated is named as flaky at the end, to be mended.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(json ? [['json', { outputFile: json }] as const] : [])],
  use: {
    // Nothing here needs the network.
    launchOptions: {
      args: ['--disable-background-networking'],
      ...(executablePath === null ? {} : { executablePath }),
    },
    // A click on what never comes fails soon, and says what it waited for.
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'browser', testIgnore: 'electron-window.e2e.ts' },
    { name: 'electron', testMatch: ['electron-window.e2e.ts', 'app-*.e2e.ts'] },
  ],
})
