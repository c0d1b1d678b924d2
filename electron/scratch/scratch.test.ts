import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeScratch } from './scratch.ts'

const root = mkdtempSync(join(tmpdir(), 'scratch-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('clears away what a killed process left, and nothing else', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const left = join(root, `propscope-bodies-${dead}-abc123`)
  const alive = join(root, `propscope-bodies-${process.ppid}-abc123`)
  const foreign = join(root, 'propscope-notes')
  for (const folder of [left, alive, foreign]) mkdirSync(folder)
  const scratch = await makeScratch('pipe', root)
  expect([left, alive, foreign, scratch.path].map(path => existsSync(path))).toEqual([false, true, true, true])
  await scratch.remove()
  expect(existsSync(scratch.path)).toBe(false)
})
