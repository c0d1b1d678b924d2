import { join } from 'node:path'
import type { Backend } from '../../shared/api.ts'
import { hostSurroundings, pickHost } from '../hosts/pick.ts'
import type { LaunchEndpoint } from '../servers/launch-endpoint.ts'
import type { Beginning } from './begin.ts'
import { showInBrowser } from './browser.ts'
import { showInElectron } from './electron.ts'
import type { OpenCall } from './parse.ts'
import { say } from './say.ts'

export interface Installation {
  /** Folder of package.json and `out/`. */
  readonly root: string
  /** Where a launched command's servers find the app; null: none is launched. */
  readonly launched: LaunchEndpoint | null
  createBackend(): Promise<Backend>
}

/**
 * Opens the app: in Electron where it can be, else in a browser, saying why in one line. Returns the exit code once `ended`, or once the
 * window was closed.
 */
export async function openApp(
  call: OpenCall,
  beginning: Beginning,
  installation: Installation,
  ended: Promise<void>,
): Promise<number> {
  const choice = call.browser ? null : pickHost(hostSurroundings())
  if (choice?.kind === 'electron') {
    const code = await showInElectron(
      { binary: choice.binary, app: installation.root, beginning, launched: installation.launched },
      ended,
    )
    if (code !== null) return code
  }
  if (choice?.kind === 'browser') say(`Using the browser view: ${choice.why}.`)
  else if (choice) say('Using the browser view instead.')
  return showInBrowser(
    {
      backend: await installation.createBackend(),
      files: join(installation.root, 'out', 'renderer'),
      port: call.port,
      open: call.open,
      // A launched command has the terminal's input to itself.
      ask: call.launch === null,
      beginning,
    },
    ended,
  )
}
