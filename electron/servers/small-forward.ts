import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Server } from 'node:net'

/** For tests: listens on a port of its own, and hands on to `where` byte for byte, as `ssh -L` and containers do. */
export async function startForward(where: NetConnectOpts): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, near => {
    const far = connect({ ...where, allowHalfOpen: true })
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
