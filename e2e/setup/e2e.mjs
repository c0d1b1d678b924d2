import { ensureBuilt } from './build.mjs'
import { runTool } from './child.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'

/** `npm run e2e [-- playwright arguments]`: the end-to-end tests alone, on a fresh build. */
const chromium = (await ensureInstalled()) && (await ensureBuilt()) ? await ensureChromium() : null
process.exitCode = chromium
  ? await runTool(['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)], {
      env: { PROPSCOPE_CHROMIUM: chromium },
    })
  : 1
