#!/usr/bin/env node
import { join, resolve } from 'node:path'
import { serveTarget } from '../serve.mjs'
import { assemble } from '../serving/assemble.mjs'
import { flagsOf, readVersion } from '../serving/versions.mjs'

/**
 * `COMPANY` in the environment names who else is in the server: otel, vercel, sentry, hook by Next's instrumentation; morgan, pino, compression, storage, cls, late in the
 * custom server (`--server express`). `OUTSIDE` is the origin that pages ask and that Sentry sends to.
 */
const USAGE =
  'usage: COMPANY=otel,… OUTSIDE=http://… node serve.mjs next14|next15|next16 dev|start [--webpack|--turbopack] [--server express] [--port N]'

const { name, version, args } = readVersion(USAGE, ['next14', 'next15', 'next16'])
const bundler = args.bundler ?? 'webpack'
const isSentry = (process.env['COMPANY'] ?? '').split(',').includes('sentry')
const app = assemble({
  from: import.meta.dirname,
  version: name,
  parts: ['company', 'pages', 'public', 'instrumentation.js', 'next.config.mjs', 'server.mjs'],
  to: resolve(import.meta.dirname, '../../../out/targets', `company-${name}`),
})

await serveTarget({
  name: `company ${name}`,
  app,
  mode: args.mode,
  bundler,
  devFlags: flagsOf(version, bundler, 'dev'),
  buildFlags: flagsOf(version, bundler, 'build'),
  port: args.port,
  variant: isSentry ? 'sentry' : '',
  env: isSentry ? { COMPANY_BUILD: 'sentry' } : {},
  ...(args.server === 'express'
    ? {
        /** @param {number} port */
        command: port => [process.execPath, join(app, 'server.mjs'), args.mode, bundler, String(port)],
      }
    : {}),
})
