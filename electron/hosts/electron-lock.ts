import { type Session, shell, type WebContents } from 'electron'
import { APP_ORIGIN } from './electron-files.ts'

/** Whether `url` is our own page. */
export function isOwnPage(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`)
}

/** Links that may be opened in the user's browser: pages of servers on this machine, which is all that Propscope shows. */
export function isLocalPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  const loopback = hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]'
  const local = loopback || /^127(\.\d+){3}$/.test(hostname)
  return (protocol === 'http:' || protocol === 'https:') && local && username === '' && password === ''
}

/** Keeps a window's contents on our own page: no other page, no new window, no webview. */
export function lockNavigation(contents: WebContents): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (!isOwnPage(url)) event.preventDefault()
  }
  contents.on('will-navigate', event => stay(event, event.url))
  contents.on('will-frame-navigate', event => stay(event, event.url))
  contents.on('will-redirect', event => stay(event, event.url))
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isLocalPage(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** Permissions of the page: none, but for writing text to the clipboard, which the copy buttons need and which reads nothing. */
const GRANTED = ['clipboard-sanitized-write']

/** Denies the page what it has no use for: permissions, devices, and every request that leaves our own scheme. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(GRANTED.includes(permission) && isOwnPage(contents.getURL())),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => GRANTED.includes(permission) && isOwnPage(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    (_details, answer) => answer({ cancel: true }),
  )
}
