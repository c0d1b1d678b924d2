#!/usr/bin/env node
import { join } from 'node:path'
import { readArgs, serveTarget } from '../serve.mjs'

/**
 * `COMPANY` in the environment names who else is in the server: otel, vercel, sentry, hook by Next's instrumentation; morgan, pino, compression, storage, cls, late in the
 * custom server (`--server express`). `OUTSIDE` is the origin that pages ask and that Sentry sends to.
 */
const app = import.meta.dirname
const args = readArgs(
  process.argv.slice(2),
  'usage: COMPANY=otel,… OUTSIDE=http://… node serve.mjs dev|start [--webpack|--turbopack] [--server express] [--port N]',
)
const bundler = args.bundler ?? 'webpack'
const isSentry = (process.env['COMPANY'] ?? '').split(',').includes('sentry')

await serveTarget({
  name: 'company',
  app,
  mode: args.mode,
  bundler,
  devFlags: [`--${bundler}`],
  buildFlags: [`--${bundler}`],
  port: args.port,
  readyPath: '/ready.txt',
  variant: isSentry ? 'sentry' : '',
  env: isSentry ? { COMPANY_BUILD: 'sentry' } : {},
  ...(args.server === 'express'
    ? {
        /** @param {number} port */
        command: port => [process.execPath, join(app, 'server.mjs'), args.mode, bundler, String(port)],
      }
    : {}),
})
