import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/**
 * Stands for the module `electron` under the built main process, in a plain Node: it records what the app asks of Electron, and does what
 * the test tells it over IPC, as the platform would. Run by `electron-main.ts` only.
 */

/** @type {{ what: string, given: unknown }[]} */
const record = []
/** @param {string} what @param {unknown} [given] */
const note = (what, given) => void record.push({ what, given: JSON.parse(JSON.stringify(given ?? null)) })

/** @type {Record<string, (...given: any[]) => unknown>} */
const handlers = {}
/** @param {string} name @returns {(handler: (...given: any[]) => unknown) => void} */
const keeps = name => handler => {
  note(name)
  handlers[name] = handler
}

class App extends EventEmitter {
  whenReady = async () => note('whenReady')
  enableSandbox = () => note('enableSandbox')
  getVersion = () => '9.9.9'
  getPath = () => process.env['STAND_IN_USER_DATA'] ?? ''
  /** @param {number} code */
  exit = code => process.exit(code)
  quit() {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) process.exit(0)
  }
}
export const app = new App()

const session = {
  setPermissionRequestHandler: keeps('permissionRequest'),
  setPermissionCheckHandler: keeps('permissionCheck'),
  setDevicePermissionHandler: keeps('devicePermission'),
  webRequest: {
    /** @param {unknown} filter @param {(...given: any[]) => unknown} handler */
    onBeforeRequest(filter, handler) {
      note('onBeforeRequest', filter)
      handlers['beforeRequest'] = handler
    },
  },
}

class WebContents extends EventEmitter {
  session = session
  mainFrame = { url: 'app://propscope/' }
  url = 'app://propscope/'
  getURL = () => this.url
  isDestroyed = () => false
  setWindowOpenHandler = keeps('windowOpen')
  /** @param {string} channel @param {any} message */
  send(channel, message) {
    note('send', { channel, message })
    process.send?.({ sent: message })
  }
}

/** @type {WebContents | null} */
let contents = null

export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  /** @param {object} options */
  constructor(options) {
    super()
    note('BrowserWindow', options)
    contents = this.webContents
    windows.push(this)
  }
  /** @param {string} url */
  async loadURL(url) {
    note('loadURL', url)
    this.emit('ready-to-show')
  }
  show = () => note('show')
  maximize = () => note('maximize')
  isMaximized = () => true
  getNormalBounds = () => ({ x: 1, y: 2, width: 900, height: 700 })
}
/** @type {BrowserWindow[]} */
const windows = []

export const ipcMain = new EventEmitter()
export const nativeTheme = { shouldUseDarkColors: true }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const shell = { openExternal: async (/** @type {string} */ url) => note('openExternal', url) }
export const protocol = {
  registerSchemesAsPrivileged: (/** @type {unknown} */ schemes) => note('schemes', schemes),
  /** @param {string} scheme @param {(request: Request) => Promise<Response>} handler */
  handle(scheme, handler) {
    note('protocol.handle', scheme)
    handlers['protocol'] = handler
  },
}
export const net = {
  /** @param {string} url of a file */
  async fetch(url) {
    const type = url.endsWith('.html') ? 'text/html' : 'text/javascript'
    return new Response(new Uint8Array(await readFile(fileURLToPath(url))), { headers: { 'content-type': type } })
  },
}
export const Menu = {
  buildFromTemplate: (/** @type {object[]} */ items) => items,
  setApplicationMenu: (/** @type {object[]} */ items) => note('menu', items.length),
}

/** What the test can make happen; each answers with what came of it. */
const acts = {
  record: () => record,
  /** @param {string} url */
  async request(url) {
    const response = /** @type {Response} */ (await handlers['protocol']?.(new Request(url)))
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
  },
  /** @param {{ from: 'page' | 'subframe' | 'stranger' | 'elsewhere' | 'gone', message: unknown }} given */
  ipc({ from, message }) {
    const senders = {
      page: { sender: contents, senderFrame: contents?.mainFrame },
      subframe: { sender: contents, senderFrame: { url: 'app://propscope/' } },
      stranger: { sender: new WebContents(), senderFrame: contents?.mainFrame },
      elsewhere: { sender: contents, senderFrame: contents?.mainFrame },
      gone: { sender: contents, senderFrame: null },
    }
    if (contents) contents.mainFrame.url = from === 'elsewhere' ? 'https://evil.example/' : 'app://propscope/'
    ipcMain.emit('propscope:rpc', senders[from], message)
    return null
  },
  /** @param {{ event: string, url: string }} given @returns whether it was prevented */
  navigate({ event, url }) {
    let prevented = false
    contents?.emit(event, { url, preventDefault: () => (prevented = true) })
    return prevented
  },
  /** @param {string} url */
  open: url => handlers['windowOpen']?.({ url }),
  /** @param {{ permission: string, url: string }} given */
  async permission({ permission, url }) {
    const requested = await new Promise(answer =>
      handlers['permissionRequest']?.({ getURL: () => url }, permission, answer),
    )
    const checked = handlers['permissionCheck']?.(null, permission, url)
    return { requested, checked, device: handlers['devicePermission']?.({}) }
  },
  beforeRequest: () => new Promise(resolve => handlers['beforeRequest']?.({}, resolve)),
  closeWindow() {
    windows[0]?.emit('close')
    windows[0]?.emit('closed')
    app.emit('window-all-closed')
    return null
  },
}

process.on('message', async (/** @type {{ id: number, act: keyof typeof acts, given: any }} */ { id, act, given }) => {
  process.send?.({ id, answer: (await acts[act](given)) ?? null })
})
