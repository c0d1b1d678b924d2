/**
 * Runs inside the server, as text (bundlers rewrite functions): closes the inspector in a later tick, once no client is connected.
 * `inspector.close()` with a client connected blocks the server's event loop for good. On Linux the process looks into
 * its own table of connections; elsewhere it can only wait until we are surely gone.
 * For the case that no agent came up which could be asked to do it.
 */
export const closeInspectorFromInside = `(() => {
  const inspector = require('node:inspector')
  const fs = require('node:fs')
  const connected = port => {
    const hex = ':' + port.toString(16).toUpperCase().padStart(4, '0')
    const lines = fs.readFileSync('/proc/self/net/tcp', 'latin1').split('\\n')
    return lines.some(line => { const f = line.trim().split(/\\s+/); return f[3] === '01' && String(f[1]).endsWith(hex) })
  }
  const url = inspector.url()
  if (!url) return false
  const port = Number(new URL(url).port)
  let looks = 0
  const timer = setInterval(() => {
    looks += 1
    try {
      if (process.platform === 'linux' ? connected(port) : looks < 20) return looks < 600 ? undefined : clearInterval(timer)
      clearInterval(timer)
      if (inspector.url() === url) inspector.close()
    } catch { clearInterval(timer) }
  }, 50)
  timer.unref()
  return true
})()`
