import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { isLoopback } from './hosts.ts'
import { waysTo } from './loopback.ts'
import { ReadBuffer } from './read-buffers.ts'

/** The one server that a tap forwards to. */
export interface TapTarget {
  readonly origin: string
  /** As a URL writes it, IPv6 in brackets. */
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** The address that answered last: the name need not be looked up again. */
  address: string | null
  /** Why the last connection to it failed (`ECONNREFUSED`); null where it did not. */
  down: string | null
}

/** Problem: `bad-target`. */
export function readTapTarget(origin: string): Result<TapTarget> {
  const url = URL.canParse(origin) ? new URL(origin) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return fail('bad-target', `“${origin}” is no HTTP origin.`, 'Give one like http://localhost:3000.')
  }
  const secure = url.protocol === 'https:'
  const port = url.port ? Number(url.port) : secure ? 443 : 80
  return ok({ origin: url.origin, host: url.hostname, port, secure, address: null, down: null })
}

/** Who takes what was read. */
export interface Receiver {
  /** `written` must be called when the memory of `bytes` is free again. False: wait until the socket is resumed. */
  take(bytes: Buffer, written: ((error?: Error | null) => void) | undefined): boolean
  /** All that it took is out: the memory is free although `written` has not been called. */
  isOut(): boolean
}

/** A connection to the target that is being made; `connect` or `secureConnect` or `error` follows on it. */
export function openUpstream(target: TapTarget, receiver: Receiver): Socket {
  const host = target.address ?? target.host.replace(/^\[|\]$/g, '')
  const where = { host, port: target.port, allowHalfOpen: true, noDelay: true, ...waysTo(host) }
  if (target.secure) {
    const socket = connectTls({
      ...where,
      ...(isIP(target.host.replace(/^\[|\]$/g, '')) ? {} : { servername: target.host }),
      ALPNProtocols: ['http/1.1'],
      // A server on this machine has a certificate that it made for itself.
      rejectUnauthorized: !isLoopback(target.host),
    })
    socket.on('data', (bytes: Buffer) => {
      if (!receiver.take(bytes, undefined)) socket.pause()
    })
    return socket
  }
  let current = ReadBuffer.take(0)
  let lastRead = 0
  const socket = connect({
    ...where,
    onread: {
      buffer() {
        if (!receiver.isOut() || !current.suits(lastRead)) {
          current.leave()
          current = ReadBuffer.take(lastRead)
        }
        return current.bytes
      },
      callback(size) {
        lastRead = size
        current.writing()
        return receiver.take(current.bytes.subarray(0, size), current.written)
      },
    },
  })
  socket.once('close', () => current.leave())
  return socket
}

/** Which event says that the connection can be used. */
export const readyEvent = (target: TapTarget) => (target.secure ? 'secureConnect' : 'connect')
