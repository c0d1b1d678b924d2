import { unwatchFile, watchFile } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isAbsolute, join, resolve, sep } from 'node:path'

const ENDINGS = ['tsx', 'ts', 'jsx', 'js', 'mdx', 'md']
/** A look at one file; editors that replace it are seen as well, which watching its inode would not. */
const LOOK_MS = 400

/** The file of a page in its project: where its call came from, or where Next looks for the route; null where there is none. */
export async function pageFileOf(folder: string, page: string, source: string | null): Promise<string | null> {
  const root = resolve(folder)
  const route = page === '/' ? 'index' : page.slice(1)
  const named = source === null ? [] : [isAbsolute(source) ? source : join(root, source)]
  const usual = ['pages', join('src', 'pages')].flatMap(pages =>
    ENDINGS.flatMap(ending => [join(root, pages, `${route}.${ending}`), join(root, pages, route, `index.${ending}`)]),
  )
  for (const file of [...named, ...usual]) {
    // Captured text: it must not lead out of the project.
    if (!resolve(file).startsWith(root + sep)) continue
    const found = await stat(file).catch(() => null)
    if (found?.isFile()) return file
  }
  return null
}

/** Calls `changed` with the time (epoch ms) after every change of the file; returns the way to stop. */
export function watchPageFile(file: string, changed: (at: number) => void): () => void {
  const listener = (now: { mtimeMs: number }, before: { mtimeMs: number }) => {
    if (now.mtimeMs !== before.mtimeMs && now.mtimeMs > 0) changed(now.mtimeMs)
  }
  watchFile(file, { interval: LOOK_MS, persistent: false }, listener)
  return () => unwatchFile(file, listener)
}
