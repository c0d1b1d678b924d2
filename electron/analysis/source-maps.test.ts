import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Frame } from '../../shared/exchange.ts'
import { anExchange } from '../exchanges/an-exchange.ts'
import { createSourceMaps } from './source-maps.ts'

const folder = mkdtempSync(join(tmpdir(), 'propscope-maps-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, '.next'))
const bundle = join(folder, '.next', 'page.js')
/** Line 2, column 5 of the bundle is line 4, column 3 of pages/a.tsx; sections as Turbopack writes them. */
const write = (source: string) =>
  writeFileSync(
    `${bundle}.map`,
    JSON.stringify({
      version: 3,
      sections: [
        {
          offset: { line: 1, column: 0 },
          map: { version: 3, sources: [source], names: [], mappings: 'IAGE' },
        },
      ],
    }),
  )
const frame = (file: string): Frame => ({ function: 'f', file, line: 2, column: 5, own: true })
const failing = (frames: Frame[]) => {
  const inner = { name: 'Error', message: 'inner', code: null, stack: null, cause: null, frames }
  return anExchange({ renderError: { ...inner, message: 'outer', cause: inner } })
}

describe('source maps', () => {
  it('lead the frames of an error and its causes to the source', async () => {
    const source = join(folder, 'pages', 'a.tsx')
    write(`file://${source}`)
    const mapped = await createSourceMaps().mapExchange(failing([frame(bundle)]), folder)
    const expected = { function: 'f', file: source, line: 4, column: 3, own: true }
    expect(mapped.renderError?.frames).toEqual([expected])
    expect(mapped.renderError?.cause?.frames).toEqual([expected])
  })

  it('know the sources of another workspace for the project’s own', async () => {
    write('file:///mono/packages/shared/index.ts')
    const mapped = await createSourceMaps().mapExchange(failing([frame(bundle)]), folder)
    expect(mapped.renderError?.frames[0]).toMatchObject({ file: '/mono/packages/shared/index.ts', own: true })
  })

  it('know a package by its source, and a bundle that was built again', async () => {
    const maps = createSourceMaps()
    write(`file://${folder}/node_modules/p/index.js`)
    const first = await maps.mapExchange(failing([frame(bundle)]), folder)
    expect(first.renderError?.frames[0]).toMatchObject({ own: false })
    await new Promise(resolve => setTimeout(resolve, 20))
    write(`file://${folder}/pages/b.tsx`)
    const second = await maps.mapExchange(failing([frame(bundle)]), folder)
    expect(second.renderError?.frames[0]).toMatchObject({ file: `${folder}/pages/b.tsx`, own: true })
  })

  it.each([
    ['(pages-dir-node)/', (of: string) => join(folder, of)],
    ['', (of: string) => `webpack://the-app/./${of}?c207`],
  ])('lead through modules that webpack evaluates, in layer %j', async (layer, source) => {
    const dist = join(folder, '.next', 'server', 'pages')
    mkdirSync(dist, { recursive: true })
    const module = (path: string, of: string) => {
      const map = { version: 3, sources: [source(of)], names: [], mappings: ';IAGE' }
      const text = Buffer.from(JSON.stringify(map)).toString('base64')
      const comment = `//# sourceURL=[module]\\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${text}\\n`
      return `eval("code;${comment}//# sourceURL=webpack-internal:///${path}\\n");\n`
    }
    const two = module(`${layer}./lib/other.js`, 'lib/other.ts') + module(`${layer}./pages/a.js`, 'pages/a.tsx')
    writeFileSync(join(dist, 'a.js'), two)
    const maps = createSourceMaps()
    // As a reader of stacks gives it, without the parentheses.
    const named = frame(`webpack-internal:///${layer.replace(/[()]/g, '')}./pages/a.js`)
    expect(await maps.mapFrame(named, folder)).toEqual({
      function: 'f',
      file: join(folder, 'pages/a.tsx'),
      line: 4,
      column: 3,
      own: true,
    })
    const unknown = frame('webpack-internal:///./pages/none.js')
    expect(await maps.mapFrame(unknown, folder)).toEqual(unknown)
    expect(await maps.mapFrame(named, null)).toEqual(named)
  })

  it('leave alone what has no map, a broken one, or no place', async () => {
    const none = frame(join(folder, '.next', 'none.js'))
    const broken = frame(join(folder, '.next', 'broken.js'))
    writeFileSync(`${broken.file}.map`, '{"version":3,')
    const nowhere = { ...frame(bundle), line: null }
    const frames = [none, broken, nowhere, frame('node:internal/x')]
    expect((await createSourceMaps().mapExchange(failing(frames), folder)).renderError?.frames).toEqual(frames)
  })
})
