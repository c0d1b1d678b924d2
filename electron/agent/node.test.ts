import { createRequire, Module } from 'node:module'
import { afterEach, expect, it } from 'vitest'
import { loadModules } from './node.ts'

const { require: usual } = Module.prototype
afterEach(() => {
  Module.prototype.require = usual
})

it('loads Node’s modules past those who hook require', () => {
  const heard: string[] = []
  Module.prototype.require = Object.assign(function (this: NodeJS.Module, id: string) {
    heard.push(id)
    return usual.call(this, id)
  }, usual)
  const require = createRequire(import.meta.url)
  require('node:net')
  const node = loadModules(require)
  expect(heard).toEqual(['node:net', 'node:module'])
  expect(node.http).toBe(require('node:http'))
  expect(node.cache).toBe(require.cache)
})
