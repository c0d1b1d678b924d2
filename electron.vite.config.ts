import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { build, type Plugin } from 'vite'

const here = import.meta.dirname

/**
 * `import source from './agent/index.ts?agent'` gives the agent as one string: a classic script that leaves a global-free
 * variable `PropscopeAgent` behind, ready for `Runtime.evaluate`.
 */
export function agentPlugin(): Plugin {
  return {
    name: 'propscope-agent',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith('?agent')) return null
      const found = await this.resolve(id.slice(0, -'?agent'.length), importer)
      return found ? `\0agent:${found.id}` : null
    },
    async load(id) {
      if (!id.startsWith('\0agent:')) return null
      const entry = id.slice('\0agent:'.length)
      this.addWatchFile(entry)
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          target: 'node16',
          minify: false,
          lib: { entry, formats: ['iife'], name: 'PropscopeAgent' },
          rolldownOptions: { external: [/^node:/] },
        },
      })
      const outputs = (Array.isArray(built) ? built : [built]).flatMap(part => ('output' in part ? part.output : []))
      const chunk = outputs.find(part => part.type === 'chunk')
      if (chunk?.type !== 'chunk') throw new Error(`the agent bundle of ${entry} is empty`)
      return `export default ${JSON.stringify(chunk.code)}`
    },
  }
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
