#!/usr/bin/env node
import { join } from 'node:path'
import { readArgs, serveTarget } from '../serve.mjs'

const args = readArgs(
  process.argv.slice(2),
  'usage: node serve.mjs dev|start [--webpack|--turbopack] [--port N]\nServes the demo shop and its upstream; the first run installs its dependencies.',
)

await serveTarget({
  name: 'shop',
  app: import.meta.dirname,
  mode: args.mode,
  bundler: args.bundler ?? 'turbopack',
  port: args.port,
  readyPath: '/favicon.svg',
  upstream: join(import.meta.dirname, 'upstream.mjs'),
})
