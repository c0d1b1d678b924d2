import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Mode } from '../../shared/exchange.ts'

/** A Next project's folder, as far as an inspector of its server needs to know it. */
export interface Project {
  /** `name` of its package.json, else the folder's own. */
  readonly name: string
  /** null: it cannot be told (an unusual `distDir`, say), and the attempt is worth making. */
  readonly pagesRouter: boolean | null
}

const PackageSchema = z.object({ name: z.string().optional(), version: z.string().optional() })
const ManifestSchema = z.record(z.string(), z.unknown())
/** A project without any page of its own has these in its manifests all the same. */
const BUILT_IN = new Set(['/_app', '/_document', '/_error', '/404', '/500', '/_404', '/_500'])

export async function readProject(folder: string, mode: Mode | null): Promise<Project> {
  const [own, pagesRouter] = await Promise.all([
    readJson(join(folder, 'package.json'), PackageSchema),
    hasPagesRouter(folder, mode),
  ])
  return { name: own?.name || basename(folder) || folder, pagesRouter }
}

/** Of the package that Node would resolve from there: the nearest node_modules, upwards. */
export async function packageVersion(folder: string, name: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await readJson(join(at, 'node_modules', name, 'package.json'), PackageSchema)
    if (found?.version) return found.version
    if (dirname(at) === at) return null
  }
}

/** A dev server has what the folder has; `next start` has what was built, and the folder may have changed or be gone since. */
async function hasPagesRouter(folder: string, mode: Mode | null): Promise<boolean | null> {
  const built = mode === 'dev' ? null : await builtPages(folder)
  if (built !== null) return built
  const [pages, srcPages] = await Promise.all([isFolder(join(folder, 'pages')), isFolder(join(folder, 'src', 'pages'))])
  if (pages || srcPages) return true
  // Neither a build nor a pages folder where they are expected: for a build that may be `distDir`, also in a standalone folder, which has no sources.
  return mode === 'dev' ? false : null
}

async function builtPages(folder: string): Promise<boolean | null> {
  const manifest = await readJson(join(folder, '.next', 'server', 'pages-manifest.json'), ManifestSchema)
  if (manifest) return Object.keys(manifest).some(page => !BUILT_IN.has(page))
  const build = await readJson(join(folder, '.next', 'build-manifest.json'), z.object({ pages: ManifestSchema }))
  return build ? Object.keys(build.pages).some(page => !BUILT_IN.has(page)) : null
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
