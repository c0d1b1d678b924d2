import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { runTool } from './child.mjs'
import { say } from './say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome']

/**
 * A Chromium to test in, by looking only: PROPSCOPE_CHROMIUM, Playwright's own, then what PATH has.
 * @returns {string | null}
 */
export function findChromium() {
  const named = process.env['PROPSCOPE_CHROMIUM']
  if (named) return existsSync(named) ? named : null
  return playwrightsOwn() ?? onPath()
}

/** Finds a Chromium, or installs Debian's where that can be done without asking. Says what to do where it cannot. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.env['PROPSCOPE_CHROMIUM']) {
    say(`PROPSCOPE_CHROMIUM names ${process.env['PROPSCOPE_CHROMIUM']}, which is not there.`)
    return null
  }
  if (process.getuid?.() === 0 && isDebian()) {
    say('No Chromium found: installing the one of the distribution (apt-get install chromium) …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const quiet = ['-qq', '-o=Dpkg::Use-Pty=0']
    const code =
      (await runTool(['apt-get', ...quiet, 'update'], { env })) ||
      (await runTool(
        ['apt-get', ...quiet, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
        { env },
      ))
    const installed = findChromium()
    if (installed) return installed
    say(`apt-get ended with code ${code}, and there is no Chromium still.`)
  }
  say(
    'The end-to-end tests need a Chromium. Install one (Debian and Ubuntu: apt-get install chromium; anywhere: npx playwright install chromium), or name one in PROPSCOPE_CHROMIUM.',
  )
  return null
}

/** Where Playwright would look for the browser that it downloads. */
function playwrightsOwn() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright')
    const path = chromium.executablePath()
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

function onPath() {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const ending = process.platform === 'win32' ? '.exe' : ''
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const candidates = NAMES.flatMap(name => folders.map(folder => join(folder, name + ending)))
  return [...candidates, mac].find(path => existsSync(path)) ?? null
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
