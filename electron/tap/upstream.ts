import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { fail, ok, type Result } from '../../shared/problem.ts'
import { isLoopback } from './hosts.ts'
import { type ReadBuffer, type ReadMemory, takeReadBuffer } from './read-buffers.ts'

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

/** Takes what was read; `release` must be called when its memory is free again. False: wait until the socket is resumed. */
export type Deliver = (bytes: Buffer, release: ((error?: Error | null) => void) | undefined) => boolean

/** A connection to the target that is being made; `connect` or `secureConnect` or `error` follows on it. `memory`: where it is read into if that can be chosen. */
export function openUpstream(target: TapTarget, deliver: Deliver, memory: ReadMemory | null): Socket {
  const host = target.address ?? target.host.replace(/^\[|\]$/g, '')
  const where = { host, port: target.port, allowHalfOpen: true, noDelay: true, autoSelectFamily: true }
  if (target.secure) {
    const socket = connectTls({
      ...where,
      ...(isIP(target.host.replace(/^\[|\]$/g, '')) ? {} : { servername: target.host }),
      ALPNProtocols: ['http/1.1'],
      // A server on this machine has a certificate that it made for itself.
      rejectUnauthorized: !isLoopback(target.host),
    })
    socket.on('data', (bytes: Buffer) => {
      if (!deliver(bytes, undefined)) socket.pause()
    })
    return socket
  }
  let current: ReadBuffer = takeReadBuffer(0)
  let first = true
  let lastRead = 0
  const socket = connect({
    ...where,
    onread: {
      buffer() {
        if (!first) current = memory?.next(lastRead) ?? takeReadBuffer(lastRead)
        first = false
        return current.bytes
      },
      callback(size) {
        const { bytes, taken, release } = current
        lastRead = size
        taken()
        return deliver(bytes.subarray(0, size), release)
      },
    },
  })
  if (memory) socket.once('close', memory.close)
  return socket
}

/** Which event says that the connection can be used. */
export const readyEvent = (target: TapTarget) => (target.secure ? 'secureConnect' : 'connect')
