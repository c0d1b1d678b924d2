import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { install } from './index.ts'

/**
 * A bundle of its own, which Node loads first in every process of a command that Propscope starts (`--require`, by NODE_OPTIONS). It puts the agent in when a Next server listens:
 * before the server can be asked anything. In all other processes it only listens to one channel of Node's. Where anything is not as expected it does nothing, and the server is found
 * and attached to as any other.
 */

/** Node tells of it when the port is open, before the loop takes a connection from it. */
const LISTENING = 'tracing:net.server.listen:asyncEnd'
const NEXT = /^(.*[\\/]next)[\\/]dist[\\/]/
/** In earlier ones other processes listen too, or the tracer is elsewhere. */
const EARLIEST = 14

interface Listening {
  address(): { readonly port?: number } | string | null
  readonly requestTimeout?: number
}

function onListening(message: unknown): void {
  try {
    const { server } = message as { server: Listening }
    // Only HTTP servers have one.
    if (server.requestTimeout === undefined) return
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const require = createRequire(join(process.cwd(), 'package.json'))
    const folder = Object.keys(require.cache)
      .map(file => NEXT.exec(file)?.[1])
      .find(found => found !== undefined)
    if (port === undefined || folder === undefined) return
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    if (Number.parseInt(version, 10) < EARLIEST) return
    unsubscribe(LISTENING, onListening)
    // Next loads it anyway, some ms later; the agent watches it where it is.
    require(join(folder, 'dist', 'server', 'lib', 'trace', 'tracer.js'))
    const { socketPath, secret } = JSON.parse(process.env['PROPSCOPE_LAUNCH'] ?? '')
    install(require, {
      socketPath,
      secret,
      ring: null,
      launched: { port, secure: 'cert' in server, nextVersion: version },
    })
  } catch {
    // Somebody's server goes on as if we had not been there.
  }
}

if (process.env['PROPSCOPE_LAUNCH']) subscribe(LISTENING, onListening)
