/**
 * Runs inside the server, as text (bundlers rewrite functions): closes the inspector that is open now in a later tick, once no client
 * is connected to it. `inspector.close()` with a client connected blocks the server's event loop for good. On Linux the process looks
 * into its own table of connections, so this can be set up early, for the case that we die; elsewhere it can only wait a second, and
 * must be said last. It gives up after half a minute, when somebody else uses the inspector, and stops where it is closed already.
 */
export const closeInspectorFromInside = `(() => {
  // Past those who hook \`require\` (agent/node.ts).
  const load = require('node:module')._load ?? require
  const inspector = load('node:inspector')
  const fs = load('node:fs')
  const connected = port => {
    const hex = ':' + port.toString(16).toUpperCase().padStart(4, '0')
    const read = name => { try { return fs.readFileSync('/proc/self/net/' + name, 'latin1') } catch { return '' } }
    return (read('tcp') + read('tcp6')).split('\\n').some(line => { const f = line.trim().split(/\\s+/); return f[3] === '01' && String(f[1]).endsWith(hex) })
  }
  const url = inspector.url()
  if (!url) return false
  const port = Number(new URL(url).port)
  let looks = 0
  const timer = setInterval(() => {
    looks += 1
    try {
      if (inspector.url() !== url || looks > 600) return clearInterval(timer)
      if (process.platform === 'linux' ? connected(port) : looks < 20) return
      clearInterval(timer)
      inspector.close()
    } catch { clearInterval(timer) }
  }, 50)
  timer.unref()
  return true
})()`
