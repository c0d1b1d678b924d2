import { connect, createServer, type Socket } from 'node:net'

/** One end of a connection that a test plays by hand; nothing is added, decoded or ended behind its back. */
export interface Line {
  readonly socket: Socket
  /** All that came so far. */
  bytes(): Buffer
  /** The same as latin1. */
  text(): string
  /** How the other side ended; null while it has not. */
  readonly ended: 'fin' | 'reset' | null
  /** Resolves when `test` holds, asked whenever something comes; fails after `ms`, with what has come. */
  until(what: string, test: (line: Line) => boolean, ms?: number): Promise<void>
}

/** Hears everything that comes on `socket`. */
export function lineOf(socket: Socket): Line {
  const parts: Buffer[] = []
  const watchers = new Set<() => void>()
  const state: { ended: Line['ended'] } = { ended: null }
  const changed = (ended: Line['ended'] = null) => {
    state.ended ??= ended
    for (const look of watchers) look()
  }
  const bytes = () => {
    if (parts.length > 1) parts.splice(0, parts.length, Buffer.concat(parts))
    return parts[0] ?? Buffer.alloc(0)
  }
  const line: Line = {
    socket,
    bytes,
    text: () => bytes().toString('latin1'),
    get ended() {
      return state.ended
    },
    until: (what, test, ms = 15_000) =>
      new Promise((resolve, reject) => {
        const done = () => {
          watchers.delete(look)
          clearTimeout(timer)
        }
        const look = () => {
          if (!test(line)) return
          done()
          resolve()
        }
        const timer = setTimeout(() => {
          done()
          const tail = JSON.stringify(line.text().slice(-2000))
          reject(new Error(`no ${what} in ${ms} ms; ended: ${state.ended}; ${bytes().length} bytes, at last: ${tail}`))
        }, ms)
        watchers.add(look)
        look()
      }),
  }
  socket.setNoDelay(true)
  socket.on('data', part => {
    parts.push(part)
    changed()
  })
  socket.on('end', () => changed('fin'))
  socket.on('error', () => changed('reset'))
  socket.on('close', () => changed('reset'))
  return line
}

/** A connection to a port of this machine that stays half open when the other side ends. */
export const dial = (port: number): Line => lineOf(connect({ port, host: '127.0.0.1', allowHalfOpen: true }))

/** A server that speaks no protocol by itself. */
export interface RawOrigin {
  readonly port: number
  readonly origin: string
  /** Every connection so far. */
  readonly lines: readonly Line[]
  close(): Promise<void>
}

/** `each` plays the server's part of a connection; on any free port, or on `port`. */
export async function rawOrigin(each: (line: Line) => unknown, port = 0): Promise<RawOrigin> {
  const lines: Line[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    const line = lineOf(socket)
    lines.push(line)
    // What fails in it, the client's side of the test sees.
    void Promise.resolve(each(line)).catch(() => {})
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', backlog: 1024 }, resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    lines,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const { socket } of lines) socket.destroy()
      }),
  }
}

/** Plays a server that answers each connection's first head with these pieces, each in a turn of its own, and ends. */
export const answering =
  (...pieces: readonly (string | Buffer)[]) =>
  async (line: Line): Promise<void> => {
    await line.until('head', ({ ended }) => ended !== null || line.text().includes('\r\n\r\n'))
    for (const piece of pieces) await put(line.socket, typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
    line.socket.end()
  }

/** Writes `bytes`, and resolves when the kernel has them or the connection is gone. */
export function put(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise(resolve => {
    if (socket.destroyed || socket.writableEnded) return resolve()
    socket.once('close', resolve)
    socket.write(bytes, () => {
      socket.off('close', resolve)
      resolve()
    })
  })
}
