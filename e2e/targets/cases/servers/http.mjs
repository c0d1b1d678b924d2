import { createServer } from 'node:http'
import next from 'next'

/** `node servers/http.mjs dev|start BUNDLER PORT`: a custom server on plain `http`, as Next's documentation has it. */
const [mode, bundler, port] = process.argv.slice(2)
const dev = mode === 'dev'
const app = next({ dev, hostname: 'localhost', port: Number(port), [bundler]: true })
const handle = app.getRequestHandler()
await app.prepare()
createServer((req, res) => void handle(req, res)).listen(Number(port))
