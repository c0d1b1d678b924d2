import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMarks } from './marks.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-marks-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a mark is for one process, not for the next one with its pid', async () => {
  let start: string | null = '100'
  const marks = createMarks(() => start, folder)
  expect(await marks.has(7)).toBe(false)
  await marks.set(7)
  expect(await createMarks(() => '100', folder).has(7)).toBe(true)
  expect(await marks.has(8)).toBe(false)
  start = '200'
  expect(await marks.has(7)).toBe(false)
  start = '100'
  await marks.clear(7)
  await marks.clear(7)
  expect(await marks.has(7)).toBe(false)
})

test('marks of processes that ended are swept away with the next one', async () => {
  const alive = new Map([
    [7, '100'],
    [8, '200'],
    [9, '300'],
  ])
  const marks = createMarks(pid => alive.get(pid) ?? null, folder)
  await marks.set(7)
  await marks.set(8)
  alive.delete(7)
  await marks.set(9)
  expect((await readdir(folder)).map(name => name.split('-').at(-1)).sort()).toEqual(['8', '9'])
})

test('no mark where processes cannot be told apart, nor through a link', async () => {
  const marks = createMarks(() => null, folder)
  await marks.set(7)
  expect(await marks.has(7)).toBe(false)
  const name = `propscope-opened-${process.geteuid?.() ?? 'user'}-9`
  await writeFile(join(folder, 'elsewhere'), '100')
  await symlink(join(folder, 'elsewhere'), join(folder, name))
  expect(await createMarks(() => '100', folder).has(9)).toBe(false)
})
