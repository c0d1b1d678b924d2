import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from './locks.mjs'
import { exitOf, run } from './processes.mjs'

const NOT_SOURCE = new Set(['node_modules', '.next', 'next-env.d.ts', 'tsconfig.tsbuildinfo'])

/** @param {string} text */
export const say = text => process.stderr.write(`${text}\n`)

/**
 * Installs what the app's lockfile names, unless that very lockfile has been installed here before.
 * @param {string} app folder with package.json and package-lock.json
 */
export async function install(app) {
  const stamp = join(app, 'node_modules/.propscope-installed')
  const wanted = hashOf([join(app, 'package-lock.json'), join(app, 'package.json')])
  if (textOf(stamp) === wanted) return
  const lock = join(app, '.next/locks/install')
  await withLock(
    lock,
    async () => {
      if (textOf(stamp) === wanted) return
      say(`installing the dependencies of ${app} (npm ci; once, about 20 s)`)
      const npm = process.platform === 'win32' ? ['cmd', '/c', 'npm'] : ['npm']
      const code = await exitOf(run('npm', [...npm, 'ci', '--no-audit', '--no-fund'], { cwd: app }))
      if (code !== 0) throw new Error(`npm ci in ${app} failed with code ${code}; its output stands above`)
      writeFileSync(stamp, wanted)
    },
    () => say(`another process installs the dependencies of ${app}: waiting for it`),
  )
}

/**
 * Builds the app into `distDir`, unless it holds a build of the very same sources.
 * @param {{ app: string, home: string, distDir: string, bundler: string[], env: Record<string, string | undefined> }} options
 *   `home` holds node_modules; `distDir` is relative to `app`; `bundler` are the flags of `next build`
 */
export async function build({ app, home, distDir, bundler, env }) {
  const stamp = join(app, distDir, 'propscope-built')
  const wanted = hashOf(sourcesIn(app))
  if (textOf(stamp) === wanted) return
  await withLock(
    join(app, '.next/locks', `build-${distDir.replace(/\W+/g, '-')}`),
    async () => {
      if (textOf(stamp) === wanted) return
      say(`building ${app} into ${distDir}`)
      const command = [process.execPath, join(home, 'node_modules/next/dist/bin/next'), 'build', ...bundler]
      const code = await exitOf(run('next build', command, { cwd: app, env }))
      if (code !== 0) throw new Error(`next build in ${app} failed with code ${code}; its output stands above`)
      mkdirSync(dirname(stamp), { recursive: true })
      writeFileSync(stamp, wanted)
    },
    () => say(`another process builds ${app} into ${distDir}: waiting for it`),
  )
}

/**
 * Every source file of an app, sorted: what a build depends on.
 * @param {string} folder
 * @returns {string[]}
 */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => !NOT_SOURCE.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? sourcesIn(path) : [path]
    })
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** @param {string} file */
function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
