import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { until } from '../servers/small-server.ts'
import { pageFileOf, watchPageFile } from './page-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propscope-pages-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), '')
  }
}
const found = async (page: string, source: string | null = null) =>
  (await pageFileOf(folder, page, source))?.slice(folder.length + 1) ?? null

it('finds the page’s file where Next would', async () => {
  await put(
    'pages/index.tsx',
    'pages/product/[id].tsx',
    'pages/docs/index.js',
    'src/pages/other.jsx',
    'features/shop.tsx',
  )
  expect(await found('/')).toBe('pages/index.tsx')
  expect(await found('/product/[id]')).toBe('pages/product/[id].tsx')
  expect(await found('/docs')).toBe('pages/docs/index.js')
  expect(await found('/other')).toBe('src/pages/other.jsx')
  expect(await found('/none')).toBeNull()
  expect(await found('/', 'features/shop.tsx')).toBe('features/shop.tsx')
})

it('never looks outside of the project', async () => {
  expect(await found('/../../../etc/passwd')).toBeNull()
  expect(await found('/none', '/etc/passwd')).toBeNull()
})

it('tells of a change, and of nothing after it was stopped', async () => {
  await put('pages/a.tsx')
  const file = join(folder, 'pages/a.tsx')
  const changes: number[] = []
  const stop = watchPageFile(file, at => changes.push(at))
  await until('the change to be seen', async () => {
    await utimes(file, new Date(), new Date(Date.now() + changes.length + 5000))
    return changes.length > 0
  })
  stop()
})
