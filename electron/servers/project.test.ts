import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { isAtLeast } from './identify.ts'
import { packageVersion, readProject } from './project.ts'
import { unattachable } from './unattachable.ts'

let root = ''
afterEach(() => rm(root, { recursive: true, force: true }))

/** A folder with these files; a name that ends in `/` is a folder. */
async function folder(files: Record<string, unknown>): Promise<string> {
  root = await mkdtemp(join(tmpdir(), 'propscope-project-'))
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true })
    if (!name.endsWith('/')) await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

const appOnly = { '/_app': 'pages/_app.js', '/_document': 'x', '/_error': 'x', '/404': 'x', '/500': 'x' }

test('name and version, from a folder further up as in a monorepo', async () => {
  const at = await folder({
    'node_modules/next/package.json': { version: '15.1.7' },
    'apps/shop/package.json': { name: '@acme/shop' },
    'apps/shop/src/pages/': null,
  })
  expect(await readProject(join(at, 'apps/shop'), 'dev')).toEqual({
    name: '@acme/shop',
    pagesRouter: true,
  })
  expect(await packageVersion(join(at, 'apps/shop'), 'next')).toBe('15.1.7')
  expect(await packageVersion(join(at, 'apps/shop'), '@opentelemetry/api')).toBeNull()
})

test('a broken or missing package.json: the name of the folder', async () => {
  const at = await folder({ 'one/package.json': '{', 'two/': null })
  expect((await readProject(join(at, 'one'), null)).name).toBe('one')
  expect((await readProject(join(at, 'two'), null)).name).toBe('two')
})

test.each([
  ['dev with pages/', 'dev', { 'pages/': null }, true],
  ['dev of an app router project', 'dev', { 'app/': null }, false],
  ['dev after a build that had pages', 'dev', { '.next/server/pages-manifest.json': { '/': 'x' } }, false],
  ['start of a build with pages, sources gone', 'start', { '.next/server/pages-manifest.json': { '/': 'x' } }, true],
  ['start of an app router build', 'start', { '.next/server/pages-manifest.json': appOnly, 'app/': null }, false],
  ['start, told by the other manifest', 'start', { '.next/build-manifest.json': { pages: { '/a': [] } } }, true],
  ['start with a distDir of its own', 'start', { 'app/': null }, null],
  ['a standalone build with a distDir below .next', 'start', { '.next/start/BUILD_ID': 'x' }, null],
  ['start with a distDir of its own and pages/', 'start', { 'pages/': null }, true],
  ['mode unknown, pages/', null, { 'pages/': null }, true],
] as const)('pages router: %s', async (_, mode, files, expected) => {
  expect((await readProject(await folder(files), mode)).pagesRouter).toBe(expected)
})

test.each([
  ['13.4.0', true],
  ['13.3.4', false],
  ['12.3.7', false],
  ['9.5.5', false],
  ['14.0.0-canary.1', true],
  ['16.4.6', true],
])('supported: %s %s', (version, supported) => {
  expect(isAtLeast(version, 13, 4)).toBe(supported)
})

test('every reason names pid and port; the gravest comes first', () => {
  const fine = {
    pid: 4033,
    port: 3000,
    folder: '/shop',
    next: '16.4.6',
    otherUser: null,
    foreignNetwork: false,
    pagesRouter: true,
  }
  expect(unattachable(fine)).toBeNull()
  expect(unattachable({ ...fine, pagesRouter: null, next: null })).toBeNull()
  const bad = { ...fine, otherUser: 1001, foreignNetwork: true, next: '11.1.4', pagesRouter: false }
  const problems = [
    unattachable(bad),
    unattachable({ ...bad, otherUser: null }),
    unattachable({ ...bad, otherUser: null, foreignNetwork: false }),
    unattachable({ ...fine, pagesRouter: false }),
  ]
  expect(problems.map(problem => problem?.code)).toEqual([
    'other-user',
    'unsupported-platform',
    'unsupported-next',
    'no-pages-router',
  ])
  for (const problem of problems) {
    expect(problem?.message).toMatch(/4033/)
    expect(problem?.message).toMatch(/port 3000/)
    expect(problem?.next).not.toBe('')
  }
})
