import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './child.mjs'
import { ROOT, say } from './say.mjs'

const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const STAMP = join(ROOT, 'out', 'built-from')

/** Builds `out/`, unless it was built from just these sources. @returns {Promise<boolean>} whether it is there now */
export async function ensureBuilt() {
  const wanted = hashOfSources()
  if (textOf(STAMP) === wanted) return true
  say('Building …')
  return build()
}

/** @returns {Promise<boolean>} whether it went well */
export async function build() {
  const wanted = hashOfSources()
  const code = await runTool(['electron-vite', 'build', '--logLevel', 'warn'])
  if (code !== 0) say(`The build failed with code ${code}; its output stands above.`)
  else writeFileSync(STAMP, wanted)
  return code === 0
}

function hashOfSources() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(name => filesOf(join(ROOT, name))))
    hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/**
 * @param {string} path of a file or folder
 * @returns {string[]}
 */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path]
  return readdirSync(path)
    .sort()
    .flatMap(name => filesOf(join(path, name)))
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
