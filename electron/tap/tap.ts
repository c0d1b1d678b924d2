import { createServer, type Server, type Socket } from 'node:net'
import { fail, ok, type Result } from '../../shared/problem.ts'
import type { RequestNumber } from '../../shared/raw-events.ts'
import { readBothClocks } from '../../shared/units.ts'
import { TapConnection } from './connection.ts'
import type { TapSink } from './conversation.ts'
import { descriptorLimit, isOutOfDescriptors, outOfDescriptors, tookOneOfTheLast } from './descriptors.ts'
import { hostCheck, isLoopback } from './hosts.ts'
import { createLookout } from './lookout.ts'
import { readTapTarget } from './upstream.ts'

export interface TapOptions {
  /** Origin of the one server that is forwarded to: `http://localhost:3000`. */
  readonly target: string
  /** To listen on; null for any that is free. */
  readonly port: number | null
  readonly sink: TapSink
  /** Names besides loopback's and the target's under which the tap may be asked. */
  readonly hosts?: readonly string[]
  /** Numbers of connections and requests that are taken already, by a tap before this one. */
  readonly after?: { readonly connections: number; readonly requests: RequestNumber }
  /** File descriptors that this process may have; null: not known. Other ones in tests. */
  readonly descriptors?: number | null
}

/** A tap that listens. */
export interface Tap {
  readonly port: number
  /** Where to go instead of the target. */
  readonly origin: string
  readonly target: string
  /** Connections that are open now. */
  readonly connections: number
  /** Why the last connection to the target failed (`ECONNREFUSED`); null where it did not. */
  readonly down: string | null
  /** Errors thrown by the sink, caught: what is forwarded does not suffer by them; and connections refused for want of file descriptors. The last one's text. */
  readonly faults: number
  readonly lastFault: string | null
  /** Ends every connection too. */
  close(): Promise<void>
}

const CLOCK_GROWS_OLD_MS = 1000
const CLOCK_OFF_MS = 20
const TRIES = 8

/**
 * Listens on 127.0.0.1, and on ::1 where there is one, and forwards to the target byte for byte. The target need not be there.
 * Problems: `bad-target` (no HTTP origin, or the tap itself), `tap-failed` (the port is taken or not allowed).
 */
export async function openTap(options: TapOptions): Promise<Result<Tap>> {
  const { target: origin, port, sink, hosts = [], after, descriptors = descriptorLimit() } = options
  const read = readTapTarget(origin)
  if (!read.ok) return read
  const target = read.value
  if (port !== null && port === target.port && isLoopback(target.host)) {
    return fail(
      'bad-target',
      `The tap cannot listen on port ${port}, which is its target's.`,
      'Give the tap another port.',
    )
  }
  const open = new Set<TapConnection>()
  let connections = after?.connections ?? 0
  let emptied = () => {}
  let faults = 0
  let lastFault: string | null = null
  let requests: RequestNumber = after?.requests ?? 0
  let readAt = Number.NEGATIVE_INFINITY
  let readEpoch = 0
  function fault(words: string): void {
    faults += 1
    lastFault = words
  }
  const refused = () => fault(outOfDescriptors(descriptors))
  const context = {
    sink: guarded(sink, error => fault(error instanceof Error ? error.message : String(error))),
    refused,
    lookout: createLookout(),
    isOurHost: hostCheck(target.host, hosts),
    nextNumber() {
      const at = performance.now()
      const now = Date.now()
      // The monotonic clock stands still while the machine sleeps.
      if (at - readAt > CLOCK_GROWS_OLD_MS || Math.abs(now - readEpoch - (at - readAt)) > CLOCK_OFF_MS) {
        readAt = at
        readEpoch = now
        const clock = readBothClocks(Date.now, () => performance.now())
        context.sink.event({ kind: 'tap-clock', clock })
      }
      requests += 1
      return requests
    },
  }
  function accept(client: Socket): void {
    // While the target's name is looked up, those who wait for that have no connection to it yet.
    if (tookOneOfTheLast(client, target.address === null ? open.size : 0, descriptors)) {
      client.resetAndDestroy()
      return refused()
    }
    connections += 1
    const connection = new TapConnection(client, connections, target, context, () => {
      open.delete(connection)
      if (open.size === 0) emptied()
    })
    open.add(connection)
  }

  const listening = await listenOnLoopback(port, accept, error => {
    if (isOutOfDescriptors(error)) refused()
  })
  if (!listening.ok) return listening
  const { servers, port: found } = listening.value
  return ok({
    port: found,
    origin: `http://localhost:${found}`,
    target: target.origin,
    get connections() {
      return open.size
    },
    get down() {
      return target.down
    },
    get faults() {
      return faults
    },
    get lastFault() {
      return lastFault
    },
    async close() {
      const closed = servers.map(server => new Promise<void>(done => server.close(() => done())))
      const empty = new Promise<void>(done => {
        emptied = done
        if (open.size === 0) done()
      })
      for (const connection of open) connection.destroy()
      await Promise.all([...closed, empty])
    },
  })
}

/** What listens to the tap cannot break what it forwards. */
function guarded(sink: TapSink, fault: (error: unknown) => void): TapSink {
  return {
    event(event) {
      try {
        sink.event(event)
      } catch (error) {
        fault(error)
      }
    },
    body(request, part, bytes) {
      try {
        return sink.body(request, part, bytes)
      } catch (error) {
        fault(error)
        return false
      }
    },
  }
}

type Listening = { readonly servers: readonly Server[]; readonly port: number }

async function listenOnLoopback(
  port: number | null,
  accept: (client: Socket) => void,
  failed: (error: NodeJS.ErrnoException) => void,
): Promise<Result<Listening>> {
  for (let tried = 1; ; tried += 1) {
    const first = await listen('127.0.0.1', port ?? 0, accept, failed)
    if ('error' in first) return refused(port ?? 0, first.error)
    const second = await listen('::1', first.port, accept, failed)
    if ('server' in second) return ok({ servers: [first.server, second.server], port: first.port })
    if (second.error.code !== 'EADDRINUSE') return ok({ servers: [first.server], port: first.port })
    // `localhost` is either address to a browser: half a port would lead to somebody else's server.
    await new Promise(done => first.server.close(done))
    if (port !== null || tried === TRIES) return refused(first.port, second.error)
  }
}

function listen(
  host: string,
  port: number,
  accept: (client: Socket) => void,
  failed: (error: NodeJS.ErrnoException) => void,
): Promise<{ readonly server: Server; readonly port: number } | { readonly error: NodeJS.ErrnoException }> {
  return new Promise(done => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, accept)
    server.on('error', error => done({ error }))
    server.listen({ host, port, backlog: 1024 }, () => {
      server.on('error', failed)
      const address = server.address()
      done({ server, port: typeof address === 'object' && address ? address.port : port })
    })
  })
}

function refused(port: number, error: NodeJS.ErrnoException): Result<never> {
  const why =
    error.code === 'EADDRINUSE'
      ? 'is taken'
      : error.code === 'EACCES'
        ? 'is not allowed to us'
        : `failed (${error.code})`
  return fail('tap-failed', `Port ${port} ${why}.`, 'Give the tap another port.', error.message)
}
