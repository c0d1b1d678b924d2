import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { build, type Plugin } from 'vite'

const here = import.meta.dirname

/**
 * Code as text, bundled whole: `import source from './agent/index.ts?agent'` gives a classic script that leaves a variable `PropscopeAgent`
 * behind, ready for `Runtime.evaluate`; `import source from './worker.ts?worker-text'` one for `new Worker(source, { eval: true })`.
 */
export function agentPlugin(): Plugin {
  const kinds = { '?agent': 'iife', '?worker-text': 'cjs' } as const
  return {
    name: 'propscope-code-as-text',
    enforce: 'pre',
    async resolveId(id, importer) {
      for (const suffix of Object.keys(kinds)) {
        if (!id.endsWith(suffix)) continue
        const found = await this.resolve(id.slice(0, -suffix.length), importer)
        return found ? `\0code${suffix}:${found.id}` : null
      }
      return null
    },
    async load(id) {
      for (const [suffix, format] of Object.entries(kinds)) {
        const lead = `\0code${suffix}:`
        if (!id.startsWith(lead)) continue
        const entry = id.slice(lead.length)
        this.addWatchFile(entry)
        return `export default ${JSON.stringify(await bundleText(entry, format))}`
      }
      return null
    },
  }
}

async function bundleText(entry: string, format: 'iife' | 'cjs'): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: format === 'iife' ? 'node16' : 'node20',
      minify: false,
      lib: { entry, formats: [format], name: 'PropscopeAgent' },
      rolldownOptions: { external: [/^node:/] },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap(part => ('output' in part ? part.output : []))
  const chunk = outputs.find(part => part.type === 'chunk')
  if (chunk?.type !== 'chunk') throw new Error(`the bundle of ${entry} is empty`)
  // What stacks call it (electron/agent/own-frames.ts).
  return format === 'iife' ? `${chunk.code}\n//# sourceURL=node:propscope\n` : chunk.code
}

export default defineConfig({
  main: {
    plugins: [agentPlugin()],
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          main: resolve(here, 'electron/main.ts'),
          cli: resolve(here, 'electron/cli.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(here, 'electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(here, 'out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: { index: resolve(here, 'renderer/index.html') } },
    },
  },
})
