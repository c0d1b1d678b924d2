import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app } from 'electron'
import { createBackend } from './backend.ts'
import { claimAppScheme } from './hosts/electron-files.ts'
import { openElectronHost } from './hosts/electron-host.ts'
import { closeBeforeQuit } from './hosts/electron-quit.ts'

const out = join(import.meta.dirname, '..')
const report = (error: unknown) => console.error('propscope:', error)

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { attach: { type: 'string' } }, strict: false })
  const backend = await createBackend({ host: 'electron', version: app.getVersion() })
  closeBeforeQuit(backend, report)
  // Both at once: the window shows the attaching and what comes of it, good or bad.
  const attached = typeof values.attach === 'string' ? backend.api.attach(values.attach) : null
  await openElectronHost({
    backend,
    files: join(out, 'renderer'),
    preload: join(out, 'preload', 'preload.cjs'),
    report,
  })
  await attached
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
