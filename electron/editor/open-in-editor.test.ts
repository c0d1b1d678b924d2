import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ok } from '../../shared/problem.ts'
import { openInEditor, type Start } from './open-in-editor.ts'

let outer = ''
let folder = ''
beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'propscope-editor-'))
  folder = join(outer, 'shop')
  mkdirSync(join(folder, 'pages'), { recursive: true })
  writeFileSync(join(folder, 'pages', '[id].tsx'), '')
  writeFileSync(join(outer, 'secret.txt'), '')
  mkdirSync(join(outer, 'shop-other'))
  writeFileSync(join(outer, 'shop-other', 'a.ts'), '')
  symlinkSync(join(outer, 'secret.txt'), join(folder, 'pages', 'link.tsx'))
})
afterAll(() => rmSync(outer, { recursive: true }))

const started: [string, readonly string[]][] = []
const start: Start = async (editor, args) => {
  started.push([editor, args])
  return ok(null)
}

it.each([
  ['code', ['-r', '-g', ':3:7']],
  ['cursor', ['-r', '-g', ':3:7']],
  ['webstorm', ['--line', '3', '--column', '7']],
  ['zed', [':3:7']],
] as const)('opens the place in %s', async (editor, expected) => {
  started.length = 0
  const place = { file: 'pages/[id].tsx', line: 3, column: 7 }
  expect(await openInEditor(folder, place, editor, start)).toEqual(ok(null))
  const file = join(folder, 'pages', '[id].tsx')
  const [command, args] = started[0] ?? ['', []]
  expect(command).toBe(editor)
  expect(args.map(String).join(' ')).toContain(file)
  for (const part of expected) expect(args.map(String).join(' ')).toContain(part)
})

it.each([
  ['../secret.txt'],
  ['/etc/passwd'],
  ['pages/link.tsx'],
  ['pages'],
  ['pages/none.tsx'],
  ['../shop-other/a.ts'],
  ['file:///etc/passwd'],
  ['--help'],
  [''],
])('opens nothing that is no file inside the project: %j', async file => {
  started.length = 0
  const result = await openInEditor(folder, { file, line: 1, column: 1 }, 'code', start)
  expect(result).toMatchObject({ ok: false, problem: { code: 'editor-refused' } })
  expect(started).toEqual([])
})

it('opens nothing of a project whose folder is not known', async () => {
  expect(await openInEditor(null, { file: 'a.ts', line: 1, column: 1 }, 'code', start)).toMatchObject({ ok: false })
})

it('says where the editor is not there', async () => {
  const place = { file: 'pages/[id].tsx', line: null, column: null }
  const before = process.env['PATH']
  process.env['PATH'] = folder
  const result = await openInEditor(folder, place, 'zed')
  process.env['PATH'] = before
  expect(result).toMatchObject({
    ok: false,
    problem: { code: 'editor-failed', message: expect.stringContaining('PATH') },
  })
})
