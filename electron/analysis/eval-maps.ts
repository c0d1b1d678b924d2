import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FlattenMap, type TraceMap } from '@jridgewell/trace-mapping'

/**
 * Source maps of the modules that webpack's `next dev` evaluates: each stands as text in a bundle under `.next`, with its map behind it, and a stack names it by
 * `webpack-internal:///(layer)/./path`, which is no file.
 */
export interface EvalMaps {
  /** The map of a module that a stack names so; null where no bundle of the project holds it. Never rejects. `folder`: the project's. */
  mapOf(file: string, folder: string): Promise<TraceMap | null>
}

const SCHEME = 'webpack-internal:///'
const MAP_HEAD = 'sourceMappingURL=data:application/json;charset=utf-8;base64,'
/** Nothing that is run on the server, and much of it. */
const NOT_LOOKED_INTO = new Set(['cache', 'static', 'types', 'node_modules', 'vendor-chunks', 'trace', 'diagnostics'])
const DEPTH_AT_MOST = 8
const BUNDLES_AT_MOST = 400
const BUNDLE_BYTES_AT_MOST = 32 * 1024 * 1024
const KNOWN_AT_MOST = 200
/** A module that was not found is not looked for again so soon, in ms: its bundle may yet be written. */
const AGAIN_MS = 2000

interface Known {
  readonly bundle: string
  readonly changed: number
  readonly map: TraceMap
}

export function createEvalMaps(): EvalMaps {
  const known = new Map<string, Known>()
  const missing = new Map<string, number>()

  async function look(file: string, folder: string, key: string): Promise<TraceMap | null> {
    const held = known.get(key)
    if (held && (await changedAt(held.bundle)) === held.changed) return held.map
    if (performance.now() - (missing.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return null
    for (const { path, changed } of await bundlesIn(join(folder, '.next'))) {
      const map = mapIn(await readFile(path, 'utf8'), file)
      if (!map) continue
      remember(known, key, { bundle: path, changed, map })
      return map
    }
    remember(missing, key, performance.now())
    return null
  }

  return {
    async mapOf(file, folder) {
      try {
        return await look(file, folder, `${folder}\n${file}`)
      } catch {
        // A bundle that is being written, or a map that cannot be read: the frame stays as it is.
        return null
      }
    },
  }
}

/** Is this what a stack calls a module that webpack has evaluated? */
export const isEvaluated = (file: string): boolean => file.startsWith(SCHEME)

/** The map that stands before the name of the module. Readers of stacks leave out the parentheses around the layer. */
function mapIn(bundle: string, file: string): TraceMap | null {
  const [, layer, path] = /^\(?([\w-]+)\)?\/(\.\/.*)$/.exec(file.slice(SCHEME.length)) ?? []
  const name = path === undefined ? file : `${SCHEME}(${layer})/${path}`
  const end = bundle.indexOf(`\\n//# sourceURL=${name}\\n`)
  if (end < 0) return null
  const from = bundle.lastIndexOf(MAP_HEAD, end)
  if (from < 0) return null
  const text = Buffer.from(bundle.slice(from + MAP_HEAD.length, end), 'base64').toString('utf8')
  return new FlattenMap(JSON.parse(text), null)
}

async function changedAt(path: string): Promise<number> {
  return (await stat(path)).mtimeMs
}

/** The server's bundles, the last written first. */
async function bundlesIn(dist: string): Promise<{ readonly path: string; readonly changed: number }[]> {
  const found: { path: string; changed: number }[] = []
  const folders = [{ path: dist, depth: 0 }]
  for (let next = folders.pop(); next && found.length < BUNDLES_AT_MOST; next = folders.pop()) {
    for (const entry of await readdir(next.path, { withFileTypes: true })) {
      const path = join(next.path, entry.name)
      if (entry.isDirectory()) {
        if (next.depth < DEPTH_AT_MOST && !NOT_LOOKED_INTO.has(entry.name))
          folders.push({ path, depth: next.depth + 1 })
      } else if (entry.name.endsWith('.js') && path.includes('server')) {
        const { mtimeMs, size } = await stat(path)
        if (size <= BUNDLE_BYTES_AT_MOST) found.push({ path, changed: mtimeMs })
      }
    }
  }
  return found.sort((a, b) => b.changed - a.changed)
}

function remember<T>(held: Map<string, T>, key: string, value: T): void {
  held.delete(key)
  held.set(key, value)
  for (const oldest of held.keys()) if (held.size > KNOWN_AT_MOST) held.delete(oldest)
}
