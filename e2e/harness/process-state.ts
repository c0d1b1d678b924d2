import CDP from 'chrome-remote-interface'
import { z } from 'zod'

/** What of a server's process a guest could leave something in, each a text by name. Functions and objects are numbered as they are met, so another one in its place has another number. */
export type ProcessState = Readonly<Record<string, Readonly<Record<string, string>>>>

const StateSchema = z.record(z.string(), z.record(z.string(), z.string()))

/** Looks into the process behind this inspector, which stays open; what we keep there ourselves is left out. */
export async function stateOf(inspector: URL): Promise<ProcessState> {
  const client = await CDP({ target: inspector.href, local: true })
  try {
    const expression = `(${look.toString()})(require)`
    const { result, exceptionDetails } = await client.Runtime.evaluate({
      expression,
      includeCommandLineAPI: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return StateSchema.parse(result.value)
  } finally {
    await client.close()
  }
}

/** Runs in the server, with nothing of this module around it. */
function look(require: NodeJS.Require): Record<string, Record<string, string>> {
  const KEY = Symbol.for('propscope.state-of')
  const holder = globalThis as unknown as Record<symbol, Map<unknown, number>>
  const cache = require('node:module')._cache as Record<string, { exports?: unknown } | undefined>
  if (!holder[KEY]) Object.defineProperty(globalThis, KEY, { value: new Map(), enumerable: false })
  const numbers = holder[KEY] as Map<unknown, number>
  const number = (value: unknown) => {
    if (!numbers.has(value)) numbers.set(value, numbers.size)
    return `${typeof value} ${numbers.get(value)}`
  }
  const shape = (object: object) => {
    const found: Record<string, string> = {}
    for (const key of Reflect.ownKeys(object)) {
      if (key === KEY) continue
      const { value, get, set, enumerable } = Object.getOwnPropertyDescriptor(object, key) ?? {}
      const own = get || set ? `${number(get)} ${number(set)}` : number(value)
      // Of plain values only the kind: counters count on.
      const isKept = get || set || typeof value === 'function' || (typeof value === 'object' && value !== null)
      found[String(key)] = `${isKept ? own : typeof value}${enumerable ? ' enumerable' : ''}`
    }
    return found
  }
  const listeners = (emitter: NodeJS.EventEmitter) =>
    Object.fromEntries(emitter.eventNames().map(name => [String(name), String(emitter.listenerCount(name))]))
  const counts = (names: readonly string[]) => {
    const found: Record<string, string> = {}
    for (const name of [...names].sort()) found[name] = String(Number(found[name] ?? 0) + 1)
    return found
  }

  const http = require('node:http') as typeof import('node:http')
  const net = require('node:net') as typeof import('node:net')
  const tls = require('node:tls') as typeof import('node:tls')
  const fs = require('node:fs') as typeof import('node:fs')
  const events = require('node:events') as typeof import('node:events')
  const stream = require('node:stream') as typeof import('node:stream')
  const hooks = require('node:async_hooks') as typeof import('node:async_hooks')
  const diagnostics = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel')
  const inspector = require('node:inspector') as typeof import('node:inspector')
  const handles = (process as unknown as { _getActiveHandles(): object[] })._getActiveHandles()
  const servers = handles.filter((handle): handle is import('node:net').Server => handle instanceof net.Server)
  // What the inspector lends this very look, and what Next itself puts there anew with requests.
  const lent = 'clear copy debug dir dirxml inspect keys monitor profile profileEnd queryObjects require table undebug'
  const passing = new Set([...lent.split(' '), 'unmonitor', 'values', '__incrementalCache'])
  const globals = Object.entries(shape(globalThis)).filter(([name]) => !passing.has(name))
  const state: Record<string, Record<string, string>> = {
    globalThis: Object.fromEntries(globals),
    process: shape(process),
    console: shape(console),
    http: shape(http),
    ServerResponse: shape(http.ServerResponse.prototype),
    OutgoingMessage: shape(http.OutgoingMessage.prototype),
    IncomingMessage: shape(http.IncomingMessage.prototype),
    Server: shape(http.Server.prototype),
    Socket: shape(net.Socket.prototype),
    TLSSocket: shape(tls.TLSSocket.prototype),
    EventEmitter: shape(events.prototype),
    Writable: shape(stream.Writable.prototype),
    Promise: shape(Promise.prototype),
    AsyncLocalStorage: shape(hooks.AsyncLocalStorage.prototype),
    'listeners of process': listeners(process),
    'listeners of servers': Object.assign({}, ...servers.map(listeners)),
    // Connections come and go with their requests; what stays is a timer, a pipe or a watcher.
    resources: counts(
      process.getActiveResourcesInfo().filter(name => !/TCP|Immediate|TTY|Shutdown|Write|FS/.test(name)),
    ),
    inspector: { url: String(inspector.url()) },
    channels: Object.fromEntries(
      [
        'http.server.request.start',
        'http.server.response.finish',
        'http.client.request.start',
        'undici:request:create',
        'undici:request:headers',
        'undici:request:trailers',
        'undici:request:error',
        'net.client.socket',
      ].map(name => [name, String(diagnostics.hasSubscribers(name))]),
    ),
    files: counts(
      (process.platform === 'linux' ? fs.readdirSync('/proc/self/fd') : []).flatMap(fd => {
        try {
          const file = fs.readlinkSync(`/proc/self/fd/${fd}`)
          return /^(socket|anon_inode|pipe):|\/proc\/|\.next\//.test(file) ? [] : [file]
        } catch {
          return []
        }
      }),
    ),
  }
  for (const [file, module] of Object.entries(cache)) {
    const exports = module?.exports as Record<string, unknown> | null | undefined
    if (!exports || typeof exports !== 'object') continue
    if (/next[\\/]dist[\\/]server[\\/](render|base-server|next-server|lib[\\/]trace[\\/]tracer)\.js$/.test(file)) {
      state[file] = shape(exports)
      const server = exports['default']
      if (typeof server === 'function') state[`${file} prototype`] = shape(server.prototype)
      const tracer = typeof exports['getTracer'] === 'function' ? exports['getTracer']() : null
      if (tracer) state[`${file} tracer`] = { ...shape(Object.getPrototypeOf(tracer)), ...shape(tracer) }
    }
  }
  return state
}
