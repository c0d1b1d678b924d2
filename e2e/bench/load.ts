import { connect, type Socket } from 'node:net'

export interface Load {
  /** Answers in a second. */
  readonly throughput: number
  /** Of one answer, in ms, in the order in which they came. */
  readonly latencies: readonly number[]
}

/** What an answer may be late by. */
const LATE_MS = 20_000
const buffer = Buffer.allocUnsafeSlow(256 * 1024)

/**
 * Asks for `path` on so many connections, one request after the other on each, for `ms` or `atMost` answers. Counts bytes and reads nothing else, so that what is measured
 * is not this.
 */
export async function load(
  port: number,
  path: string,
  connections: number,
  ms: number,
  atMost = Number.POSITIVE_INFINITY,
): Promise<Load> {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nAccept: text/html\r\n\r\n`)
  const latencies: number[] = []
  let asked = 0
  const until = performance.now() + ms
  const began = performance.now()
  const sockets = new Set<Socket>()
  const overdue = setTimeout(() => {
    for (const socket of sockets) socket.destroy(new Error(`port ${port} answered nothing for a long time`))
  }, ms + LATE_MS)
  await Promise.all(Array.from({ length: connections }, () => one())).finally(() => clearTimeout(overdue))
  const took = performance.now() - began
  return { throughput: (latencies.length * 1000) / took, latencies }

  function one(): Promise<void> {
    return new Promise((done, failed) => {
      let left = -1
      let head = ''
      let sentAt = 0
      const ask = () => {
        if (asked >= atMost || performance.now() >= until) {
          socket.destroy()
          return done()
        }
        asked += 1
        left = -1
        head = ''
        sentAt = performance.now()
        socket.write(request)
      }
      const take = (size: number) => {
        let at = 0
        if (left < 0) {
          head += buffer.toString('latin1', 0, Math.min(size, 4096))
          const end = head.indexOf('\r\n\r\n')
          if (end < 0) return true
          const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
          if (!head.startsWith('HTTP/1.1 200') || length === undefined) {
            failed(new Error(`not an answer to measure: ${head.slice(0, 200)}`))
            return false
          }
          at = end + 4
          left = Number(length)
        }
        left -= size - at
        if (left === 0) {
          latencies.push(performance.now() - sentAt)
          ask()
        }
        return true
      }
      const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback: take } })
      sockets.add(socket)
      socket.on('connect', ask)
      socket.on('error', failed)
      socket.on('end', () => failed(new Error(`port ${port} hung up`)))
    })
  }
}
