#!/usr/bin/env node
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { readArgs, serveTarget } from '../serve.mjs'

const USAGE = `usage: node serve.mjs next15|next16 dev|start [--webpack|--turbopack] [--port N]
Serves the nasty pages with that version of Next; the first run installs it.`

const cases = import.meta.dirname
/** The bundler that this version takes by itself, which it has no flag for in 15. */
const byDefault = { next15: 'webpack', next16: 'turbopack' }
const SHARED = ['pages', 'lib', 'public', 'next.config.mjs']

const [name, ...rest] = process.argv.slice(2)
if (name !== 'next15' && name !== 'next16') {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}
const args = readArgs(rest, USAGE)
const bundler = args.bundler ?? /** @type {'webpack' | 'turbopack'} */ (byDefault[name])
const flags = name === 'next15' && bundler === 'webpack' ? [] : [`--${bundler}`]

await serveTarget({
  name,
  app: prepare(name),
  mode: args.mode,
  bundler,
  devFlags: flags,
  buildFlags: flags,
  port: args.port,
  readyPath: '/ready.txt',
})

/**
 * Puts the app together in a folder outside git. Not under node_modules: there `next dev` would not see a change, and every stack
 * frame would look like a library's.
 * @param {'next15' | 'next16'} version
 */
function prepare(version) {
  const app = resolve(cases, '../../../out/targets', version)
  mkdirSync(app, { recursive: true })
  mirror(join(cases, version, 'package.json'), join(app, 'package.json'))
  mirror(join(cases, version, 'package-lock.json'), join(app, 'package-lock.json'))
  for (const part of SHARED) {
    const wanted = new Set(filesIn(join(cases, part)).map(file => relative(cases, file)))
    for (const file of wanted) mirror(join(cases, file), join(app, file))
    for (const file of filesIn(join(app, part))) if (!wanted.has(relative(app, file))) rmSync(file)
  }
  return app
}

/**
 * Copies a file where it differs, so that a server that runs on the copy is not disturbed.
 * @param {string} from
 * @param {string} to
 */
function mirror(from, to) {
  if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) return
  cpSync(from, to)
}

/**
 * @param {string} path a folder, or a file
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path).flatMap(name => filesIn(join(path, name)))
  } catch {
    return [path]
  }
}
