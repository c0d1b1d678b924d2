import { ensureBuilt } from './build.mjs'
import { runTool } from './child.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'

/** `npm run screenshots`: takes the README's pictures again (e2e/screenshots.ts), on a fresh build. */
const chromium = (await ensureInstalled()) && (await ensureBuilt()) ? await ensureChromium() : null
process.exitCode = chromium
  ? await runTool(['tsx', 'e2e/screenshots.ts', ...process.argv.slice(2)], { env: { PROPSCOPE_CHROMIUM: chromium } })
  : 1
