import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app } from 'electron'
import { createBackend } from './backend.ts'
import { type Beginning, begin } from './command/begin.ts'
import { LAUNCHED_VARIABLE } from './command/electron.ts'
import { say } from './command/say.ts'
import { openInBrowser } from './hosts/electron-external.ts'
import { claimAppScheme } from './hosts/electron-files.ts'
import { openElectronHost } from './hosts/electron-host.ts'
import { closeBeforeQuit } from './hosts/electron-quit.ts'
import type { LaunchEndpoint } from './servers/launch-endpoint.ts'

const out = join(import.meta.dirname, '..')
const report = (error: unknown) => console.error('propscope:', error)

async function start(): Promise<void> {
  const backend = await createBackend({
    host: 'electron',
    version: app.getVersion(),
    openUrl: openInBrowser,
    report: say,
    launched: readLaunched(),
  })
  closeBeforeQuit(backend, report)
  // Both at once: the window shows the attaching and what comes of it, good or bad.
  const begun = begin(backend, readBeginning())
  await openElectronHost({
    backend,
    files: join(out, 'renderer'),
    preload: join(out, 'preload', 'preload.cjs'),
    report,
  })
  await begun
}

/** What `electron/command/electron.ts` writes behind our folder; other arguments are Electron's. */
function readBeginning(): Beginning {
  const { values } = parseArgs({
    options: { attach: { type: 'string' }, tap: { type: 'string' }, target: { type: 'string' } },
    strict: false,
  })
  const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : null)
  const port = Number(text(values.tap) ?? Number.NaN)
  return { attach: text(values.attach), tap: Number.isInteger(port) ? port : null, target: text(values.target) }
}

/** `electron/command/electron.ts` writes it; nobody whom we start is told. */
function readLaunched(): LaunchEndpoint | null {
  const text = process.env[LAUNCHED_VARIABLE]
  delete process.env[LAUNCHED_VARIABLE]
  return text === undefined ? null : (JSON.parse(text) as LaunchEndpoint)
}

claimAppScheme()
app.enableSandbox()
app.on('window-all-closed', () => app.quit())
// Not awaited here: Electron gets ready only after its entry module has been evaluated.
app
  .whenReady()
  .then(start)
  .catch(error => {
    report(error)
    app.exit(1)
  })
