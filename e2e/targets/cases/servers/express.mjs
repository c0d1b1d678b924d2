import compression from 'compression'
import express from 'express'
import next from 'next'

/**
 * `node servers/express.mjs dev|start BUNDLER PORT`: a custom server with express, its compression, and a logger that wraps `res.end` as
 * many do. The lines that the logger would write are kept in `globalThis.casesLogged`.
 */
const [mode, bundler, port] = process.argv.slice(2)
const app = next({ dev: mode === 'dev', hostname: 'localhost', port: Number(port), [bundler]: true })
const handle = app.getRequestHandler()
await app.prepare()
globalThis.casesLogged = []

const server = express()
server.disable('x-powered-by')
server.use((req, res, proceed) => {
  const end = res.end
  const from = Date.now()
  res.end = (...args) => {
    res.end = end
    const ended = res.end(...args)
    globalThis.casesLogged.push(`${req.method} ${req.originalUrl} ${res.statusCode} ${Date.now() - from} ms`)
    return ended
  }
  proceed()
})
server.use(compression())
server.use((req, res) => handle(req, res))
server.listen(Number(port))
