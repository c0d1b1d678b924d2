import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parse } from '@babel/parser'
import type { Exchange, Mode } from '../../shared/exchange.ts'
import { aliasedPaths } from './path-aliases.ts'

export type CallSource = NonNullable<NonNullable<Exchange['call']>['source']>

/** Where the getServerSideProps of pages stand in the project. It is read from the project's files, in our process: the server is asked nothing. */
export interface CallSources {
  /** What is known of `page` as far as it was looked at within the last second; undefined: it must be looked at. */
  known(folder: string, page: string): CallSource | null | undefined
  /**
   * Looks. null: there is no such file. `line` is null where the file does not say where the function is (it comes from a package), where it cannot be parsed, and where it was changed after the
   * build that `next start` serves. Never rejects.
   */
  find(folder: string, page: string, mode: Mode | null): Promise<CallSource | null>
}

const NAME = 'getServerSideProps'
const EXTENSIONS = ['tsx', 'ts', 'jsx', 'js', 'mjs', 'cjs', 'mts', 'cts']
/** `.page.tsx`, and `.mdx`. */
const PAGE_EXTENSION = /^(?!\.(test|spec|stories|story|d)\.)\.(\w+\.([cm]?[jt]sx?|mdx?)|mdx?)$/
const FRESH_MS = 1000
const PAGES_AT_MOST = 2000
/** Larger ones were written by a program. */
const FILE_BYTES_AT_MOST = 2 * 1024 * 1024
/** From a page to a file that it passes the function on from, and on. */
const HOPS = 5

interface Place {
  readonly line: number
  /** From 1. */
  readonly column: number
}
type Declared =
  | ({ readonly kind: 'here' } & Place)
  | { readonly kind: 'elsewhere'; readonly from: string; readonly name: string }

export function createCallSources(): CallSources {
  const pages = new Map<string, { readonly source: CallSource | null; readonly at: number }>()
  /** Of pages that are being looked at: under load hundreds of requests of one ask at once. */
  const looking = new Map<string, Promise<CallSource | null>>()
  /** What a file declares, as long as it is not changed. */
  const files = new Map<string, { readonly changed: number; readonly declared: ReadonlyMap<string, Declared> | null }>()

  async function declaredIn(file: string): Promise<ReadonlyMap<string, Declared> | null> {
    const { mtimeMs, size } = await stat(file)
    const known = files.get(file)
    if (known?.changed === mtimeMs) return known.declared
    const declared = size > FILE_BYTES_AT_MOST ? null : exportsOf(await readFile(file, 'utf8'))
    files.set(file, { changed: mtimeMs, declared })
    if (files.size > PAGES_AT_MOST) files.delete(files.keys().next().value ?? '')
    return declared
  }
  async function follow(folder: string, file: string, name: string, hops: number): Promise<CallSource | null> {
    const declared = (await declaredIn(file))?.get(name)
    if (declared?.kind === 'here') return { file, line: declared.line, column: declared.column }
    if (!declared || hops === 0) return null
    const { from } = declared
    const paths = from.startsWith('.') ? [join(dirname(file), from)] : aliasedPaths(folder, from)
    // What a package gives is not the project's.
    const [next] = await filesAmong(paths.filter(path => !path.includes('node_modules')).flatMap(candidates))
    return next === undefined ? null : follow(folder, next, declared.name, hops - 1)
  }
  async function look(folder: string, page: string, mode: Mode | null): Promise<CallSource | null> {
    const paths = ['pages', join('src', 'pages')].map(root => join(folder, root, page))
    const files = [
      ...(await filesAmong(paths.flatMap(candidates))),
      ...(await Promise.all(paths.map(pagesNamed))).flat(),
    ]
    const [file] = files
    if (file === undefined) return null
    let found: CallSource | null = null
    for (const one of files) found ??= await follow(folder, one, NAME, HOPS).catch(() => null)
    const isOld = found !== null && mode === 'start' && (await isNewerThanBuild(found.file, folder))
    return found === null || isOld ? { file: found?.file ?? file, line: null, column: null } : found
  }

  return {
    known(folder, page) {
      const known = pages.get(`${folder}\n${page}`)
      return known && performance.now() - known.at < FRESH_MS ? known.source : undefined
    },
    find(folder, page, mode) {
      const key = `${folder}\n${page}`
      const under = looking.get(key)
      if (under) return under
      const looked = look(folder, page, mode)
        .catch(() => null)
        .then(source => {
          looking.delete(key)
          pages.delete(key)
          pages.set(key, { source, at: performance.now() })
          if (pages.size > PAGES_AT_MOST) pages.delete(pages.keys().next().value ?? '')
          return source
        })
      looking.set(key, looked)
      return looked
    },
  }
}

const candidates = (path: string) => [
  ...EXTENSIONS.map(extension => `${path}.${extension}`),
  ...EXTENSIONS.map(extension => join(path, `index.${extension}`)),
  ...(EXTENSIONS.some(extension => path.endsWith(`.${extension}`)) ? [path] : []),
]

async function filesAmong(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(path => stat(path).catch(() => null)))
  return paths.filter((_, index) => found[index]?.isFile())
}

/**
 * Files that are the page where `pageExtensions` of the project's configuration says so (`index.page.tsx`): the configuration is a program, which is not run, so they are known by having the
 * function. Tests and types that lie beside a page are none.
 */
async function pagesNamed(path: string): Promise<string[]> {
  const inFolder = async (folder: string, name: string) => {
    const files = await readdir(folder).catch(() => [])
    return files
      .filter(file => file.startsWith(`${name}.`) && PAGE_EXTENSION.test(file.slice(name.length)))
      .sort()
      .map(file => join(folder, file))
  }
  return [...(await inFolder(dirname(path), basename(path))), ...(await inFolder(path, 'index'))]
}

/** What runs was made of the files as they were at the build. */
async function isNewerThanBuild(file: string, folder: string): Promise<boolean> {
  const [source, build] = await Promise.all([stat(file), stat(join(folder, '.next', 'BUILD_ID')).catch(() => null)])
  return build !== null && source.mtimeMs > build.mtimeMs
}

/** Where the exports of a module are declared; null where it cannot be parsed. */
export function exportsOf(code: string): ReadonlyMap<string, Declared> | null {
  const found = new Map<string, Declared>()
  const local = new Map<string, Declared>()
  try {
    const { program } = parse(code, {
      sourceType: 'module',
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      plugins: ['typescript', 'jsx', 'decorators-legacy'],
    })
    for (const node of program.body) {
      const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
      const isExported = node.type === 'ExportNamedDeclaration'
      const declare = (id: {
        readonly name: string
        readonly loc?: { start: { line: number; column: number } } | null
      }) => {
        if (!id.loc) return
        const here: Declared = { kind: 'here', line: id.loc.start.line, column: id.loc.start.column + 1 }
        local.set(id.name, here)
        if (isExported) found.set(id.name, here)
      }
      if (declaration?.type === 'FunctionDeclaration' && declaration.id) declare(declaration.id)
      if (declaration?.type === 'VariableDeclaration')
        for (const { id } of declaration.declarations) if (id.type === 'Identifier') declare(id)
      if (node.type === 'ImportDeclaration')
        for (const one of node.specifiers) {
          if (one.type !== 'ImportSpecifier') continue
          local.set(one.local.name, { kind: 'elsewhere', from: node.source.value, name: nameOf(one.imported) })
        }
    }
    // What is passed on may be declared further down.
    for (const node of program.body) {
      if (node.type !== 'ExportNamedDeclaration') continue
      for (const one of node.specifiers) {
        if (one.type !== 'ExportSpecifier') continue
        const declared: Declared | undefined = node.source
          ? { kind: 'elsewhere', from: node.source.value, name: one.local.name }
          : local.get(one.local.name)
        if (declared) found.set(nameOf(one.exported), declared)
      }
    }
    return found
  } catch {
    return null
  }
}

const nameOf = (node: { readonly type: string; readonly name?: string; readonly value?: string }) =>
  node.name ?? node.value ?? ''
