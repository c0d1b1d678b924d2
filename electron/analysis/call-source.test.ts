import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallSources, exportsOf } from './call-source.ts'

const at = (code: string) => exportsOf(code)?.get('getServerSideProps')

describe('where a module has getServerSideProps', () => {
  it.each([
    ['export async function getServerSideProps() {}', 1, 23],
    [
      '\n  export const getServerSideProps: GetServerSideProps<Props> = withAuth(async context => ({ props: {} }))',
      2,
      16,
    ],
    ['const getServerSideProps = () => ({})\nexport { getServerSideProps }\nexport default () => <p>a</p>', 1, 7],
    ['function load(this: void) {}\nexport { load as getServerSideProps }', 1, 10],
    ['export { load as getServerSideProps }\nasync function load() {}', 2, 16],
    ['// export function getServerSideProps() {}\nexport const text = "getServerSideProps"', null, null],
  ])('%j', (code, line, column) => {
    const found = at(code)
    expect(found?.kind === 'here' ? [found.line, found.column] : [null, null]).toEqual([line, column])
  })

  it('says where it comes from', () => {
    expect(at("export { getServerSideProps } from '../lib/load'")).toMatchObject({
      kind: 'elsewhere',
      from: '../lib/load',
    })
    expect(at("import { a } from './b'\nexport { a as getServerSideProps }")).toMatchObject({ from: './b', name: 'a' })
  })

  it('knows nothing of what is no code', () => {
    expect(at('<<<<<<< HEAD\n\u0000')).toBeUndefined()
  })
})

describe('where the call of a page is', () => {
  let folder = ''
  const put = (path: string, code: string) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, code)
    return file
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'propscope-call-source-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is found by route, below pages or src/pages, also as an index and with brackets', async () => {
    const sources = createCallSources()
    const product = put('pages/product/[id].tsx', 'export const a = 1\nexport async function getServerSideProps() {}')
    const home = put('pages/index.js', 'export function getServerSideProps() {}')
    const docs = put('src/pages/docs/[[...slug]]/index.jsx', 'export const getServerSideProps = () => ({})')
    expect(await sources.find(folder, '/product/[id]', 'dev')).toEqual({ file: product, line: 2, column: 23 })
    expect(sources.known(folder, '/product/[id]')).toEqual({ file: product, line: 2, column: 23 })
    expect(await sources.find(folder, '/', 'dev')).toMatchObject({ file: home })
    expect(await sources.find(folder, '/docs/[[...slug]]', 'dev')).toEqual({ file: docs, line: 1, column: 14 })
    expect(await sources.find(folder, '/nowhere', 'dev')).toBeNull()
    expect(sources.known(folder, '/nowhere')).toBeNull()
    expect(sources.known(folder, '/never-asked')).toBeUndefined()
  })

  it('is followed to where it is written, within the project', async () => {
    const sources = createCallSources()
    const lib = put('lib/load.ts', '\nexport async function load() {}')
    put('pages/a.tsx', "import { load } from '../lib/load'\nexport { load as getServerSideProps }")
    const page = put('pages/b.tsx', "export { getServerSideProps } from '@company/pages'")
    const loop = put('pages/c.tsx', "export { getServerSideProps } from './c'")
    expect(await sources.find(folder, '/a', 'dev')).toEqual({ file: lib, line: 2, column: 23 })
    expect(await sources.find(folder, '/b', 'dev')).toEqual({ file: page, line: null, column: null })
    expect(await sources.find(folder, '/c', 'dev')).toEqual({ file: loop, line: null, column: null })
  })

  it('is found where pages have extensions of their own', async () => {
    const sources = createCallSources()
    put('pages/order/[id].tsx', 'export const helper = 1')
    put('pages/order/[id].test.tsx', 'export function getServerSideProps() {}')
    put('pages/order/[id].module.css', '')
    const order = put('pages/order/[id].page.tsx', 'export function getServerSideProps() {}')
    const start = put('src/pages/shop/index.page.jsx', '\nexport const getServerSideProps = () => ({})')
    const text = put('pages/text.mdx', '# A text')
    expect(await sources.find(folder, '/order/[id]', 'dev')).toEqual({ file: order, line: 1, column: 17 })
    expect(await sources.find(folder, '/shop', 'dev')).toEqual({ file: start, line: 2, column: 14 })
    expect(await sources.find(folder, '/text', 'dev')).toEqual({ file: text, line: null, column: null })
  })

  it('is followed through the aliases of tsconfig.json, also those that it extends, and of jsconfig.json', async () => {
    const sources = createCallSources()
    const load = put('web/server/load.ts', 'export async function load() {}')
    put('tsconfig.base.json', '{ "compilerOptions": { "paths": { "~/*": ["./web/*"] } } }')
    put(
      'web/tsconfig.json',
      '{\n  // as people write it\n  "extends": "../tsconfig.base.json", "compilerOptions": { "strict": true, },\n}',
    )
    put('web/pages/a.tsx', "export { load as getServerSideProps } from '~/server/load'")
    put('web/pages/b.tsx', "export { getServerSideProps } from 'react'")
    expect(await sources.find(join(folder, 'web'), '/a', 'dev')).toEqual({ file: load, line: 1, column: 23 })
    expect(await sources.find(join(folder, 'web'), '/b', 'dev')).toMatchObject({ line: null })

    const plain = put('plain/lib/load.js', '\nexport const load = () => ({})')
    put('plain/jsconfig.json', '{ "compilerOptions": { "baseUrl": "." } }')
    put('plain/pages/a.js', "import { load } from 'lib/load'\nexport { load as getServerSideProps }")
    expect(await sources.find(join(folder, 'plain'), '/a', 'dev')).toEqual({ file: plain, line: 2, column: 14 })
    put('broken/tsconfig.json', '{ "extends": "./none.json" ')
    const broken = put('broken/pages/a.ts', "export { getServerSideProps } from '@/lib'")
    expect(await sources.find(join(folder, 'broken'), '/a', 'dev')).toEqual({ file: broken, line: null, column: null })
  })

  it('names no line of a file that is not what was built, and sees a change', async () => {
    const sources = createCallSources()
    const page = put('pages/built.tsx', 'export function getServerSideProps() {}')
    const build = put('.next/BUILD_ID', 'x')
    utimesSync(build, new Date(), new Date(Date.now() - 10_000))
    expect(await sources.find(folder, '/built', 'start')).toEqual({ file: page, line: null, column: null })
    expect(await sources.find(folder, '/built', 'dev')).toMatchObject({ line: 1 })
    put('pages/built.tsx', '\n\nexport function getServerSideProps() {}')
    utimesSync(page, new Date(), new Date(Date.now() + 5000))
    expect(await sources.find(folder, '/built', 'dev')).toMatchObject({ line: 3 })
  })
})
