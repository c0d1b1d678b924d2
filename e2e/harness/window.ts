import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { hostSurroundings, pickHost } from '../../electron/hosts/pick.ts'
import { ROOT } from './child.ts'
import { test as base, expect } from './test.ts'
import { serverChip } from './view.ts'

export { expect }

interface WindowFixtures {
  /**
   * Opens the app, by default attached to nothing: in project `browser` the browser view, in project `electron` the real window. Skips the
   * test, aloud, where no such window can be opened. The app is ended when the test is over.
   */
  readonly openWindow: (...args: string[]) => Promise<Page>
  /** The same with `--attach`, once the app says that it is attached. */
  readonly openAttached: (server: { readonly origin: string; readonly pid: number }) => Promise<Page>
}

const endings = new WeakMap<Page, () => Promise<void>>()

/** Ends the app that `page` shows now, as its user would, and waits until it has ended. */
export async function endApp(page: Page): Promise<void> {
  await endings.get(page)?.()
}

/** Said once in each worker. */
let said = false

/** `test` for specs of the app that any host can show. */
export const test = base.extend<WindowFixtures>({
  openWindow: async ({ app, page }, use, info) => {
    if (info.project.name !== 'electron') {
      await use(async (...args) => {
        const child = await app(page, ...args)
        endings.set(page, () => child.end())
        return page
      })
      return
    }
    const choice = pickHost(hostSurroundings())
    if (choice.kind === 'browser') {
      if (!said) console.log(`Skipping the app in Electron: ${choice.why}.`)
      said = true
      info.skip(true, choice.why)
      return
    }
    const started: ElectronApplication[] = []
    const broken: string[] = []
    await use(async (...args) => {
      const electron = await _electron.launch({ executablePath: choice.binary, args: [ROOT, ...args] })
      started.push(electron)
      const window = await electron.firstWindow()
      endings.set(window, () => electron.close())
      window.on('pageerror', error => broken.push(String(error.stack)))
      return window
    })
    await Promise.all(started.map(electron => electron.close()))
    expect(broken, 'uncaught errors of the page').toEqual([])
  },
  openAttached: async ({ openWindow }, use) => {
    await use(async ({ origin, pid }) => {
      const page = await openWindow('--attach', origin)
      await expect(serverChip(page)).toContainText(`pid ${pid}`)
      return page
    })
  },
})
