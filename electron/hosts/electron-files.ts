import { join, normalize, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'
import { securityHeaders } from './csp.ts'

const SCHEME = 'app'

/** Where the window's page lives. A scheme of our own, since a policy and an origin mean little for `file:`. */
export const APP_ORIGIN = `${SCHEME}://propscope`

/** Must be called before Electron is ready. */
export function claimAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer in `folder`, and nothing outside of it, at `APP_ORIGIN`. */
export function serveAppFiles(folder: string): void {
  protocol.handle(SCHEME, async request => {
    const headers = { ...securityHeaders(null), 'cache-control': 'no-store' }
    const file = request.method === 'GET' ? fileOf(folder, new URL(request.url)) : null
    if (file === null) return new Response('Propscope has no such file.\n', { status: 404, headers })
    try {
      const found = await net.fetch(pathToFileURL(file).href)
      const type = found.headers.get('content-type') ?? 'application/octet-stream'
      return new Response(found.body, { status: found.status, headers: { ...headers, 'content-type': type } })
    } catch {
      // net.fetch rejects for a file that is not there.
      return new Response('Propscope has no such file.\n', { status: 404, headers })
    }
  })
}

function fileOf(folder: string, url: URL): string | null {
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return null
  try {
    const path = decodeURIComponent(url.pathname)
    const file = normalize(join(folder, path === '/' ? 'index.html' : path))
    return file.startsWith(folder + sep) && !path.includes('\0') ? file : null
  } catch {
    return null
  }
}
