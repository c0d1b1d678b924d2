import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const cases = import.meta.dirname
const SHARED = ['apps', 'pages', 'lib', 'public', 'servers', 'next.config.mjs']

/**
 * Puts the app together in a folder outside git. Not under node_modules: there `next dev` would not see a change, and every stack
 * frame would look like a library's.
 * @param {string} version
 * @param {string} app
 */
export function assemble(version, app) {
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
  mkdirSync(dirname(to), { recursive: true })
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
