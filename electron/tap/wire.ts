import { connect, createServer, type Server, type Socket } from 'node:net'
import type { TapEvent } from '../../shared/raw-events.ts'
import type { TapSink } from './conversation.ts'
import { openTap, type Tap } from './tap.ts'

/** One end of a connection, as a test sees it. */
export interface End {
  readonly socket: Socket
  /** All that came so far, as latin1. */
  received: string
  /** How the other side ended; null while it has not. */
  ended: 'fin' | 'reset' | null
  /** Resolves when `test` holds; asked again whenever something comes. */
  until(test: (end: End) => boolean): Promise<void>
}

/** Hears everything that comes on `socket`. */
export function endOf(socket: Socket): End {
  const waiting = new Set<() => void>()
  const end: End = {
    socket,
    received: '',
    ended: null,
    until: test =>
      new Promise(done => {
        const look = () => {
          if (!test(end)) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
        look()
      }),
  }
  const changed = () => {
    for (const look of waiting) look()
  }
  socket.setNoDelay(true)
  socket.on('data', bytes => {
    end.received += bytes.toString('latin1')
    changed()
  })
  socket.on('end', () => {
    end.ended ??= 'fin'
    changed()
  })
  socket.on('error', () => {
    end.ended = 'reset'
    changed()
  })
  socket.on('close', () => {
    end.ended ??= 'reset'
    changed()
  })
  return end
}

export interface RawServer {
  readonly port: number
  readonly ends: End[]
  /** The nth connection, from 0, once it is there. */
  connection(index: number): Promise<End>
  close(): Promise<void>
}

/** A server that speaks no protocol: `each` does what a test wants with a connection. */
export async function rawServer(each: (end: End) => void = () => {}, port = 0): Promise<RawServer> {
  const ends: End[] = []
  let look = () => {}
  const server = createServer({ allowHalfOpen: true }, socket => {
    const end = endOf(socket)
    ends.push(end)
    each(end)
    look()
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => done())
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    port: address.port,
    ends,
    connection: index =>
      new Promise(done => {
        look = () => {
          const end = ends[index]
          if (end) done(end)
        }
        look()
      }),
    close: () =>
      new Promise(done => {
        server.close(() => done())
        for (const end of ends) end.socket.destroy()
      }),
  }
}

/** Has `server` listen at ::1 and nowhere else, on any port. Resolves to why it cannot on this machine; null where it does. */
export const listenAtIPv6 = (server: Server): Promise<string | null> =>
  new Promise(done => {
    server.once('error', error => done(error.message))
    server.listen({ host: '::1', port: 0, ipv6Only: true }, () => done(null))
  })

export const dial = (port: number): End => endOf(connect({ port, host: '127.0.0.1', allowHalfOpen: true }))

/** A step of a script: text to send, what to wait for in all that was received, or how to go. */
export type Step = string | RegExp | 'FIN' | 'RESET'

/** Plays a client's script and gives what it received, and how the server ended; after a RESET of its own, nothing more. */
export async function play(port: number, steps: readonly Step[]): Promise<{ received: string; ended: End['ended'] }> {
  const end = dial(port)
  for (const step of steps) {
    if (step === 'FIN') end.socket.end()
    else if (step === 'RESET') {
      await end.until(() => !end.socket.connecting)
      // What was written is to be out before.
      await new Promise<void>(done => end.socket.write('', () => done()))
      end.socket.resetAndDestroy()
      return { received: end.received, ended: null }
    } else if (typeof step === 'string') end.socket.write(step, 'latin1')
    else await end.until(() => step.test(end.received) || end.ended !== null)
  }
  await end.until(() => end.ended !== null)
  end.socket.destroy()
  return { received: end.received, ended: end.ended }
}

export interface Recorder extends TapSink {
  readonly events: TapEvent[]
  readonly bodies: Map<string, string>
  of<K extends TapEvent['kind']>(kind: K): Extract<TapEvent, { kind: K }>[]
  /** Resolves when `count` requests have ended. */
  ended(count: number): Promise<void>
}

export function recorder(): Recorder {
  const events: TapEvent[] = []
  const bodies = new Map<string, string>()
  const waiting = new Set<() => void>()
  const of: Recorder['of'] = kind => events.filter((event): event is never => event.kind === kind)
  return {
    events,
    bodies,
    of,
    event(event) {
      events.push(event)
      for (const look of waiting) look()
    },
    body(request, part, bytes) {
      const key = `${part} ${request}`
      bodies.set(key, (bodies.get(key) ?? '') + Buffer.from(bytes).toString('latin1'))
      return true
    },
    ended: count =>
      new Promise(done => {
        const look = () => {
          if (of('tap-end').length < count) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
        look()
      }),
  }
}

/** A tap before a local port; throws where it does not open. */
export async function tapOf(port: number, sink: TapSink = recorder(), scheme = 'http'): Promise<Tap> {
  const tap = await openTap({ target: `${scheme}://127.0.0.1:${port}`, port: null, sink })
  if (!tap.ok) throw new Error(tap.problem.message)
  return tap.value
}
