import { join } from 'node:path'
import { app, BrowserWindow, type IpcMainEvent, ipcMain, nativeTheme, screen } from 'electron'
import { type Backend, RPC_CHANNEL } from '../../shared/api.ts'
import { APP_ORIGIN, serveAppFiles } from './electron-files.ts'
import { isOwnPage, lockNavigation, lockSession } from './electron-lock.ts'
import { setMenu } from './electron-menu.ts'
import { type Channel, serveFrontend } from './rpc.ts'
import { isReachable, readWindowState, writeWindowState } from './window-state.ts'

export interface ElectronHostOptions {
  readonly backend: Backend
  /** Folder of the built renderer. */
  readonly files: string
  /** The built preload script. */
  readonly preload: string
  report(error: unknown): void
}

/** Opens the app in a window that can do nothing but show our page and talk to `backend`. Electron must be ready. */
export async function openElectronHost(options: ElectronHostOptions): Promise<void> {
  serveAppFiles(options.files)
  setMenu(process.platform)
  const window = createWindow(options.preload)
  lockSession(window.webContents.session)
  lockNavigation(window.webContents)
  const stop = serveFrontend(options.backend, ipcChannel(window), options.report)
  window.on('closed', stop)
  await window.loadURL(`${APP_ORIGIN}/`)
}

function createWindow(preload: string): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const saved = readWindowState(stateFile)
  const screens = screen.getAllDisplays().map(display => display.workArea)
  const bounds = saved && isReachable(saved.bounds, screens) ? saved.bounds : { width: 1440, height: 900 }
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 720,
    minHeight: 480,
    title: 'Propscope',
    show: false,
    autoHideMenuBar: true,
    // Of the page's own background (renderer/styles/tokens.css), so that opening and resizing do not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1014' : '#f6f7f9',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  if (saved?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  )
  return window
}

/** IPC with the main frame of `window` while it shows our page; whatever else speaks on the channel is not heard. */
function ipcChannel(window: BrowserWindow): Channel {
  const { webContents } = window
  const isOurs = (event: IpcMainEvent) =>
    event.sender === webContents &&
    event.senderFrame !== null &&
    event.senderFrame === webContents.mainFrame &&
    isOwnPage(event.senderFrame.url)
  return {
    post(message) {
      if (!webContents.isDestroyed()) webContents.send(RPC_CHANNEL, message)
    },
    listen(handler) {
      const onMessage = (event: IpcMainEvent, message: unknown) => {
        if (isOurs(event)) handler(message)
      }
      ipcMain.on(RPC_CHANNEL, onMessage)
      return () => ipcMain.off(RPC_CHANNEL, onMessage)
    },
    // Electron does not tell how much a window has not read yet.
    backlog: () => 0,
    onDrain: () => () => {},
  }
}
