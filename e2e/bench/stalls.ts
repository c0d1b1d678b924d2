import { connect, type Socket } from 'node:net'
import { type Load, load } from './load.ts'

const ask = (port: number, path: string): Socket => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`)
  return socket
}

/** How long the first byte of a stream that then stalls was on its way from the server to the client, in ms, `times` times. */
export async function firstBytes(port: number, times: number): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < times; time += 1) {
    took.push(
      await new Promise<number>((done, failed) => {
        const socket = ask(port, '/stalls')
        let said = ''
        socket.setTimeout(10_000, () => socket.destroy(new Error('the first byte did not come')))
        socket.on('error', failed)
        socket.on('data', bytes => {
          const now = process.hrtime.bigint()
          said += bytes.toString('latin1')
          const sentAt = /\r\n\r\n(?:[0-9a-f]+\r\n)?(\d{5,}) /.exec(said)?.[1]
          if (sentAt === undefined) return
          socket.destroy()
          done(Number(now - BigInt(sentAt)) / 1e6)
        })
      }),
    )
  }
  return took
}

/** One connection's 1 kB answers while `stalled` others have asked for 5 MB each and do not read them. */
export async function besideStalled(port: number, stalled: number, ms: number): Promise<Load> {
  const sockets = Array.from({ length: stalled }, () => ask(port, '/5000000'))
  try {
    await Promise.all(sockets.map(socket => new Promise(done => socket.once('readable', done))))
    return await load(port, '/1000', 1, ms)
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}
