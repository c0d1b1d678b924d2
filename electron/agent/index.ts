import { AGENT_PROTOCOL } from '../../shared/raw-events.ts'
import { type Client, type ClientOptions, connectClient } from './client.ts'
import { createGuest } from './guest.ts'
import { loadModules, type Require } from './node.ts'
import { type Clients, watchServer } from './server.ts'

/** What `install` answers, by value, to the evaluation that put us in. */
export type InstallAnswer =
  | { readonly ok: true; readonly pid: number; readonly already: boolean }
  | { readonly ok: false; readonly pid: number; readonly error: string }

export interface InstallOptions extends ClientOptions {
  /** Version of the project's own @opentelemetry/api, null where it has none. */
  readonly apiVersion?: string | null
}

interface Resident {
  readonly protocol: number
  connect(options: ClientOptions): void
}

const KEY = Symbol.for('propscope.agent')

/**
 * Puts the agent into this process, or, where it is there already, connects it to one more client. It watches as long as it has a client and
 * leaves nothing behind after the last one. Never throws.
 */
export function install(require: Require, options: InstallOptions): InstallAnswer {
  const holder = globalThis as unknown as Record<symbol, Resident | undefined>
  try {
    const resident = holder[KEY]
    if (resident) {
      if (resident.protocol !== AGENT_PROTOCOL) {
        return {
          ok: false,
          pid: process.pid,
          error: 'another version of Propscope is attached to this server: detach it first',
        }
      }
      resident.connect(options)
      return { ok: true, pid: process.pid, already: true }
    }
    const node = loadModules(require)
    const guest = createGuest()
    /** Replaced as a whole: whoever goes through them while one leaves misses none. */
    const clients: Clients = { all: [] }
    const watch = watchServer(node, guest, clients, options.apiVersion ?? null)
    const leave = (client: Client) => {
      clients.all = clients.all.filter(one => one !== client)
      if (clients.all.length > 0) return
      guest.do(() => watch.stop())
      delete holder[KEY]
    }
    const connect = (to: ClientOptions) => {
      clients.all = [...clients.all, connectClient(node, guest, to, watch, leave)]
    }
    Object.defineProperty(holder, KEY, {
      value: { protocol: AGENT_PROTOCOL, connect } satisfies Resident,
      configurable: true,
      enumerable: false,
    })
    connect(options)
    return { ok: true, pid: process.pid, already: false }
  } catch (error) {
    return {
      ok: false,
      pid: process.pid,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }
  }
}
