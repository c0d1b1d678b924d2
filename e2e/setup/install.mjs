import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './child.mjs'
import { ROOT, say } from './say.mjs'

/** Installs what package-lock.json names, unless just that is installed. @returns {Promise<boolean>} whether it is there now */
export async function ensureInstalled() {
  if (isInstalled(ROOT)) return true
  say('Installing the dependencies (npm ci; about half a minute, once) …')
  const code = await runTool(['npm', 'ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'])
  if (code !== 0) say(`npm ci failed with code ${code}; its output stands above.`)
  return code === 0
}

/**
 * Whether node_modules holds what the lockfile names. npm writes down what it installed, so nothing needs to be stamped and an install by
 * hand counts too. Packages for other platforms are missing rightly.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const there = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !there) return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || there[path]?.version === version || (optional && !there[path]),
  )
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null
  } catch {
    return null
  }
}
