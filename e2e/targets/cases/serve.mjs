#!/usr/bin/env node
import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { serveTarget } from '../serve.mjs'
import { assemble } from '../serving/assemble.mjs'
import { flagsOf, readVersion, VERSIONS } from '../serving/versions.mjs'

const USAGE = `usage: node serve.mjs ${Object.keys(VERSIONS).join('|')} dev|start [--webpack|--turbopack] [--server next|standalone|http|express] [--app routed|both] [--with base,i18n,slash,maps] [--port N]
Serves the nasty pages with that version of Next; the first run installs it.`

const { name, version, args } = readVersion(USAGE)
const bundler = args.bundler ?? version.byDefault
const home = assemble({
  from: import.meta.dirname,
  version: name,
  parts: ['apps', 'pages', 'lib', 'public', 'servers', 'next.config.mjs'],
  to: resolve(import.meta.dirname, '../../../out/targets', name),
})

const app = args.app ? join(home, 'apps', args.app) : home

await serveTarget({
  name: args.app ? `${name} ${args.app}` : name,
  app,
  home,
  mode: args.mode,
  bundler,
  devFlags: flagsOf(version, bundler, 'dev'),
  buildFlags: flagsOf(version, bundler, 'build'),
  port: args.port,
  readyPath: args.with.includes('base') ? '/base/ready.txt' : '/ready.txt',
  variant: args.with.replaceAll(',', '-'),
  env: { CASES_ROUTED: args.with },
  ...served(args.server, args.mode),
})

/**
 * How it is served: by `next dev` and `next start` themselves, from a standalone build, or by a program that starts Next by itself.
 * @param {string} server
 * @param {'dev' | 'start'} mode
 */
function served(server, mode) {
  if (server === 'next') return {}
  if (server === 'standalone' && mode === 'start')
    return {
      variant: 'standalone',
      env: { CASES_OUTPUT: 'standalone', HOSTNAME: '0.0.0.0' },
      /** @param {number} _port @param {string} distDir */
      command: (_port, distDir) => {
        const folder = join(app, distDir, 'standalone')
        // As Next's documentation says: a standalone build holds neither.
        cpSync(join(app, 'public'), join(folder, 'public'), { recursive: true })
        cpSync(join(app, distDir, 'static'), join(folder, distDir, 'static'), { recursive: true })
        return [process.execPath, join(folder, 'server.js')]
      },
    }
  if (server === 'http' || server === 'express')
    return {
      variant: mode === 'dev' ? server : '',
      /** @param {number} port */
      command: port => [process.execPath, join(app, 'servers', `${server}.mjs`), mode, bundler, String(port)],
    }
  process.stderr.write(`${USAGE}\n`)
  return process.exit(2)
}
