#!/usr/bin/env node
import { join } from 'node:path'
import { readArgs, serveTarget } from '../serve.mjs'

const USAGE = 'usage: node serve.mjs web|admin dev|start [--webpack|--turbopack] [--port N]'

const [name = '', ...rest] = process.argv.slice(2)
if (name !== 'web' && name !== 'admin') {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}
const args = readArgs(rest, USAGE)

await serveTarget({
  name,
  app: join(import.meta.dirname, 'apps', name),
  home: import.meta.dirname,
  mode: args.mode,
  bundler: args.bundler ?? 'turbopack',
  port: args.port,
})
