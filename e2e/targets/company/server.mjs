import { AsyncLocalStorage } from 'node:async_hooks'
import { ServerResponse } from 'node:http'
import cls from 'cls-hooked'
import compression from 'compression'
import express from 'express'
import morgan from 'morgan'
import next from 'next'
import pino from 'pino-http'

/** `node server.mjs dev|start BUNDLER PORT`: a custom server with the middleware that COMPANY names, in that order. */
const [mode, bundler, port] = process.argv.slice(2)
const app = next({ dev: mode === 'dev', hostname: 'localhost', port: Number(port), [bundler]: true })
const handle = app.getRequestHandler()
await app.prepare()

globalThis.company ??= { saw: {} }
const { company } = globalThis
const server = express()
server.disable('x-powered-by')

/** Lines that were logged since they were last asked for, of pages only. */
const lines = []
const log = line => void (/company|ready/.test(line) || lines.push(line))
const id = req => req.headers['x-case'] ?? null
const WITH = {
  morgan: () => morgan(':method :url :status :res[content-length] :res[x-own]', { stream: { write: log } }),
  pino: () =>
    pino(
      { base: null, timestamp: false },
      {
        write: text => {
          const { req, res, msg } = JSON.parse(text)
          log(`${req.method} ${req.url} ${res.statusCode} ${res.headers['x-own'] ?? '-'} ${msg}\n`)
        },
      },
    ),
  compression: () => compression(),
  storage: () => {
    company.storage = new AsyncLocalStorage()
    return (req, _, proceed) => {
      company.storage.enterWith(id(req))
      proceed()
    }
  },
  cls: () => {
    company.cls = cls.createNamespace('company')
    return (req, res, proceed) =>
      company.cls.run(() => {
        company.cls.bindEmitter(req)
        company.cls.bindEmitter(res)
        company.cls.set('id', id(req))
        proceed()
      })
  },
  hook: () => (req, _, proceed) => {
    company.enterHook(id(req))
    proceed()
  },
}
company.saw.log = () => lines.splice(0).sort()

/** Comes in while the server runs: a logger for every answer from then on, and a patch of what all answers share. */
let late = null
let ended = 0
server.post('/company/late', (_, res) => {
  late = morgan('late :method :url :status', { stream: { write: log } })
  const { end } = ServerResponse.prototype
  ServerResponse.prototype.end = function (...args) {
    ended += 1
    return end.apply(this, args)
  }
  company.saw.late = () => {
    const since = ended
    ended = 0
    return since
  }
  res.json({ late: true })
})
server.use((req, res, proceed) => (late ? late(req, res, proceed) : proceed()))
for (const word of (process.env.COMPANY ?? '').split(',')) if (WITH[word]) server.use(WITH[word]())
server.use((req, res) => handle(req, res))
server.listen(Number(port))
