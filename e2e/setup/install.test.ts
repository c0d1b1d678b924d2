import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isInstalled } from './install.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'propscope-install-'))
  mkdirSync(join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true }))

function lock(packages: object) {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }))
}
function installed(packages: object) {
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
}

const a = { 'node_modules/a': { version: '1.0.0' } }

it('is installed where npm says that it put there what the lockfile names', () => {
  lock({ '': { name: 'propscope' }, ...a, 'node_modules/other-platform': { version: '1.0.0', optional: true } })
  installed(a)
  expect(isInstalled(root)).toBe(true)
})

it('is not where something is missing, is of another version, or was never installed', () => {
  lock({ '': {}, ...a })
  expect(isInstalled(root)).toBe(false)
  installed({})
  expect(isInstalled(root)).toBe(false)
  installed({ 'node_modules/a': { version: '1.0.1' } })
  expect(isInstalled(root)).toBe(false)
})

it('is not where a package for this platform is of another version', () => {
  lock({ 'node_modules/b': { version: '2.0.0', optional: true } })
  installed({ 'node_modules/b': { version: '1.0.0', optional: true } })
  expect(isInstalled(root)).toBe(false)
})
