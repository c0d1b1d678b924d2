import { connect, createServer } from 'node:net'

/** What Node itself makes of forwarding: bytes go from one socket to the other, and nothing is read, joined, checked or kept. `pump.mjs TARGET` */
const port = Number(new URL(process.argv[2] ?? '').port)
const server = createServer({ noDelay: true, allowHalfOpen: true }, client => {
  const onread = {
    buffer: Buffer.allocUnsafeSlow(512 * 1024),
    // One buffer for all: read into again only when what was in it is out.
    callback(/** @type {number} */ size, /** @type {Uint8Array} */ bytes) {
      client.write(bytes.subarray(0, size), () => upstream.resume())
      return client.writableLength === 0
    },
  }
  const upstream = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true, onread })
  client.on('data', bytes => upstream.write(bytes))
  client.on('error', () => upstream.destroy())
  client.on('close', () => upstream.destroy())
  upstream.on('error', () => client.destroy())
  upstream.on('end', () => client.end())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`)
})
