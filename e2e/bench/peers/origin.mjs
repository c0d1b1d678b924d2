import { createServer } from 'node:http'

/** The server that all are before: `/<bytes>` answers with that many, `/stalls` never to the end. */
/** @type {Map<number, Buffer>} */
const bodies = new Map()
const server = createServer((request, response) => {
  if (request.url === '/stalls') {
    // A first byte, and nothing more: the time at which it left, on the clock of the machine.
    response.writeHead(200, { 'Content-Type': 'text/plain' })
    response.write(`${process.hrtime.bigint()} `)
    return
  }
  const size = Number(request.url?.slice(1))
  let body = bodies.get(size)
  if (!body) {
    body = Buffer.alloc(size, '<p>A line of a page, as a page has them.</p>\n')
    bodies.set(size, body)
  }
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': size })
  response.end(body)
})
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`)
})
