import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * Puts an app together that is served with several versions of Next: what they share, and the version's own package.json and lockfile. In a folder outside git, and not under
 * node_modules: there `next dev` would not see a change, and every stack frame would look like a library's.
 * @param {{ from: string, version: string, parts: readonly string[], to: string }} options `parts` are files and folders in `from` that all versions share
 */
export function assemble({ from, version, parts, to }) {
  mkdirSync(to, { recursive: true })
  mirror(join(from, version, 'package.json'), join(to, 'package.json'))
  mirror(join(from, version, 'package-lock.json'), join(to, 'package-lock.json'))
  for (const part of parts) {
    const wanted = new Set(filesIn(join(from, part)).map(file => relative(from, file)))
    for (const file of wanted) mirror(join(from, file), join(to, file))
    for (const file of filesIn(join(to, part))) if (!wanted.has(relative(to, file))) rmSync(file)
  }
  return to
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
