import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'

const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/propscope-bench/viewers')
/** They are measured, not used: so they stay out of our own package.json. */
const VERSIONS: Readonly<Record<string, string>> = {
  'vanilla-jsoneditor': '3.13.0',
  '@uiw/react-json-view': '1.12.2',
}
const ENTRY = `
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { createJSONEditor } from 'vanilla-jsoneditor'
import JsonView from '@uiw/react-json-view'
globalThis.peers = {
  'vanilla-jsoneditor': (box, value) => createJSONEditor({ target: box, props: { content: { json: value }, readOnly: true } }),
  '@uiw/react-json-view': (box, value) => createRoot(box).render(createElement(JsonView, { value, collapsed: 3 })),
}
`

/** One script that leaves `peers` behind; null, and why on stderr, where they could not be installed. */
export async function buildPeers(names: readonly string[], folder: string): Promise<string | null> {
  try {
    await mkdir(CACHE, { recursive: true })
    await writeFile(join(CACHE, 'package.json'), '{"private":true,"type":"module"}')
    await writeFile(join(CACHE, 'entry.js'), ENTRY)
    const missing = [...names, 'react', 'react-dom'].filter(name => !existsSync(join(CACHE, 'node_modules', name)))
    if (missing.length > 0) {
      const wanted = missing.map(name => `${name}@${VERSIONS[name] ?? '19.3.1'}`)
      const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', '--legacy-peer-deps']
      await promisify(execFile)('npm', ['install', ...flags, ...wanted], { cwd: CACHE, timeout: 120_000 })
    }
    await build({
      configFile: false,
      root: CACHE,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: { entry: join(CACHE, 'entry.js'), formats: ['iife'], name: 'viewers', fileName: () => 'viewers.js' },
      },
    })
    return join(folder, 'viewers.js')
  } catch (error) {
    process.stderr.write(`The other viewers: ${error instanceof Error ? error.message : String(error)}\n`)
    return null
  }
}
